"""What a driver's positions mean: which of them to believe, and what has become true for the stops ahead.

Saying a fact once and telling anybody live elsewhere: the same facts come out as long as they hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from delivery.eta import Eta, RouteState, Stop, estimate, is_fresh, is_under_way
from delivery.places import Place, distance_m
from delivery.windows import Window

WORST_ACCURACY_M = 200.0
FASTEST_MPS = 55.0
AHEAD_OF_CLOCK = timedelta(minutes=2)  # telephones' clocks are a little off
OLDEST = timedelta(hours=12)
# After so long a silence a far jump is believed: else one wrong position could lock out all true ones.
SILENCE = timedelta(minutes=30)
AT_THE_DOOR_M = 150.0


@dataclass(frozen=True, slots=True)
class Fix:
    """One reported position of a driver."""

    place: Place
    at: datetime
    accuracy_m: float | None
    speed_mps: float | None


class Verdict(StrEnum):
    """Whether a reported position is used, or why not."""

    USED = "used"  # says where the van is
    INACCURATE = "inaccurate"  # may be off by more than a block
    LATE = "late"  # older than what is known, or of another day
    FUTURE = "future"  # from a clock that is wrong
    DUPLICATE = "duplicate"  # known already
    IMPLAUSIBLE = "implausible"  # no van is that fast, or nobody delivers there


class FactKind(StrEnum):
    """What has become true for a stop."""

    APPROACHING = "approaching"  # few stops or minutes away
    ARRIVING = "arriving"  # next, and within sight
    DELAYED = "delayed"  # more likely after the promised window than within it


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true for a stop that its customer may want to know."""

    stop_id: int
    kind: FactKind
    eta: Eta


def judge(fix: Fix, *, last: Fix | None, now: datetime) -> Verdict:
    """Judge a reported position against the clock and the last one used."""
    if fix.at > now + AHEAD_OF_CLOCK:
        return Verdict.FUTURE
    if now - fix.at > OLDEST or (last is not None and fix.at < last.at):
        return Verdict.LATE
    if last is not None and fix.at == last.at:
        return Verdict.DUPLICATE
    # Written this way round so that a NaN is refused too.
    if fix.accuracy_m is not None and not 0 <= fix.accuracy_m <= WORST_ACCURACY_M:
        return Verdict.INACCURATE
    return Verdict.USED if _is_plausible(fix, last) else Verdict.IMPLAUSIBLE


def facts(
    route: RouteState,
    *,
    now: datetime,
    promised: Mapping[int, Window],
    approaching_stops: int = 3,
    approaching_minutes: int = 20,
) -> tuple[Fact, ...]:
    """Find what is true now for the stops not reached yet, nearest stop first.

    APPROACHING within so many stops or minutes, ARRIVING within 150 m of the next stop by a fresh position, both only
    once the route is under way; DELAYED when the median is past the end of the promised window.
    """
    by_id = {stop.id: stop for stop in route.stops}
    soon = timedelta(minutes=approaching_minutes)
    under_way = is_under_way(route)
    found = []
    for stop_id, eta in estimate(route, now=now).items():
        stop = by_id[stop_id]
        if stop.arrived_at is not None:
            continue
        if under_way and (eta.stops_away <= approaching_stops or eta.median - now <= soon):
            found.append(Fact(stop_id, FactKind.APPROACHING, eta))
        if under_way and eta.stops_away == 1 and _is_in_sight(route, stop, now):
            found.append(Fact(stop_id, FactKind.ARRIVING, eta))
        if stop_id in promised and eta.median > max(promised[stop_id].end, now):
            found.append(Fact(stop_id, FactKind.DELAYED, eta))
    return tuple(found)


def _is_plausible(fix: Fix, last: Fix | None) -> bool:
    # Receivers without a signal report the Gulf of Guinea.
    if abs(fix.place.lat) < 0.01 and abs(fix.place.lon) < 0.01:
        return False
    if fix.speed_mps is not None and fix.speed_mps > FASTEST_MPS:
        return False
    if last is None or fix.at - last.at > SILENCE:
        return True
    doubt_m = (fix.accuracy_m or 0.0) + (last.accuracy_m or 0.0)
    return distance_m(last.place, fix.place) - doubt_m <= FASTEST_MPS * (fix.at - last.at).total_seconds()


def _is_in_sight(route: RouteState, stop: Stop, now: datetime) -> bool:
    if route.position is None or not is_fresh(route.position_at, now=now):
        return False
    return distance_m(route.position, stop.place) <= AT_THE_DOOR_M
