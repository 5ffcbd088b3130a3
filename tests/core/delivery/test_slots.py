"""To which days a delivery may be moved."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.slots import WORKING_DAYS, is_open, may_move, offer, on_day
from delivery.status import Status
from delivery.windows import Window, local

NEW_YORK = "America/New_York"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


WINDOW = Window(utc("2026-11-23T14:00"), utc("2026-11-23T18:00"))  # a Monday, 09:00 to 13:00


def offered_days(now: str, **changes: Any) -> list[date]:
    windows = offer(utc(now), NEW_YORK, WINDOW, **changes)
    return [local(window.start, NEW_YORK).date() for window in windows]


def test_the_next_working_days_are_offered_with_the_same_clock_times() -> None:
    windows = offer(utc("2026-11-23T15:00"), NEW_YORK, WINDOW)

    assert windows == tuple(Window(utc(f"2026-11-{day}T14:00"), utc(f"2026-11-{day}T18:00")) for day in (24, 25, 26))


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2026-11-24T00:59", [24, 25, 26]),
        ("2026-11-24T01:00", [25, 26, 27]),  # 20:00: tomorrow's plan is closed
        ("2026-11-20T15:00", [24, 25, 26]),  # neither the weekend nor the day it has
        ("2026-11-26T15:00", [27, 30, 31]),
    ],
)
def test_closed_days_weekends_and_the_present_day_are_left_out(now: str, days: list[int]) -> None:
    assert [(day - date(2026, 11, 1)).days + 1 for day in offered_days(now)] == days


def test_days_cutoff_and_working_days_can_be_chosen() -> None:
    saturday = offered_days("2026-11-27T16:00", cutoff=time(12), days=1, working_days={5})

    assert saturday == [date(2026, 11, 28)]


def test_a_cutoff_that_has_passed_leaves_the_next_such_day() -> None:
    assert offered_days("2026-11-27T17:00", cutoff=time(12), days=1, working_days={5}) == [date(2026, 12, 5)]


def test_a_brand_that_never_works_offers_nothing() -> None:
    assert offered_days("2026-11-23T15:00", working_days=()) == []


def test_clock_times_hold_over_a_clock_change() -> None:
    summer = Window(utc("2026-10-30T13:00"), utc("2026-10-30T17:00"))

    assert on_day(summer, date(2026, 11, 2), NEW_YORK) == Window(utc("2026-11-02T14:00"), utc("2026-11-02T18:00"))


def test_a_window_past_midnight_stays_one() -> None:
    night = Window(utc("2026-11-24T03:00"), utc("2026-11-24T06:00"))  # 22:00 to 01:00

    assert on_day(night, date(2026, 11, 25), NEW_YORK) == Window(utc("2026-11-26T03:00"), utc("2026-11-26T06:00"))


def test_a_window_that_begins_in_a_skipped_hour_keeps_its_length() -> None:
    night = Window(utc("2026-03-05T07:45"), utc("2026-03-05T08:15"))  # 02:45 to 03:15

    moved = on_day(night, date(2026, 3, 8), NEW_YORK)

    assert moved == Window(utc("2026-03-08T07:45"), utc("2026-03-08T08:15"))


@pytest.mark.parametrize(
    ("status", "now", "expected"),
    [
        (Status.SCHEDULED, "2026-11-23T15:00", True),
        (Status.FAILED, "2026-11-23T23:00", True),
        (Status.OUT_FOR_DELIVERY, "2026-11-23T00:59", True),
        (Status.OUT_FOR_DELIVERY, "2026-11-23T01:00", False),
        (Status.ARRIVED, "2026-11-23T00:59", False),
        (Status.DELIVERED, "2026-11-20T12:00", False),
        (Status.CANCELLED, "2026-11-20T12:00", False),
    ],
)
def test_a_delivery_may_be_moved_until_the_van_has_it(status: Status, now: str, expected: bool) -> None:
    assert may_move(WINDOW, status=status, zone=NEW_YORK, now=utc(now)) is expected


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), st.integers(0, 6))
def test_every_offer_is_open_ahead_and_on_a_working_day(now: datetime, days: int) -> None:
    windows = offer(now, NEW_YORK, WINDOW, days=days)

    assert len(windows) == days
    assert list(windows) == sorted(windows, key=lambda window: window.start)
    for window in windows:
        day = local(window.start, NEW_YORK)
        assert window.start > now
        assert window.end - window.start == timedelta(hours=4)
        assert day.weekday() in WORKING_DAYS
        assert is_open(day.date(), NEW_YORK, now)
