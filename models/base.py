"""The declarative base, constraint names and column types that all tables share.

No table lives here, and no query.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, MetaData, Row
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

AnyRow = Row[*tuple[Any, ...]]
"""A row of columns picked by name."""

# Batch migrations on SQLite cannot drop a constraint without a name.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite numbers rows by itself only for a column typed exactly INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite, which knows no zones, keeps the naive UTC value.

    Rows are full of them, so they are written and read without the steps that a type decorator usually takes.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Refuse a naive datetime: it would silently mean another hour."""
        return _to_text if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Give every instant back as aware UTC."""
        return _from_text if dialect.name == "sqlite" else _from_any_zone


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a stored instant needs a time zone")
    return value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    at = _in_utc(value)
    return None if at is None else at.replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


def _from_any_zone(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }
