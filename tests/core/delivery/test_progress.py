"""Which positions are believed, and what becomes true as a van comes nearer."""

import math
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.eta import RouteState, estimate
from delivery.places import Place
from delivery.progress import Fact, FactKind, Fix, Verdict, facts, judge
from delivery.windows import Window
from tests.core.delivery.routes import DEPOT, START, a_place, a_route, a_stop, instants, minutes, places, routes

NOW = START + minutes(10)
V = Verdict


def a_fix(number: float = 0, *, at: datetime = NOW, accuracy_m: float | None = 10, speed_mps: float | None = 8) -> Fix:
    return Fix(a_place(number), at, accuracy_m, speed_mps)


@pytest.mark.parametrize(
    ("fix", "last", "expected"),
    [
        (a_fix(), None, V.USED),
        (a_fix(1), a_fix(at=NOW - minutes(1)), V.USED),
        (a_fix(), a_fix(at=NOW - minutes(1)), V.USED),  # standing still is news
        (a_fix(at=NOW + minutes(2)), None, V.USED),
        (a_fix(at=NOW + minutes(2.1)), None, V.FUTURE),
        (a_fix(at=NOW - timedelta(hours=13)), None, V.LATE),
        (a_fix(at=NOW - minutes(2)), a_fix(at=NOW - minutes(1)), V.LATE),
        (a_fix(at=NOW - minutes(50)), a_fix(at=NOW - minutes(51)), V.USED),  # kept in a dead spot, sent later
        (a_fix(), a_fix(), V.DUPLICATE),
        (a_fix(3), a_fix(), V.DUPLICATE),
        (a_fix(accuracy_m=200), None, V.USED),
        (a_fix(accuracy_m=201), None, V.INACCURATE),
        (a_fix(accuracy_m=-1), None, V.INACCURATE),
        (a_fix(accuracy_m=math.nan), None, V.INACCURATE),
        (a_fix(accuracy_m=None, speed_mps=None), None, V.USED),
        (a_fix(speed_mps=56), None, V.IMPLAUSIBLE),
        (Fix(Place(0, 0), NOW, 5, 0), None, V.IMPLAUSIBLE),
        (a_fix(20), a_fix(at=NOW - minutes(1)), V.IMPLAUSIBLE),
        (a_fix(2, accuracy_m=None), a_fix(at=NOW - timedelta(seconds=8), accuracy_m=None), V.IMPLAUSIBLE),
        (a_fix(2, accuracy_m=30), a_fix(at=NOW - timedelta(seconds=8)), V.USED),  # the doubt explains the jump
        (a_fix(2000), a_fix(at=NOW - minutes(31)), V.USED),
    ],
)
def test_a_position_is_judged(fix: Fix, last: Fix | None, expected: Verdict) -> None:
    assert judge(fix, last=last, now=NOW) is expected


fixes = st.builds(
    Fix,
    place=places,
    at=instants,
    accuracy_m=st.none() | st.floats(),
    speed_mps=st.none() | st.floats(),
)


@given(fixes, st.none() | fixes, instants)
def test_only_newer_positions_are_used(fix: Fix, last: Fix | None, now: datetime) -> None:
    verdict = judge(fix, last=last, now=now)

    if verdict is Verdict.USED:
        assert last is None or fix.at > last.at


@given(fixes, instants)
def test_a_position_is_never_used_twice(fix: Fix, now: datetime) -> None:
    assert judge(fix, last=fix, now=now) is not Verdict.USED


def kinds(route: RouteState, now: datetime = START, **changes: Any) -> dict[int, set[FactKind]]:
    options: dict[str, Any] = {"promised": {}, "approaching_stops": 1, "approaching_minutes": 0} | changes
    found: dict[int, set[FactKind]] = {}
    for fact in facts(route, now=now, **options):
        found.setdefault(fact.stop_id, set()).add(fact.kind)
    return found


APPROACHING, ARRIVING, DELAYED = {FactKind.APPROACHING}, {FactKind.ARRIVING}, {FactKind.DELAYED}


@pytest.mark.parametrize(
    ("stops", "within_minutes", "expected"),
    [(1, 0, [1]), (3, 0, [1, 2, 3]), (0, 7, [1, 2, 3]), (0, 0, []), (2, 10, [1, 2, 3, 4]), (9, 99, [1, 2, 3, 4, 5])],
)
def test_stops_few_stops_or_minutes_away_are_approached(stops: int, within_minutes: int, expected: list[int]) -> None:
    found = kinds(a_route(), approaching_stops=stops, approaching_minutes=within_minutes)

    assert found == dict.fromkeys(expected, APPROACHING)


def test_nothing_is_approached_before_departure() -> None:
    near_the_first = a_route(departed_at=None, position=a_place(1), position_at=START)

    assert kinds(near_the_first, approaching_stops=9, approaching_minutes=99) == {}


@pytest.mark.parametrize(
    ("position", "age", "expected"),
    [
        (a_place(1), minutes(0), APPROACHING | ARRIVING),
        (a_place(0.4), minutes(0), APPROACHING | ARRIVING),  # 133 m
        (a_place(0.3), minutes(0), APPROACHING),  # 156 m
        (a_place(1), minutes(11), APPROACHING),
        (None, minutes(0), APPROACHING),
    ],
)
def test_the_next_stop_is_arrived_at_within_sight(
    position: Place | None, age: timedelta, expected: set[FactKind]
) -> None:
    route = a_route(position=position, position_at=START - age)

    assert kinds(route)[1] == expected


def test_only_the_next_stop_is_arrived_at() -> None:
    neighbours = a_route(a_stop(1), a_stop(2, place=a_place(1)), position=a_place(1), position_at=START)

    assert kinds(neighbours) == {1: APPROACHING | ARRIVING}


def test_a_stop_the_van_stands_at_needs_no_more_facts() -> None:
    route = a_route(a_stop(1, arrived_at=START), a_stop(2), position=a_place(1), position_at=START)
    promised = {1: Window(START - minutes(60), START - minutes(30))}

    assert kinds(route, promised=promised, approaching_stops=9) == {2: APPROACHING}


@pytest.mark.parametrize(("ends_in", "expected"), [(3.9, {2: DELAYED}), (4, {}), (60, {}), (-30, {2: DELAYED})])
def test_a_stop_expected_after_its_promised_window_is_delayed(
    ends_in: float, expected: dict[int, set[FactKind]]
) -> None:
    promised = {2: Window(START - minutes(60), START + minutes(ends_in))}

    assert kinds(a_route(), promised=promised, approaching_stops=0) == expected


def test_a_route_that_does_not_leave_delays_its_stops() -> None:
    promised = {1: Window(START, START + minutes(60))}

    assert kinds(a_route(departed_at=None), START + minutes(90), promised=promised) == {1: DELAYED}


def test_a_fact_carries_the_eta_it_was_drawn_from() -> None:
    route = a_route()

    assert facts(route, now=START, promised={}, approaching_stops=1, approaching_minutes=0) == (
        Fact(1, FactKind.APPROACHING, estimate(route, now=START)[1]),
    )


@given(routes(), instants, st.integers(0, 5), st.integers(0, 60), st.integers(0, 5), st.integers(0, 60))
def test_a_wider_notice_never_takes_a_fact_away(
    route: RouteState, now: datetime, stops: int, within: int, more_stops: int, more_minutes: int
) -> None:
    promised = {stop.id: Window(START, START + minutes(30)) for stop in route.stops}
    wider_stops, wider_minutes = stops + more_stops, within + more_minutes

    few = facts(route, now=now, promised=promised, approaching_stops=stops, approaching_minutes=within)
    more = facts(route, now=now, promised=promised, approaching_stops=wider_stops, approaching_minutes=wider_minutes)

    assert set(few) <= set(more)
    assert len({(fact.stop_id, fact.kind) for fact in more}) == len(more)


@given(routes(), instants, st.integers(1, 60))
def test_a_later_promise_never_makes_a_delay(route: RouteState, now: datetime, later: int) -> None:
    early = {stop.id: Window(START, START + minutes(30)) for stop in route.stops}
    late = {stop: Window(window.start, window.end + minutes(later)) for stop, window in early.items()}

    assert set(facts(route, now=now, promised=late)) <= set(facts(route, now=now, promised=early))


def test_the_depot_next_door_is_not_an_arrival() -> None:
    next_door = a_route(a_stop(1, place=DEPOT), departed_at=None, position=DEPOT, position_at=START)

    assert kinds(next_door) == {}
