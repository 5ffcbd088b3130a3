"""Brands, whom the messages speak for, and their lines, the addresses that are ours."""

from datetime import datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class Brand(Base):
    """A sender with a name, a zone, a language and quiet hours; `options` holds what it switched on or off."""

    __tablename__ = "brands"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ref: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    quiet_start: Mapped[time | None]
    quiet_end: Mapped[time | None]
    support: Mapped[str | None] = mapped_column(String(128))
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)


class LineUse(StrEnum):
    """What a line is for."""

    MAIN = "main"
    """Customers write to it and are written to from it."""
    DRIVER = "driver"
    """Drivers are written to from it; one of a pool."""


class Line(Base):
    """A number or mailbox of ours; `tokens` and `tokens_at` are its rate limit, in segments."""

    __tablename__ = "lines"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(254))
    use: Mapped[str] = mapped_column(String(16))
    rate_per_s: Mapped[float] = mapped_column(default=10.0)
    burst: Mapped[float] = mapped_column(default=30.0)
    tokens: Mapped[float] = mapped_column(default=30.0)
    tokens_at: Mapped[datetime | None]
