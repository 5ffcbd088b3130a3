"""When the van will be where."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from delivery.eta import RouteState, drive_s, estimate, is_fresh, is_under_way
from delivery.places import Place
from tests.core.delivery.routes import DEPOT, START, a_place, a_route, a_stop, instants, minutes, routes


def medians(route: RouteState, now: datetime) -> dict[int, float]:
    """Minutes from the start of the route, by stop."""
    return {stop: (eta.median - START) / minutes(1) for stop, eta in estimate(route, now=now).items()}


@pytest.mark.parametrize(("km", "seconds"), [(0, 18), (1, 168), (2, 318), (4, 468)])
def test_a_hop_is_guessed_from_its_straight_line(km: float, seconds: float) -> None:
    assert drive_s(Place(0, 0), Place(km / 111.195, 0)) == pytest.approx(seconds, abs=1)


def test_before_departure_the_plan_counts_from_its_start() -> None:
    route = a_route(departed_at=None)

    assert medians(route, START - minutes(30)) == {1: 1, 2: 4, 3: 7, 4: 10, 5: 13}


def test_a_late_departure_counts_from_now() -> None:
    route = a_route(departed_at=None)

    assert medians(route, START + minutes(20)) == {1: 21, 2: 24, 3: 27, 4: 30, 5: 33}


def test_on_the_road_the_time_already_driven_is_taken_off() -> None:
    assert medians(a_route(), START + timedelta(seconds=30))[1] == 1


def test_an_overdue_hop_is_still_a_moment_away() -> None:
    assert medians(a_route(), START + minutes(9))[1] == pytest.approx(9.3)


def test_a_hop_without_times_is_guessed_and_a_door_takes_a_while() -> None:
    route = a_route(a_stop(1, travel_s=None, service_s=None), a_stop(2, travel_s=None))
    hop_s = drive_s(DEPOT, a_place(1))

    found = medians(route, START)

    assert found[1] == pytest.approx(hop_s / 60, abs=0.01)
    assert found[2] == pytest.approx((hop_s + 100 + drive_s(a_place(1), a_place(2))) / 60, abs=0.01)


def test_a_fresh_position_says_what_is_left_of_the_hop() -> None:
    stop = a_stop(10, travel_s=600)
    now = START + minutes(8)
    half_way = replace(a_route(stop), position=a_place(5), position_at=now)
    share = drive_s(a_place(5), a_place(10)) / drive_s(a_place(0), a_place(10))

    assert medians(half_way, now)[10] == pytest.approx(8 + 10 * share, abs=0.01)


def test_the_age_of_a_position_is_taken_off() -> None:
    now = START + minutes(8)
    route = a_route(a_stop(10, travel_s=600), position=a_place(5), position_at=START + minutes(6))
    share = drive_s(a_place(5), a_place(10)) / drive_s(a_place(0), a_place(10))

    assert medians(route, now)[10] == pytest.approx(6 + 10 * share, abs=0.01)


def test_a_position_farther_off_than_the_start_adds_the_detour() -> None:
    now = START + minutes(1)
    route = a_route(a_stop(1), position=a_place(-9), position_at=now)
    detour_s = drive_s(a_place(-9), a_place(1)) - drive_s(DEPOT, a_place(1))

    assert medians(route, now)[1] == pytest.approx(2 + detour_s / 60, abs=0.01)


@pytest.mark.parametrize("position_at", [START - minutes(1), START - minutes(11), None])
def test_a_position_from_before_the_hop_or_too_old_is_left_out(position_at: datetime | None) -> None:
    route = a_route(position=a_place(-9), position_at=position_at)

    assert medians(route, START)[1] == 1


def test_a_stop_the_van_stands_at_is_reached_now_and_its_service_goes_on() -> None:
    route = a_route(a_stop(1, arrived_at=START + minutes(1)), a_stop(2))

    assert medians(route, START + minutes(2)) == {1: 2, 2: 4}


def test_a_long_service_still_needs_a_moment() -> None:
    route = a_route(a_stop(1, arrived_at=START + minutes(1)), a_stop(2))

    assert medians(route, START + minutes(8))[2] == pytest.approx(8 + (20 + 60) / 60)


def test_an_arrival_forgotten_before_a_later_stop_holds_up_nobody() -> None:
    route = a_route(a_stop(1, arrived_at=START + minutes(1)), a_stop(2, completed_at=START + minutes(6)), a_stop(3))

    found = estimate(route, now=START + minutes(6))

    assert list(found) == [3, 1]
    assert found[1].median == START + minutes(6)
    assert found[3].stops_away == 1


def test_a_completed_stop_is_where_the_van_left_from() -> None:
    route = a_route(a_stop(1, arrived_at=START + minutes(1), completed_at=START + minutes(3)), a_stop(2), a_stop(3))

    assert medians(route, START + minutes(3)) == pytest.approx({2: 4, 3: 7})


def test_skipped_stops_are_left_out_and_not_counted() -> None:
    route = a_route(a_stop(1, skipped=True), a_stop(2), a_stop(3, skipped=True), a_stop(4))

    found = estimate(route, now=START)

    assert {stop: eta.stops_away for stop, eta in found.items()} == {2: 1, 4: 2}
    # The planned minute from a stop that is left out is not the time from the one before it.
    assert (found[2].median - START).total_seconds() == pytest.approx(drive_s(DEPOT, a_place(2)), abs=0.001)


def test_a_stop_that_was_passed_over_comes_last_with_a_wide_window() -> None:
    passing = a_route(a_stop(1), a_stop(2, completed_at=START + minutes(5)), a_stop(3), a_stop(4))

    found = estimate(passing, now=START + minutes(5))

    assert list(found) == [3, 4, 1]
    assert found[1].high - found[1].low > 2 * (found[4].high - found[4].low)


def test_the_order_of_the_plan_counts_not_the_order_of_the_rows() -> None:
    rows = (a_stop(3), a_stop(1), a_stop(2))

    assert list(estimate(a_route(*rows), now=START)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("changes", "later"),
    [
        ({"delay_s": 900.0}, 15),
        ({"delay_s": -900.0}, 0),
        ({"break_since": START}, 30),
        ({"delay_s": 900.0, "break_since": START}, 45),
        ({"delay_s": 900.0, "departed_at": None}, 15),
    ],
)
def test_announced_delays_and_breaks_are_added(changes: dict[str, object], later: float) -> None:
    assert medians(a_route(**changes), START)[1] == 1 + later


def test_a_break_that_goes_on_is_expected_to_end_in_five_minutes() -> None:
    route = a_route(break_since=START + timedelta(seconds=30))

    assert medians(route, START + minutes(50))[1] == 50 + 5 + 0.5


@pytest.mark.parametrize(("taken_min", "direction"), [(3, 0), (9, 1), (1.5, -1)])
def test_todays_pace_is_counted_half(taken_min: float, direction: int) -> None:
    done_at = START + minutes(taken_min)
    route = a_route(a_stop(1, completed_at=done_at), a_stop(2, travel_s=600))

    ahead_min = medians(route, done_at)[2] - taken_min

    pace = ((taken_min * 60 + 600) / (180 + 600)) ** 0.5
    assert ahead_min == pytest.approx(10 * pace)
    assert (ahead_min > 10) - (ahead_min < 10) == direction


def test_a_gap_over_eighteen_minutes_is_not_taken_for_the_pace() -> None:
    def ahead(taken: timedelta) -> timedelta:
        done_at = START + taken
        route = a_route(a_stop(1, completed_at=done_at), a_stop(2, travel_s=600))
        return estimate(route, now=done_at)[2].median - done_at

    assert ahead(minutes(180)) == ahead(minutes(21)) > ahead(minutes(20))


def test_a_route_that_never_reported_its_departure_is_known_by_its_stops() -> None:
    route = a_route(a_stop(1, completed_at=START + minutes(9)), a_stop(2), departed_at=None)

    assert is_under_way(route)
    assert medians(route, START + minutes(9)) == {2: 10}
    assert not is_under_way(a_route(departed_at=None))


@pytest.mark.parametrize(
    ("changes", "now", "live", "age_s"),
    [
        ({}, 9, True, None),
        ({}, 11, False, None),
        ({"position": DEPOT, "position_at": START + minutes(5)}, 11, True, 360),
        ({"position": DEPOT, "position_at": START + minutes(5)}, 16, False, 660),
        ({"position": DEPOT, "position_at": START + minutes(12)}, 11, True, 0),
        ({"break_since": START + minutes(5)}, 11, True, None),
        ({"departed_at": None}, 0, False, None),
        ({"departed_at": None, "position": DEPOT, "position_at": START + minutes(5)}, 11, False, 360),
    ],
)
def test_an_eta_says_whether_anything_recent_backs_it(
    changes: dict[str, object], now: float, live: bool, age_s: int | None
) -> None:
    eta = estimate(a_route(**changes), now=START + minutes(now))[1]

    assert (eta.live, eta.position_age_s) == (live, age_s)


def test_silence_widens_the_window() -> None:
    heard, unheard, lost = (estimate(a_route(), now=START + minutes(silence))[1].spread_s for silence in (10, 11, 600))

    assert heard < unheard < lost < 1900


def test_a_window_is_wider_farther_ahead() -> None:
    stops = tuple(a_stop(number, travel_s=300) for number in range(1, 30))

    spreads = [eta.spread_s for eta in estimate(a_route(*stops), now=START).values()]

    assert spreads == sorted(spreads)
    assert spreads[0] == pytest.approx((120**2 + 30**2 + 60**2) ** 0.5)


def test_an_instant_of_any_zone_gives_the_same_answer_in_utc() -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=-5)))

    assert estimate(a_route(), now=elsewhere) == estimate(a_route(), now=START)
    assert estimate(a_route(), now=elsewhere)[1].median.tzinfo is UTC


def test_freshness_ends_after_ten_minutes() -> None:
    assert is_fresh(START, now=START + minutes(10))
    assert not is_fresh(START, now=START + minutes(10.1))
    assert not is_fresh(None, now=START)


@given(routes(), instants)
def test_every_open_stop_has_an_estimate_and_only_those(route: RouteState, now: datetime) -> None:
    expected = {stop.id for stop in route.stops if stop.completed_at is None and not stop.skipped}

    found = estimate(route, now=now)

    assert set(found) == expected
    assert [eta.stops_away for eta in found.values()] == list(range(1, len(expected) + 1))


@given(routes(), instants)
def test_nothing_is_expected_before_now_and_a_window_holds_its_median(route: RouteState, now: datetime) -> None:
    for eta in estimate(route, now=now).values():
        assert eta.median >= now
        assert eta.low <= eta.median <= eta.high
        assert eta.high > now
        assert eta.low > now - minutes(5)
        assert eta.high - eta.low >= minutes(10)
        assert eta.low.timestamp() % 300 == eta.high.timestamp() % 300 == 0
        assert eta.position_age_s is None or eta.position_age_s >= 0


@given(routes(), instants)
def test_stops_are_reached_in_order(route: RouteState, now: datetime) -> None:
    there = {stop.id for stop in route.stops if stop.arrived_at is not None}

    moving = [eta.median for stop, eta in estimate(route, now=now).items() if stop not in there]

    assert moving == sorted(moving)


@given(routes(), instants, st.floats(0, 7200))
def test_more_delay_never_brings_a_stop_forward(route: RouteState, now: datetime, more_s: float) -> None:
    assume(route.delay_s >= 0)
    before, after = estimate(route, now=now), estimate(replace(route, delay_s=route.delay_s + more_s), now=now)

    assert all(after[stop].median >= eta.median for stop, eta in before.items())


@given(routes(), instants)
def test_a_stop_the_van_stands_at_is_always_reached_now(route: RouteState, now: datetime) -> None:
    for stop in route.stops:
        if stop.arrived_at is not None and stop.completed_at is None and not stop.skipped:
            assert estimate(route, now=now)[stop.id].median == now
