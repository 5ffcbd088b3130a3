"""Which of a driver's routes is the present one: the same answer for the driver's texts and for the van's positions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from delivery.windows import local
from models.base import AnyRow
from models.brand import Brand
from models.people import Driver
from models.route import Route, RouteProgress, Stop

LONGEST_SHIFT = timedelta(hours=14)
"""A route that left so long ago is over, even where a stop was never reported."""
_LOOKED_AT = 20


def present_route(session: Session, driver_id: int, *, now: datetime, planned: bool = True) -> int | None:
    """Find the route under way, else that of today, else (where `planned` ones count) the next one.

    Of several today it is the first that still has stops, until a later one has left the depot; a route may end after
    midnight.
    """
    zone = session.execute(
        select(Brand.zone).join(Driver, Driver.brand_id == Brand.id).where(Driver.id == driver_id)
    ).scalar_one()
    today = local(now, zone).date()
    rows = session.execute(
        _ROUTES.where(
            Route.driver_id == driver_id,
            or_(Route.date >= today, Route.starts_at > now - LONGEST_SHIFT),
        ).limit(_LOOKED_AT)
    ).all()
    away = [row for row in rows if row.departed_at and row.stops_left and row.starts_at > now - LONGEST_SHIFT]
    if away:
        return _id(away[-1])
    coming = [row for row in rows if row.date >= today]
    if not coming or (coming[0].date > today and not planned):
        return None
    return _first_with_stops([row for row in coming if row.date == coming[0].date])


def _first_with_stops(rows: Sequence[AnyRow]) -> int:
    return _id(next((row for row in rows if row.stops_left), rows[-1]))


def _id(row: AnyRow) -> int:
    number: int = row.id
    return number


_ROUTES = (
    select(
        Route.id,
        Route.date,
        Route.starts_at,
        RouteProgress.departed_at,
        select(func.count())
        .where(Stop.route_id == Route.id, Stop.completed_at.is_(None), Stop.removed_at.is_(None))
        .scalar_subquery()
        .label("stops_left"),
    )
    .outerjoin(RouteProgress, RouteProgress.route_id == Route.id)
    .order_by(Route.date, Route.starts_at, Route.id)
)
