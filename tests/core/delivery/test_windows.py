"""Windows, quiet hours and wall clocks, above all on the nights the clocks change."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.windows import QuietHours, Window, at_local, local, next_allowed

NEW_YORK, PARIS, LORD_HOWE = "America/New_York", "Europe/Paris", "Australia/Lord_Howe"
NIGHT = QuietHours(time(21), time(8))

zones = st.sampled_from([NEW_YORK, PARIS, LORD_HOWE, "UTC", "Asia/Kathmandu", "Pacific/Apia"])
walls = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))
instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
quiets = st.builds(QuietHours, start=walls, end=walls)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_window_is_kept_in_utc() -> None:
    window = Window(datetime(2026, 11, 23, 9, tzinfo=ZoneInfo(NEW_YORK)), utc("2026-11-23T18:00"))

    assert window.start == utc("2026-11-23T14:00")
    assert window.start.tzinfo is UTC


def test_a_window_across_the_repeated_hour_is_measured_by_instants() -> None:
    zone = ZoneInfo(NEW_YORK)

    window = Window(datetime(2026, 11, 1, 1, 50, tzinfo=zone), datetime(2026, 11, 1, 1, 10, fold=1, tzinfo=zone))

    assert window.end - window.start == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (utc("2026-11-23T10:00"), utc("2026-11-23T10:00")),
        (utc("2026-11-23T10:00"), utc("2026-11-23T09:00")),
        (utc("2026-11-23T10:00"), datetime(2026, 11, 23, 11)),
        (datetime(2026, 11, 23, 9), utc("2026-11-23T11:00")),
    ],
)
def test_a_window_that_is_none_is_refused(start: datetime, end: datetime) -> None:
    with pytest.raises(ValueError, match=r"must start|needs a time zone"):
        Window(start, end)


@pytest.mark.parametrize(
    ("day", "wall", "zone", "expected"),
    [
        (date(2026, 11, 23), time(9), NEW_YORK, "2026-11-23T14:00"),
        (date(2026, 7, 1), time(9), NEW_YORK, "2026-07-01T13:00"),
        (date(2026, 3, 8), time(2, 30), NEW_YORK, "2026-03-08T07:30"),  # skipped: 03:30 summer time
        (date(2026, 11, 1), time(1, 30), NEW_YORK, "2026-11-01T05:30"),  # repeated: the first
        (date(2026, 3, 29), time(2, 30), PARIS, "2026-03-29T01:30"),
        (date(2026, 10, 25), time(2, 30), PARIS, "2026-10-25T00:30"),
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, "2026-10-03T15:45"),  # a gap of half an hour
        (date(2026, 4, 5), time(1, 45), LORD_HOWE, "2026-04-04T14:45"),
    ],
)
def test_a_wall_time_becomes_an_instant(day: date, wall: time, zone: str, expected: str) -> None:
    assert at_local(day, wall, zone) == utc(expected)


def test_a_wall_time_that_claims_the_second_reading_still_is_the_first() -> None:
    assert at_local(date(2026, 11, 1), time(1, 30, fold=1), NEW_YORK) == utc("2026-11-01T05:30")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "America"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        local(utc("2026-11-23T10:00"), zone)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        local(datetime(2026, 11, 23), PARIS)


@given(instants, zones)
def test_the_wall_clock_shows_the_same_instant(at: datetime, zone: str) -> None:
    assert local(at, zone) == at


@pytest.mark.parametrize(
    ("quiet", "zone", "at", "expected"),
    [
        (None, NEW_YORK, "2026-11-23T04:00", "2026-11-23T04:00"),
        (QuietHours(time(8), time(8)), NEW_YORK, "2026-11-23T13:00", "2026-11-23T13:00"),
        (NIGHT, NEW_YORK, "2026-11-23T15:00", "2026-11-23T15:00"),
        (NIGHT, NEW_YORK, "2026-11-24T02:00", "2026-11-24T13:00"),  # 21:00 sharp is quiet
        (NIGHT, NEW_YORK, "2026-11-24T01:59", "2026-11-24T01:59"),
        (NIGHT, NEW_YORK, "2026-11-24T06:00", "2026-11-24T13:00"),
        (NIGHT, NEW_YORK, "2026-11-24T13:00", "2026-11-24T13:00"),  # 08:00 sharp is not
        (QuietHours(time(12), time(14)), PARIS, "2026-07-01T10:30", "2026-07-01T12:00"),
        (NIGHT, NEW_YORK, "2026-03-08T03:00", "2026-03-08T12:00"),  # the short night
        (NIGHT, NEW_YORK, "2026-11-01T03:00", "2026-11-01T13:00"),  # the long night
        (NIGHT, LORD_HOWE, "2026-10-03T12:00", "2026-10-03T21:00"),
        # Quiet until a time that comes twice: until it comes the second time.
        (QuietHours(time(21), time(1, 30)), NEW_YORK, "2026-11-01T05:45", "2026-11-01T06:30"),
        # Quiet until a time that does not come: until as long after the gap.
        (QuietHours(time(21), time(2, 30)), NEW_YORK, "2026-03-08T06:00", "2026-03-08T07:30"),
        (QuietHours(time(2, 30), time(8)), NEW_YORK, "2026-03-08T07:10", "2026-03-08T12:00"),
    ],
)
def test_the_next_allowed_instant_is_after_the_quiet_hours(
    quiet: QuietHours | None, zone: str, at: str, expected: str
) -> None:
    assert next_allowed(utc(at), quiet=quiet, zone=zone) == utc(expected)


@given(instants, quiets, zones)
def test_an_allowed_instant_is_never_earlier_and_stays_allowed(at: datetime, quiet: QuietHours, zone: str) -> None:
    allowed = next_allowed(at, quiet=quiet, zone=zone)

    assert allowed >= at
    assert next_allowed(allowed, quiet=quiet, zone=zone) == allowed


@given(instants, st.builds(QuietHours, start=walls, end=walls), zones)
def test_an_allowed_instant_is_outside_the_quiet_hours_by_the_wall_clock(
    at: datetime, quiet: QuietHours, zone: str
) -> None:
    wall = local(next_allowed(at, quiet=quiet, zone=zone), zone).time()

    if quiet.start < quiet.end:
        assert not quiet.start <= wall < quiet.end
    elif quiet.end < quiet.start:
        assert quiet.end <= wall < quiet.start


@given(instants, st.integers(0, 86_400 * 3), quiets, zones)
def test_a_later_instant_is_never_allowed_sooner(at: datetime, later_s: int, quiet: QuietHours, zone: str) -> None:
    later = at + timedelta(seconds=later_s)

    assert next_allowed(at, quiet=quiet, zone=zone) <= next_allowed(later, quiet=quiet, zone=zone)


def test_a_fixed_offset_is_as_good_as_any_zone() -> None:
    at = datetime(2026, 11, 24, 3, tzinfo=timezone(timedelta(hours=1)))

    assert next_allowed(at, quiet=NIGHT, zone=NEW_YORK) == utc("2026-11-24T13:00")
