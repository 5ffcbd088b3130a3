"""Messages in and out, and what belongs to one: the kept payload, media references, receipts.

An outgoing row *is* the outbox: it exists if and only if the state that caused it does.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id

_OPEN = text("status IN ('queued', 'started')")


class Message(Base):
    """One message, in or out; `why` tells in words why it went, waited or did not go.

    `not_before` and `not_after` are business time; `try_at`, `lease_until` and `started_at` are machine time.
    `lease_token` fences a worker that lost its lease.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("channel", "provider_id"),
        # Small while traffic flows: only what still has to go out.
        Index("ix_messages_open", "thread_id", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_messages_due", "try_at", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index(
            "ix_messages_unknown",
            "id",
            postgresql_where=text("status = 'unknown'"),
            sqlite_where=text("status = 'unknown'"),
        ),
        Index(None, "thread_id", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    direction: Mapped[str] = mapped_column(String(3))
    channel: Mapped[str] = mapped_column(String(16))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("lines.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"), index=True)
    binding_id: Mapped[int | None] = mapped_column(ForeignKey("bindings.id"))
    from_address: Mapped[str] = mapped_column(String(254))
    to_address: Mapped[str] = mapped_column(String(254))
    text: Mapped[str] = mapped_column(Text)
    subject: Mapped[str | None] = mapped_column(String(256))
    language: Mapped[str | None] = mapped_column(String(8))
    kind: Mapped[str | None] = mapped_column(String(16))
    key: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    why: Mapped[str | None] = mapped_column(String(256))
    provider_id: Mapped[str | None] = mapped_column(String(256))
    segments: Mapped[int | None]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    not_after: Mapped[datetime | None]
    try_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(String(36))
    started_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    mail_id: Mapped[str | None] = mapped_column(String(256), index=True)
    in_reply_to: Mapped[str | None] = mapped_column(String(256))
    references: Mapped[list[str]] = mapped_column(default=list)


class Payload(Base):
    """An inbound message exactly as the provider posted it."""

    __tablename__ = "payloads"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    content_type: Mapped[str] = mapped_column(String(256))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Media(Base):
    """A picture or file of a message: a reference first, the bytes fetched later."""

    __tablename__ = "media"
    __table_args__ = (
        Index(
            "ix_media_unfetched",
            "id",
            postgresql_where=text("fetched_at IS NULL"),
            sqlite_where=text("fetched_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(String(128))
    name: Mapped[str | None] = mapped_column(String(256))
    size: Mapped[int | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    attempts: Mapped[int] = mapped_column(default=0)
    fetched_at: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(String(256))


class Receipt(Base):
    """A status that the provider reported of a message; kept even when it changes nothing."""

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("message_id", "once"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    once: Mapped[str] = mapped_column(String(128))
    status: Mapped[str] = mapped_column(String(24))
    code: Mapped[str | None] = mapped_column(String(32))
    received_at: Mapped[datetime]
