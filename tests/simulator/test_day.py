"""The demo's day and the van's way through it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from simulator import day
from simulator.journey import FIX_EVERY_S, Journey, Phase

MORNING = datetime(2026, 11, 23, 13, 2, 41, tzinfo=UTC)


def test_the_driver_leaves_soon_on_full_five_minutes() -> None:
    for minutes in range(60):
        now = MORNING + timedelta(minutes=minutes)
        leaves_at = day.starts_at(now)
        assert timedelta(minutes=10) <= leaves_at - now <= timedelta(minutes=15)
        assert (leaves_at.minute % 5, leaves_at.second, leaves_at.microsecond) == (0, 0, 0)


def test_each_window_holds_the_planned_arrival() -> None:
    route = day.demo_day(MORNING)["routes"][0]
    at = datetime.fromisoformat(route["starts_at"])

    for stop in route["stops"]:
        at += timedelta(seconds=stop["travel_s"])
        opens, closes = map(datetime.fromisoformat, stop["delivery"]["window"])
        assert opens + timedelta(minutes=30) <= at <= closes - timedelta(minutes=30)
        assert opens.utcoffset() == timedelta(hours=-5)
        at += timedelta(seconds=stop["service_s"])
    assert timedelta(hours=1) < at - MORNING < timedelta(hours=3)


def test_ann_has_two_parcels_and_bob_one() -> None:
    stops = day.demo_day(MORNING)["routes"][0]["stops"]
    phones = [stop["delivery"]["contact"]["phone"] for stop in stops]

    assert [stop["seq"] for stop in stops] == list(range(1, 13))
    assert [place for place, phone in enumerate(phones, 1) if phone == day.ANN] == [6, 10]
    assert [place for place, phone in enumerate(phones, 1) if phone == day.BOB] == [8]
    assert len({stop["delivery"]["tracking_number"] for stop in stops}) == 12


def test_a_whole_drive_reports_every_stop_once_and_never_jumps() -> None:
    journey = Journey()
    happenings = journey.tap_next()
    assert [happening.type for happening in happenings] == ["out_for_delivery"] * 12
    drive = [happening for _ in range(1000) for happening in journey.advance(37.0)]

    events = [(happening.type, happening.call.seq) for happening in drive if happening.call]
    assert events == [(kind, seq) for seq in range(1, 13) for kind in ("arrived", "delivered")]
    assert journey.phase is Phase.FINISHED
    assert journey.advance(60.0) == []
    spots = [happening.spot for happening in drive]
    assert max(day.distance_m(one, other) for one, other in pairwise(spots)) <= 12 * FIX_EVERY_S
    assert all(0 < happening.after_s <= 37.0 for happening in drive)


def test_the_drive_does_not_depend_on_how_time_is_cut() -> None:
    fine, coarse = Journey(), Journey()
    fine.tap_next()
    coarse.tap_next()

    for _ in range(400):
        fine.advance(3.0)
    coarse.advance(1200.0)

    assert day.distance_m(fine.spot, coarse.spot) < 1
    assert (fine.phase, fine.outcomes) == (coarse.phase, coarse.outcomes)


def test_a_tap_takes_the_next_step() -> None:
    journey = Journey()

    taps = [
        [(happening.type, happening.call and happening.call.seq) for happening in journey.tap_next()] for _ in range(4)
    ]

    assert taps[1:] == [
        [("position", None), ("arrived", 1)],
        [("delivered", 1)],
        [("position", None), ("arrived", 2)],
    ]
    assert journey.spot == day.CALLS[1].spot


def test_nobody_home_moves_on() -> None:
    journey = Journey()
    assert journey.leave("failed") == []
    journey.tap_next()

    (happening,) = journey.leave("failed")

    assert (happening.type, happening.call) == ("failed", day.CALLS[0])
    assert (journey.phase, journey.call) == (Phase.DRIVING, day.CALLS[1])


@pytest.mark.parametrize(("settled", "then"), [([1], 2), ([2, 1], 3), ([3], 1)])
def test_a_stop_closed_elsewhere_is_left_out(settled: list[int], then: int) -> None:
    journey = Journey()
    journey.tap_next()
    journey.advance(60.0)
    spot = journey.spot

    for seq in settled:
        journey.settle(seq, "cancelled")

    assert journey.call is not None
    assert journey.call.seq == then
    assert day.distance_m(journey.spot, spot) < 1


def test_the_last_stop_ends_the_day() -> None:
    journey = Journey()
    journey.tap_next()
    for seq in range(1, 13):
        journey.settle(seq, "delivered")

    assert (journey.phase, journey.call) == (Phase.FINISHED, None)
    assert journey.tap_next() == []
