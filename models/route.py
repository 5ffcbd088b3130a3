"""Routes, their stops, and where the van is.

A position locks the progress row of its route and nothing else.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class Route(Base):
    """One driver's tour of one day."""

    __tablename__ = "routes"
    __table_args__ = (UniqueConstraint("brand_id", "ref"), Index(None, "driver_id", "date"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"))
    ref: Mapped[str] = mapped_column(String(64))
    date: Mapped[date]
    driver_id: Mapped[int | None] = mapped_column(ForeignKey("drivers.id"))
    starts_at: Mapped[datetime]
    depot_lat: Mapped[float]
    depot_lon: Mapped[float]


class RouteProgress(Base):
    """How far a route has come: the only row that a position locks."""

    __tablename__ = "route_progress"

    route_id: Mapped[int] = mapped_column(ForeignKey("routes.id"), primary_key=True)
    departed_at: Mapped[datetime | None]
    break_since: Mapped[datetime | None]
    delay_s: Mapped[float] = mapped_column(default=0.0)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    position_at: Mapped[datetime | None]


class Stop(Base):
    """A delivery's place in a route; `removed_at` when the delivery left the route (moved or cancelled)."""

    __tablename__ = "stops"
    __table_args__ = (UniqueConstraint("route_id", "delivery_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("routes.id"))
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), index=True)
    seq: Mapped[int]
    service_s: Mapped[float | None]
    travel_s: Mapped[float | None]
    arrived_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class Position(Base):
    """A fix from a driver's device as it came, and whether it was used."""

    __tablename__ = "positions"
    __table_args__ = (UniqueConstraint("driver_id", "at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"))
    route_id: Mapped[int | None] = mapped_column(ForeignKey("routes.id"))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    lat: Mapped[float]
    lon: Mapped[float]
    accuracy_m: Mapped[float | None]
    speed_mps: Mapped[float | None]
    verdict: Mapped[str] = mapped_column(String(16))
