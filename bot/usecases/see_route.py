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


_COLUMNS = (
    Stop.id.label("stop_id"),
    Stop.delivery_id,
    Stop.seq,
    Stop.travel_s,
    Stop.service_s,
    Stop.arrived_at,
    Stop.completed_at,
    Delivery.lat,
    Delivery.lon,
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
    select(*_COLUMNS)
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
    state = RouteState(
        starts_at=first.starts_at,
        depot=Place(first.depot_lat, first.depot_lon),
        departed_at=first.departed_at,
        stops=tuple(_stop(row) for row in rows),
        position=van,
        position_at=first.position_at,
        break_since=first.break_since,
        delay_s=first.delay_s or 0.0,
    )
    return RouteView(state, {row.delivery_id: row.stop_id for row in rows})


def _stop(row: AnyRow) -> EtaStop:
    return EtaStop(
        id=row.stop_id,
        seq=row.seq,
        place=Place(row.lat, row.lon),
        travel_s=row.travel_s,
        service_s=row.service_s,
        arrived_at=row.arrived_at,
        completed_at=row.completed_at,
        skipped=False,
    )
