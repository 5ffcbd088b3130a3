"""Threads, which hold one conversation state each, and the timers that wake them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class Thread(Base):
    """A line of ours and a contact address: the unit that one event locks.

    `version` rises whenever a step changes the state.
    """

    __tablename__ = "threads"
    __table_args__ = (UniqueConstraint("line_id", "address"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("lines.id"))
    address: Mapped[str] = mapped_column(String(254), index=True)
    state: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=0)
    language: Mapped[str | None] = mapped_column(String(8))
    muted_until: Mapped[datetime | None]
    last_inbound_at: Mapped[datetime | None]
    last_subject: Mapped[str | None] = mapped_column(String(256))
    last_mail_id: Mapped[str | None] = mapped_column(String(256))


class Timer(Base):
    """Something that will happen to a thread at `due_at` (business time).

    `once` is what the database keeps unique: for a delivery "<delivery>:<plan version>:<kind>", so that each reminder
    and notice exists at most once per plan; for a dialogue's own timer "<thread>:<name>", replaced when started anew.
    """

    __tablename__ = "timers"
    __table_args__ = (
        Index(
            "ix_timers_waiting",
            "due_at",
            "id",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
        Index(None, "thread_id", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    kind: Mapped[str] = mapped_column(String(32))
    once: Mapped[str] = mapped_column(String(96), unique=True)
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"), index=True)
    plan_version: Mapped[int | None]
    due_at: Mapped[datetime]
    not_after: Mapped[datetime | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    why: Mapped[str | None] = mapped_column(String(64))
    fired_at: Mapped[datetime | None]
