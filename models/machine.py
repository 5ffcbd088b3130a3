"""What the machines tell one another: the pulse of the worker's ticks and the anchor of the rehearsal clock."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Tick(Base):
    """When a tick last ran, for how long and with what result (machine time)."""

    __tablename__ = "ticks"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    last_at: Mapped[datetime]
    duration_s: Mapped[float]
    result: Mapped[str] = mapped_column(String(128))


class RehearsalAnchor(Base):
    """The machine instant at which a rehearsal of this start and rate began; all processes read the same."""

    __tablename__ = "rehearsal_anchors"

    plan: Mapped[str] = mapped_column(String(96), primary_key=True)
    anchor_at: Mapped[datetime]
