"""Contacts, who receive deliveries, and drivers."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class Contact(Base):
    """A person who receives deliveries of a brand, with an address per channel."""

    __tablename__ = "contacts"
    __table_args__ = (Index(None, "brand_id", "phone"), Index(None, "brand_id", "email"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"))
    name: Mapped[str | None] = mapped_column(String(128))
    phone: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str | None] = mapped_column(String(8))


class Driver(Base):
    """A person who drives routes of a brand and needs nothing but SMS."""

    __tablename__ = "drivers"
    __table_args__ = (UniqueConstraint("brand_id", "ref"), Index(None, "brand_id", "phone"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"))
    ref: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(128))
    phone: Mapped[str | None] = mapped_column(String(32))
