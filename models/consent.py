"""Whom we may not write to. Addresses are kept as keyed hashes, so that a forgotten person stays unbothered."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class Suppression(Base):
    """A stop of one address: of everything the brand says (`scope` "all") or of one delivery (`scope` its id)."""

    __tablename__ = "suppressions"
    __table_args__ = (UniqueConstraint("brand_id", "channel", "address_digest", "scope"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"))
    channel: Mapped[str] = mapped_column(String(16))
    address_digest: Mapped[str] = mapped_column(String(64))
    scope: Mapped[str] = mapped_column(String(24))
    source: Mapped[str] = mapped_column(String(32))
    stopped_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
