"""A planned route as rows: its driver, its stops and their order; its deliveries are for store_deliveries.py.

The plan is the whole route: a stop that it no longer names leaves the route.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import store_deliveries
from bot.usecases.day import PlannedDriver, PlannedRoute, PlannedStop
from models.brand import Brand
from models.people import Driver
from models.route import Route, RouteProgress, Stop


def store(session: Session, services: Services, brand: Brand, planned: PlannedRoute) -> None:
    """Write the route with all it carries; the same plan twice changes nothing. The brand must be locked."""
    driver_id = None if planned.driver is None else _driver(session, brand.id, planned.driver)
    route_id = _route(session, brand.id, planned, driver_id)
    stops = {stop.delivery_id: stop for stop in session.scalars(select(Stop).where(Stop.route_id == route_id))}
    stored = store_deliveries.store(session, services, brand, planned.stops, on_route=stops.keys())
    now = services.clock.now()
    _leave_other_routes(session, route_id, [delivery_id for delivery_id, plan in stored.items() if plan], now=now)
    _take_off(session, (stop for stop in stops.values() if stop.delivery_id not in stored), now=now)
    for delivery_id, plan in stored.items():
        if plan is not None:
            _place(session, route_id, stops, delivery_id, plan)
    session.flush()


def _driver(session: Session, brand_id: int, planned: PlannedDriver) -> int:
    wanted = select(Driver).where(Driver.brand_id == brand_id, Driver.ref == planned.ref)
    driver = session.scalars(wanted).one_or_none()
    if driver is None:
        driver = Driver(brand_id=brand_id, ref=planned.ref, name=planned.name, phone=planned.phone)
        session.add(driver)
        session.flush()
    else:
        driver.name, driver.phone = planned.name, planned.phone
    return driver.id


def _route(session: Session, brand_id: int, planned: PlannedRoute, driver_id: int | None) -> int:
    route = session.scalars(select(Route).where(Route.brand_id == brand_id, Route.ref == planned.ref)).one_or_none()
    if route is None:
        route = Route(brand_id=brand_id, ref=planned.ref)
        session.add(route)
    route.date, route.starts_at, route.driver_id = planned.date, planned.starts_at, driver_id
    route.depot_lat, route.depot_lon = planned.depot
    session.flush()
    if session.get(RouteProgress, route.id) is None:
        session.add(RouteProgress(route_id=route.id, delay_s=0.0))
    return route.id


def _leave_other_routes(session: Session, route_id: int, delivery_ids: list[int], *, now: datetime) -> None:
    elsewhere = select(Stop).where(
        Stop.delivery_id.in_(delivery_ids),
        Stop.route_id != route_id,
        Stop.removed_at.is_(None),
        Stop.completed_at.is_(None),
    )
    _take_off(session, session.scalars(elsewhere), now=now)


def _take_off(session: Session, stops: Iterable[Stop], *, now: datetime) -> None:
    for stop in stops:
        if stop.completed_at is not None or stop.removed_at is not None:
            continue
        if stop.arrived_at is not None:
            stop.removed_at = now
        else:
            # A mere plan leaves no trace: the times between the other stops were planned without it.
            session.delete(stop)


def _place(session: Session, route_id: int, stops: Mapping[int, Stop], delivery_id: int, planned: PlannedStop) -> None:
    stop = stops.get(delivery_id)
    if stop is None:
        stop = Stop(route_id=route_id, delivery_id=delivery_id)
        session.add(stop)
    stop.seq, stop.service_s, stop.travel_s, stop.removed_at = planned.seq, planned.service_s, planned.travel_s, None
