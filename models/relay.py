"""Bindings: which line stands for which delivery towards which driver."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id

_ALONE = text("closed_at IS NULL AND exclusive")
_ALONE_SQLITE = text("closed_at IS NULL AND exclusive = 1")


class Binding(Base):
    """An open or closed talk between a driver and the recipient of a delivery.

    `exclusive`: the line stands for this delivery alone, so the driver needs no tag; the database refuses a second
    one for the same driver and line. `thread_id` is the recipient's thread. After closing, the line rests for this
    driver until `quarantine_until`.
    """

    __tablename__ = "bindings"
    __table_args__ = (
        Index(
            "uq_bindings_alone",
            "driver_id",
            "line_id",
            unique=True,
            postgresql_where=_ALONE,
            sqlite_where=_ALONE_SQLITE,
        ),
        Index(
            "uq_bindings_open_delivery",
            "delivery_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), index=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("lines.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    exclusive: Mapped[bool]
    opened_at: Mapped[datetime]
    last_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    quarantine_until: Mapped[datetime | None]
