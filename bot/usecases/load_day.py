"""A day of brands and routes, loaded: all of it checked first, so that a file with one mistake loads nothing.

Loading goes route by route, each in its own transaction; loading the same again changes nothing.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import read_day, store_brand, store_route
from bot.usecases.day import Day
from bot.usecases.plain_data import Problem
from models.brand import Brand, Line
from models.delivery import Delivery

T = TypeVar("T")

_AT_A_TIME = 500


class DayRejected(Exception):
    """Nothing was loaded; `errors` says all that is wrong."""

    def __init__(self, errors: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was read from a plan and now holds."""

    brands: int
    routes: int
    deliveries: int


def load(services: Services, day: object, *, progress: Callable[[int, int], None] | None = None) -> Loaded:
    """Load a whole day; `progress` is told the deliveries done and their total. Raises DayRejected."""
    planned = read_day.a_day(day)
    with services.database.read() as session:
        _check(session, planned)
    with services.database.write() as session:
        for brand in planned.brands:
            store_brand.store(session, brand)
    done, total = 0, sum(len(route.stops) for route in planned.routes)
    for route in planned.routes:
        with services.database.write() as session:
            store_route.store(session, services, store_brand.locked(session, route.brand), route)
        done += len(route.stops)
        if progress:
            progress(done, total)
    return Loaded(len(planned.brands), len(planned.routes), total)


def put_brand(services: Services, ref: str, body: object) -> None:
    """Write one brand. Raises DayRejected."""
    planned = read_day.a_brand(body, ref=ref)
    with services.database.write() as session:
        _check(session, planned)
        store_brand.store(session, planned.brands[0])


def put_route(services: Services, ref: str, body: object) -> None:
    """Write one whole route. Raises DayRejected."""
    planned = read_day.a_route(body, ref=ref)
    with services.database.write() as session:
        _check(session, planned)
        route = planned.routes[0]
        store_route.store(session, services, store_brand.locked(session, route.brand), route)


def _check(session: Session, day: Day) -> None:
    problems = [*day.problems, *_unknown_brands(session, day), *_lines_of_others(session, day)]
    problems += _deliveries_of_others(session, day)
    if problems:
        raise DayRejected(tuple(problems))


def _unknown_brands(session: Session, day: Day) -> Iterator[Problem]:
    known = {brand.ref for brand in day.brands} | set(session.scalars(select(Brand.ref)))
    for route in day.routes:
        if route.brand and route.brand not in known:
            path = f"{route.path}.brand" if route.path else "brand"
            yield Problem(path, f'"{route.brand}" is not a brand', "Load the brand first, or in the same file")


def _lines_of_others(session: Session, day: Day) -> Iterator[Problem]:
    lines = {(line.channel, line.address): (brand.ref, line) for brand in day.brands for line in brand.lines}
    for part in _parts([address for _, address in lines]):
        taken = select(Line.channel, Line.address, Brand.ref).join(Brand, Line.brand_id == Brand.id)
        for row in session.execute(taken.where(Line.address.in_(part))):
            ref, line = lines.get((row.channel, row.address), (row.ref, None))
            if line is not None and ref != row.ref:
                yield Problem(f"{line.path}.address", f'is a line of the brand "{row.ref}"', "Use another line")


def _deliveries_of_others(session: Session, day: Day) -> Iterator[Problem]:
    stops = {stop.normal: (route.brand, stop) for route in day.routes for stop in route.stops}
    for part in _parts(list(stops)):
        taken = select(Delivery.tracking_normal, Brand.ref).join(Brand, Delivery.brand_id == Brand.id)
        for row in session.execute(taken.where(Delivery.tracking_normal.in_(part))):
            ref, stop = stops[row.tracking_normal]
            if ref != row.ref:
                path = f"{stop.path}.delivery.tracking_number"
                yield Problem(path, f'is a delivery of the brand "{row.ref}"', "Use another tracking number")


def _parts(items: list[T]) -> Iterator[Collection[T]]:
    # Databases limit how many values one statement may carry.
    for start in range(0, len(items), _AT_A_TIME):
        yield items[start : start + _AT_A_TIME]
