"""Routes as the ETA sees them: read only, one statement a route."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from delivery import eta
from delivery.eta import Eta, RouteState
from delivery.eta import Stop as EtaStop
from delivery.places import Place
from models.base import AnyRow
from models.delivery import Delivery
from models.route import Route, RouteProgress, Stop
from models.session import run


@dataclass(frozen=True, slots=True)
class RouteView:
    """A route's state, and which of its stops belongs to which delivery (stop id by delivery id)."""

    state: RouteState
    stop_of: dict[int, int]


def views(session: Session, route_ids: Collection[int]) -> dict[int, RouteView]:
    """Read these routes with the stops that are still part of them, in their order."""
    found = ((route_id, run(session, _STOPS, route=route_id).all()) for route_id in route_ids)
    return {route_id: _view(stops) for route_id, stops in found if stops}


def eta_of(session: Session, delivery_id: int, now: datetime) -> Eta | None:
    """Estimate the arrival of one delivery, or None when no route carries it any more."""
    route_id = session.execute(
        select(Stop.route_id)
        .where(Stop.delivery_id == delivery_id, Stop.removed_at.is_(None), Stop.completed_at.is_(None))
        .order_by(Stop.id.desc())
    ).scalar()
    if route_id is None:
        return None
    view = views(session, [route_id])[route_id]
    return eta.estimate(view.state, now=now).get(view.stop_of[delivery_id])


_STOP = (
    Stop.id,
    Stop.seq,
    Delivery.lat,
    Delivery.lon,
    Stop.travel_s,
    Stop.service_s,
    Stop.arrived_at,
    Stop.completed_at,
    Stop.delivery_id,
)
_ROUTE = (
    Route.starts_at,
    Route.depot_lat,
    Route.depot_lon,
    RouteProgress.departed_at,
    RouteProgress.break_since,
    RouteProgress.delay_s,
    RouteProgress.lat.label("van_lat"),
    RouteProgress.lon.label("van_lon"),
    RouteProgress.position_at,
)
_STOPS = (
    select(*_STOP, *_ROUTE)
    .select_from(Stop)
    .join(Route, Stop.route_id == Route.id)
    .join(Delivery, Stop.delivery_id == Delivery.id)
    .outerjoin(RouteProgress, RouteProgress.route_id == Route.id)
    .where(Stop.route_id == bindparam("route"), Stop.removed_at.is_(None))
    .order_by(Stop.seq)
)


def _view(rows: Sequence[AnyRow]) -> RouteView:
    first = rows[0]
    van = None if first.van_lat is None else Place(first.van_lat, first.van_lon)
    # Most of the work of an estimate is reading its stops, so they are taken by their place in the row.
    stops = tuple(
        EtaStop(number, seq, Place(lat, lon), travel_s, service_s, arrived_at, completed_at, skipped=False)
        for number, seq, lat, lon, travel_s, service_s, arrived_at, completed_at, *_ in rows
    )
    state = RouteState(
        starts_at=first.starts_at,
        depot=Place(first.depot_lat, first.depot_lon),
        departed_at=first.departed_at,
        stops=stops,
        position=van,
        position_at=first.position_at,
        break_since=first.break_since,
        delay_s=first.delay_s or 0.0,
    )
    return RouteView(state, {row.delivery_id: row.id for row in rows})
