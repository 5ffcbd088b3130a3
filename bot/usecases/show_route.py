"""One route as the operator's systems see it: its stops in order, with status and estimate. Reads only."""

import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import see_route
from bot.usecases.show_delivery import EtaRow, eta_row
from delivery import eta
from delivery.eta import Eta
from models.base import AnyRow
from models.brand import Brand
from models.delivery import Delivery
from models.people import Driver
from models.route import Route, RouteProgress, Stop


class NoSuchRoute(LookupError):
    """There is no route with this reference."""


class SeveralRoutes(LookupError):
    """Several brands have a route with this reference: name the brand."""


class PositionRow(msgspec.Struct, frozen=True):
    """Where the van was last."""

    lat: float
    lon: float
    at: datetime.datetime


class StopRow(msgspec.Struct, frozen=True):
    """A stop; `stops_away` is 1 for the next one."""

    seq: int
    tracking_number: str
    status: str
    stops_away: int | None
    eta: EtaRow | None
    arrived_at: datetime.datetime | None
    completed_at: datetime.datetime | None


class RouteRow(msgspec.Struct, frozen=True):
    """A route and how far it has come; `driver` is a reference."""

    ref: str
    brand: str
    date: datetime.date
    starts_at: datetime.datetime
    driver: str | None
    departed_at: datetime.datetime | None
    break_since: datetime.datetime | None
    position: PositionRow | None
    stops: list[StopRow]


def show(services: Services, ref: str, *, brand: str | None = None) -> RouteRow:
    """Read a route; `brand` tells which where several brands use the reference. Raises NoSuchRoute, SeveralRoutes."""
    now = services.clock.now()
    with services.database.read() as session:
        row = _find(session, ref, brand)
        position = None if row.lat is None else PositionRow(row.lat, row.lon, row.position_at)
        return RouteRow(
            ref=row.ref,
            brand=row.brand,
            date=row.date,
            starts_at=row.starts_at,
            driver=row.driver,
            departed_at=row.departed_at,
            break_since=row.break_since,
            position=position,
            stops=_stops(session, row.id, _etas(session, row.id, now)),
        )


def _find(session: Session, ref: str, brand: str | None) -> AnyRow:
    statement = (
        select(
            Route.id,
            Route.ref,
            Brand.ref.label("brand"),
            Route.date,
            Route.starts_at,
            Driver.ref.label("driver"),
            RouteProgress.departed_at,
            RouteProgress.break_since,
            RouteProgress.lat,
            RouteProgress.lon,
            RouteProgress.position_at,
        )
        .join(Brand, Route.brand_id == Brand.id)
        .outerjoin(Driver, Route.driver_id == Driver.id)
        .outerjoin(RouteProgress, RouteProgress.route_id == Route.id)
        .where(Route.ref == ref)
    )
    rows = session.execute(statement if brand is None else statement.where(Brand.ref == brand)).all()
    if not rows:
        raise NoSuchRoute(ref)
    if len(rows) > 1:
        raise SeveralRoutes(ref)
    return rows[0]


def _etas(session: Session, route_id: int, now: datetime.datetime) -> dict[int, Eta]:
    view = see_route.views(session, [route_id]).get(route_id)
    return {} if view is None else eta.estimate(view.state, now=now)


def _stops(session: Session, route_id: int, etas: dict[int, Eta]) -> list[StopRow]:
    statement = (
        select(Stop.id, Stop.seq, Delivery.tracking_number, Delivery.status, Stop.arrived_at, Stop.completed_at)
        .join(Delivery, Stop.delivery_id == Delivery.id)
        .where(Stop.route_id == route_id, Stop.removed_at.is_(None))
        .order_by(Stop.seq, Stop.id)
    )
    return [_stop(row, etas.get(row.id)) for row in session.execute(statement)]


def _stop(row: AnyRow, found: Eta | None) -> StopRow:
    return StopRow(
        seq=row.seq,
        tracking_number=row.tracking_number,
        status=row.status,
        stops_away=None if found is None else found.stops_away,
        eta=eta_row(found),
        arrived_at=row.arrived_at,
        completed_at=row.completed_at,
    )
