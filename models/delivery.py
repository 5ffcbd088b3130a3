"""Deliveries and what is attached to one: its custody chain, its rating, its cases."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class Delivery(Base):
    """One delivery to one contact; `plan_version` rises when its window moves and voids older reminders.

    `window_*` is the planned interval, `promised_*` the interval last told to the recipient.
    `link_nonce` makes the customer's page address, `link_digest` finds it again.
    """

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    tracking_number: Mapped[str] = mapped_column(String(64))
    tracking_normal: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(String(256))
    lat: Mapped[float]
    lon: Mapped[float]
    zone: Mapped[str] = mapped_column(String(64))
    window_start: Mapped[datetime | None]
    window_end: Mapped[datetime | None]
    promised_start: Mapped[datetime | None]
    promised_end: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(String(24))
    plan_version: Mapped[int] = mapped_column(default=1)
    instructions: Mapped[str | None] = mapped_column(Text)
    secret_word: Mapped[str | None] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None] = mapped_column(index=True)
    failed_reason: Mapped[str | None] = mapped_column(String(256))
    rating_asked_at: Mapped[datetime | None]
    link_nonce: Mapped[str] = mapped_column(String(32))
    link_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]


class CustodyEvent(Base):
    """One append-only link of a delivery's custody chain.

    `at` is when it happened by the reporter's clock, `recorded_at` when we learned of it; the difference is kept
    because a proof is only as good as its clock. The unique pair (delivery, seq) makes a fork impossible. What is
    sealed of the note is its digest, so that a person's words can be erased and the chain still proves itself.
    """

    __tablename__ = "custody_events"
    __table_args__ = (UniqueConstraint("delivery_id", "seq"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(24))
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    note: Mapped[str | None] = mapped_column(Text)
    note_digest: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Rating(Base):
    """What the recipient thought of a delivery: 1 to 5 and their words; one per delivery."""

    __tablename__ = "ratings"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), unique=True)
    score: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Case(Base):
    """Something a person must look at; `subject` keeps one open case per kind and delivery (or thread)."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "uq_cases_open",
            "kind",
            "subject",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
