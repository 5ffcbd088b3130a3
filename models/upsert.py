"""INSERT that may meet an existing row, the same words on both databases."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def dialect(session: Session) -> str:
    """Name the database of this session, for statements that are prepared once per database."""
    return session.get_bind().dialect.name


def insert_on(dialect: str, table: Any) -> Any:
    """Begin an INSERT for the database of this name."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert(session: Session, table: Any) -> Any:
    """Begin an INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update` on this session's database."""
    return insert_on(dialect(session), table)
