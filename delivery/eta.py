"""When the van will be where: a median and an honest window for every stop that is not served yet.

A plain walk along the rest of the route, from what is known now. Nothing is learned across routes, no road is asked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, exp, floor, log, sqrt

from delivery.places import Place, distance_m

LEVEL = 0.9
LEVEL_Z = 1.645  # standard deviations either side of the median that hold 90 %
FRESH_S = 600.0  # a position or an event this young says where the van is
GRID_S = 300.0  # published windows begin and end on five minutes
NARROWEST_S = 600.0

HOP_S = 18.0  # parking, starting, walking: what a hop takes besides its length
NEAR_S_PER_KM, FAR_S_PER_KM, NEAR_KM = 150.0, 75.0, 2.0
SERVICE_S = 100.0
SERVICE_LEFT_S = 20.0  # somebody who has been at a door for long still needs a moment

PACE_PRIOR_S = 600.0  # so much time at planned pace is mixed into today's before it is believed
PACE_TRUST = 0.5
PACE_GAP_S = 1080.0  # more than this over the plan was a break or a gap, not the pace
BREAK_S, BREAK_LEFT_S = 1800.0, 300.0
LONGEST_SILENCE_S = 1800.0
PASSED_S = 1800.0  # nobody says when a stop that was passed over comes


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a route: what was planned for it and what has happened there."""

    id: int
    seq: int
    place: Place
    travel_s: float | None  # planned, from the stop before in the plan
    service_s: float | None
    arrived_at: datetime | None
    completed_at: datetime | None
    skipped: bool


@dataclass(frozen=True, slots=True)
class RouteState:
    """Everything known about a route at one moment."""

    starts_at: datetime
    depot: Place
    departed_at: datetime | None
    stops: tuple[Stop, ...]
    position: Place | None
    position_at: datetime | None
    break_since: datetime | None
    delay_s: float  # lateness the driver announced that is still ahead


@dataclass(frozen=True, slots=True)
class Eta:
    """When a stop will be reached; `low` and `high` as published."""

    median: datetime
    low: datetime
    high: datetime
    level: float
    stops_away: int  # 1 is the next stop, or the one the van stands at
    position_age_s: int | None
    live: bool  # false where neither a position nor an event of the last ten minutes backs it
    spread_s: float = 0.0  # one standard deviation; for quantiles other than the published ones


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The last place and time the van is known to have been at; `stop` is None at the depot."""

    place: Place
    at: datetime
    stop: Stop | None
    is_there: bool  # at the stop still, its service under way


def estimate(route: RouteState, *, now: datetime, wanted: Collection[int] | None = None) -> dict[int, Eta]:
    """Estimate every stop that is neither completed nor skipped, by stop id, in the order they will be visited.

    `wanted` are the ids of the stops whose estimate somebody reads; None: of all.
    A stop the van stands at is reached now; one that was passed over comes after the others. Nothing is before `now`,
    and an early van is not assumed to wait until a customer's window opens.
    """
    stops = sorted(route.stops, key=lambda stop: stop.seq)
    anchor, publish = _anchor(route, stops), _Publisher(route, now)
    previous = {stop.id: before for before, stop in zip((None, *stops), stops, strict=False)}
    ahead_s, pace = _before_moving_s(route, now), _pace(route, stops, previous)
    place, before, is_on_the_road = anchor.place, anchor.stop, is_under_way(route) and not anchor.is_there
    found = {}
    for away, stop in enumerate(_order(stops, anchor), start=1):
        is_wanted = wanted is None or stop.id in wanted
        if stop.arrived_at is not None:
            if is_wanted:
                found[stop.id] = publish(0.0, away)
            ahead_s += pace * _service_left_s(stop, now) if stop is anchor.stop else 0.0
            continue
        hop_s = _hop_s(place, stop, is_planned=previous[stop.id] is before)
        if is_on_the_road:
            hop_s, is_on_the_road = _left_of_hop_s(route, anchor, stop, hop_s=hop_s, now=now), False
        ahead_s += pace * hop_s
        if is_wanted:
            is_passed = anchor.stop is not None and stop.seq < anchor.stop.seq
            found[stop.id] = publish(ahead_s, away, is_passed=is_passed)
        ahead_s += pace * _service_s(stop)
        place, before = stop.place, stop
    return found


def is_under_way(route: RouteState) -> bool:
    """Say whether the van has left the depot, as told or as its stops show."""
    return route.departed_at is not None or any(stop.arrived_at or stop.completed_at for stop in route.stops)


def drive_s(start: Place, end: Place) -> float:
    """Guess the seconds of a hop from its straight line."""
    km = distance_m(start, end) / 1000
    return HOP_S + NEAR_S_PER_KM * min(km, NEAR_KM) + FAR_S_PER_KM * max(km - NEAR_KM, 0.0)


def is_fresh(at: datetime | None, *, now: datetime) -> bool:
    """Say whether something known at this instant still says where the van is."""
    return at is not None and _seconds(at, now) <= FRESH_S


class _Publisher:
    """Turns seconds ahead into a published ETA; what all stops of a route share is worked out once."""

    def __init__(self, route: RouteState, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self._now_s = now.timestamp()
        self._age_s = None if route.position_at is None else int(_seconds(route.position_at, now))
        silence_s = _silence_s(route, now)
        self._live = is_under_way(route) and silence_s <= FRESH_S
        self._unsure = 0.0 if silence_s <= FRESH_S else min(silence_s, LONGEST_SILENCE_S) ** 2

    def __call__(self, ahead_s: float, away: int, *, is_passed: bool = False) -> Eta:
        passed_s = PASSED_S if is_passed else 0.0
        spread_s = sqrt(120.0**2 + (0.10 * ahead_s) ** 2 + 60.0**2 * away + self._unsure + passed_s**2)
        low_s, high_s = _published(self._now_s, ahead_s, LEVEL_Z * spread_s)
        return Eta(
            median=self._now + timedelta(seconds=ahead_s),
            low=datetime.fromtimestamp(low_s, UTC),
            high=datetime.fromtimestamp(high_s, UTC),
            level=LEVEL,
            stops_away=away,
            position_age_s=self._age_s,
            live=self._live,
            spread_s=spread_s,
        )


def _published(now_s: float, ahead_s: float, half_s: float) -> tuple[float, float]:
    low_s = floor((now_s + max(0.0, ahead_s - half_s)) / GRID_S) * GRID_S
    high_s = ceil((now_s + ahead_s + half_s) / GRID_S) * GRID_S
    return low_s, max(high_s, low_s + NARROWEST_S)


def _anchor(route: RouteState, stops: list[Stop]) -> _Anchor:
    completed = [(stop.completed_at, stop.seq, stop) for stop in stops if stop.completed_at is not None]
    arrived = [(stop.arrived_at, stop.seq, stop) for stop in stops if stop.arrived_at is not None and _is_open(stop)]
    left_at, _, left = max(completed, default=(None, 0, None), key=lambda found: found[:2])
    came_at, _, came = max(arrived, default=(None, 0, None), key=lambda found: found[:2])
    if came is not None and came_at is not None and (left_at is None or came_at >= left_at):
        return _Anchor(came.place, came_at, came, is_there=True)
    if left is not None and left_at is not None:
        return _Anchor(left.place, left_at, left, is_there=False)
    return _Anchor(route.depot, route.departed_at or route.starts_at, None, is_there=False)


def _is_open(stop: Stop) -> bool:
    return stop.completed_at is None and not stop.skipped


def _order(stops: list[Stop], anchor: _Anchor) -> list[Stop]:
    # A van goes on from where it is; it does not turn back at once for what it passed over.
    still = [stop for stop in stops if _is_open(stop)]
    if anchor.stop is None:
        return still
    here = anchor.stop.seq
    return [stop for stop in still if stop.seq >= here] + [stop for stop in still if stop.seq < here]


def _before_moving_s(route: RouteState, now: datetime) -> float:
    wait_s = 0.0 if is_under_way(route) else _seconds(now, route.starts_at)
    if route.break_since is not None:
        wait_s += max(BREAK_LEFT_S, BREAK_S - _seconds(route.break_since, now))
    return wait_s + max(0.0, route.delay_s)


def _left_of_hop_s(route: RouteState, anchor: _Anchor, stop: Stop, *, hop_s: float, now: datetime) -> float:
    moving_until = now if route.break_since is None else min(now, route.break_since)
    left_s = hop_s - _seconds(anchor.at, moving_until)
    seen_at = route.position_at
    if route.position is not None and seen_at is not None and seen_at >= anchor.at and is_fresh(seen_at, now=now):
        whole_s, rest_s = drive_s(anchor.place, stop.place), drive_s(route.position, stop.place)
        # Farther off than where it started: the detour is added instead of stretching the planned hop.
        left_s = hop_s * rest_s / whole_s if rest_s <= whole_s else hop_s + rest_s - whole_s
        left_s -= _seconds(seen_at, moving_until)
    return max(left_s, min(hop_s, HOP_S))


def _pace(route: RouteState, stops: list[Stop], previous: Mapping[int, Stop | None]) -> float:
    """Compare today's completed part with its plan; above 1 is slow. A surprise counts half."""
    served = sorted((stop.completed_at, stop.seq, stop) for stop in stops if stop.completed_at is not None)
    observed_s = expected_s = 0.0
    place, before, left_at = route.depot, None, route.departed_at
    for completed_at, _, stop in served:
        if left_at is not None:
            planned_s = _hop_s(place, stop, is_planned=previous[stop.id] is before) + _service_s(stop)
            observed_s += min(_seconds(left_at, completed_at), planned_s + PACE_GAP_S)
            expected_s += planned_s
        place, before, left_at = stop.place, stop, completed_at
    return exp(PACE_TRUST * log((observed_s + PACE_PRIOR_S) / (expected_s + PACE_PRIOR_S)))


def _silence_s(route: RouteState, now: datetime) -> float:
    """Count the seconds since anything was heard; before departure, those since it was due."""
    heard = [stop.arrived_at for stop in route.stops] + [stop.completed_at for stop in route.stops]
    heard += [route.departed_at, route.break_since, route.position_at if is_under_way(route) else route.starts_at]
    return min(_seconds(at, now) for at in heard if at is not None)


def _hop_s(start: Place, stop: Stop, *, is_planned: bool) -> float:
    # A planned time holds for the hop it was planned for, not after a stop before it was left out.
    return stop.travel_s if is_planned and stop.travel_s is not None else drive_s(start, stop.place)


def _service_s(stop: Stop) -> float:
    return SERVICE_S if stop.service_s is None else stop.service_s


def _service_left_s(stop: Stop, now: datetime) -> float:
    spent_s = 0.0 if stop.arrived_at is None else _seconds(stop.arrived_at, now)
    return max(_service_s(stop) - spent_s, SERVICE_LEFT_S)


def _seconds(start: datetime, end: datetime) -> float:
    """Count the seconds from start to end, never below zero."""
    return max(0.0, (end - start).total_seconds())
