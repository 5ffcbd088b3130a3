"""A driver's positions: kept as they came, the last good one moves the route, and new facts become timers.

Locks the progress row of the route and nothing else.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import notify, see_route
from bot.usecases.present_route import present_route
from bot.usecases.see_route import RouteView
from bot.usecases.view_delivery import window_of
from delivery import progress
from delivery.places import Place
from delivery.progress import Fact, FactKind, Fix, Verdict
from delivery.status import OPEN
from delivery.windows import Window
from models.brand import Brand
from models.delivery import Delivery
from models.people import Driver
from models.route import Position, RouteProgress
from models.session import again
from models.thread import Timer
from models.upsert import insert

_NOTICE = {
    FactKind.APPROACHING: notify.Notice.APPROACHED,
    FactKind.ARRIVING: notify.Notice.ARRIVING,
    FactKind.DELAYED: notify.Notice.DELAYED,
}


class NoSuchDriver(LookupError):
    """There is no driver with this reference."""


class SeveralDrivers(LookupError):
    """Several brands have a driver with this reference: name the brand."""


def record(services: Services, *, driver_ref: str, fixes: Sequence[Fix], brand: str | None = None) -> Mapping[str, int]:
    """Take in a batch of fixes, in any order; answers how many met which verdict.

    `brand` tells whose driver where several brands use the reference. Raises NoSuchDriver, SeveralDrivers.
    """
    return again(lambda: _record(services, driver_ref, fixes, brand))


def _record(services: Services, driver_ref: str, fixes: Sequence[Fix], brand: str | None) -> Mapping[str, int]:
    now = services.clock.now()
    with services.database.write() as session:
        driver_id = _driver(session, driver_ref, brand)
        route_id = present_route(session, driver_id, now=now, planned=False)
        place = _lock(session, route_id) if route_id is not None else None
        counts: Counter[str] = Counter()
        last = place
        for fix in sorted(fixes, key=lambda fix: fix.at):
            verdict = progress.judge(fix, last=last, now=now)
            if not _keep(session, driver_id, route_id, fix, verdict, now):
                verdict = Verdict.DUPLICATE
            counts[verdict] += 1
            last = fix if verdict is Verdict.USED else last
        if route_id is not None and last is not None and last is not place:
            _move(session, route_id, last)
            _look_for_facts(session, services, route_id, now)
        return dict(counts)


def _driver(session: Session, ref: str, brand: str | None) -> int:
    wanted = select(Driver.id).where(Driver.ref == ref)
    if brand is not None:
        wanted = wanted.join(Brand, Driver.brand_id == Brand.id).where(Brand.ref == brand)
    found = session.scalars(wanted.limit(2)).all()
    if not found:
        raise NoSuchDriver(ref)
    if len(found) > 1:
        raise SeveralDrivers(ref)
    return found[0]


def _lock(session: Session, route_id: int) -> Fix | None:
    row = session.execute(
        select(RouteProgress.lat, RouteProgress.lon, RouteProgress.position_at)
        .where(RouteProgress.route_id == route_id)
        .with_for_update(key_share=True)
    ).first()
    if row is None or row.position_at is None:
        return None
    return Fix(Place(row.lat, row.lon), row.position_at, None, None)


def _keep(session: Session, driver_id: int, route_id: int | None, fix: Fix, verdict: Verdict, now: datetime) -> bool:
    statement = (
        insert(session, Position)
        .values(
            driver_id=driver_id,
            route_id=route_id,
            at=fix.at,
            received_at=now,
            lat=fix.place.lat,
            lon=fix.place.lon,
            accuracy_m=fix.accuracy_m,
            speed_mps=fix.speed_mps,
            verdict=verdict,
        )
        .on_conflict_do_nothing()
        .returning(Position.id)
    )
    return session.execute(statement).scalar() is not None


def _move(session: Session, route_id: int, fix: Fix) -> None:
    session.execute(
        update(RouteProgress)
        .where(RouteProgress.route_id == route_id)
        .values(lat=fix.place.lat, lon=fix.place.lon, position_at=fix.at)
    )


def _look_for_facts(session: Session, services: Services, route_id: int, now: datetime) -> None:
    view = see_route.views(session, [route_id]).get(route_id)
    if view is None:
        return
    delivery_of = {stop: delivery for delivery, stop in view.stop_of.items()}
    found = [
        (delivery_of[fact.stop_id], fact)
        for fact in progress.facts(view.state, now=now, promised=_promised(session, view))
    ]
    for delivery, fact in _not_told_yet(session, found):
        if fact.kind is FactKind.DELAYED:
            notify.delay(session, services, delivery, now=now)
        else:
            notify.soon(session, services, delivery, _NOTICE[fact.kind], due_at=now)


def _promised(session: Session, view: RouteView) -> dict[int, Window]:
    statement = select(
        Delivery.id, Delivery.promised_start, Delivery.promised_end, Delivery.window_start, Delivery.window_end
    ).where(Delivery.id.in_(view.stop_of))
    windows = {
        view.stop_of[row.id]: window_of(row.promised_start, row.promised_end)
        or window_of(row.window_start, row.window_end)
        for row in session.execute(statement)
    }
    return {stop: window for stop, window in windows.items() if window is not None}


def _not_told_yet(session: Session, found: Sequence[tuple[int, Fact]]) -> list[tuple[Delivery, Fact]]:
    # Most positions repeat what is known; one look at the timers keeps them cheap.
    if not found:
        return []
    deliveries = {
        row.id: row
        for row in session.scalars(
            select(Delivery).where(Delivery.id.in_({delivery for delivery, _ in found}), Delivery.status.in_(OPEN))
        )
    }
    fresh = [(deliveries[delivery], fact) for delivery, fact in found if delivery in deliveries]
    marks = [_mark(delivery, fact) for delivery, fact in fresh]
    told = set(session.scalars(select(Timer.once).where(Timer.once.in_(marks))))
    return [pair for pair, mark in zip(fresh, marks, strict=True) if mark not in told]


def _mark(delivery: Delivery, fact: Fact) -> str:
    return notify.once(
        delivery, _NOTICE[fact.kind], notify.delay_mark(delivery) if fact.kind is FactKind.DELAYED else ""
    )
