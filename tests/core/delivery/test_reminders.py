"""When customers are reminded."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.reminders import Reminder, ReminderKind, plan
from delivery.windows import QuietHours, Window, local, next_allowed

NEW_YORK = "America/New_York"
NIGHT = QuietHours(time(21), time(8))
EVE, MORNING = ReminderKind.DAY_BEFORE, ReminderKind.MORNING


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


WINDOW = Window(utc("2026-11-23T14:00"), utc("2026-11-23T18:00"))  # 09:00 to 13:00
MIDNIGHT, OPENING = utc("2026-11-23T05:00"), WINDOW.start


@pytest.mark.parametrize(
    ("now", "quiet", "expected"),
    [
        ("2026-11-20T12:00", NIGHT, [(EVE, "2026-11-22T22:00"), (MORNING, "2026-11-23T13:00")]),
        ("2026-11-22T23:00", NIGHT, [(EVE, "2026-11-22T23:00"), (MORNING, "2026-11-23T13:00")]),
        ("2026-11-23T03:00", NIGHT, [(MORNING, "2026-11-23T13:00")]),  # 22:00: quiet until it is useless
        ("2026-11-23T03:00", None, [(EVE, "2026-11-23T03:00"), (MORNING, "2026-11-23T13:00")]),
        ("2026-11-23T05:00", None, [(MORNING, "2026-11-23T13:00")]),
        ("2026-11-23T13:30", NIGHT, [(MORNING, "2026-11-23T13:30")]),
        ("2026-11-23T14:00", NIGHT, []),
        ("2026-11-24T14:00", NIGHT, []),
        ("2026-11-20T12:00", QuietHours(time(16), time(10)), []),
    ],
)
def test_reminders_are_planned_while_they_are_of_use(
    now: str, quiet: QuietHours | None, expected: list[tuple[ReminderKind, str]]
) -> None:
    ends = {EVE: MIDNIGHT, MORNING: OPENING}

    planned = plan(WINDOW, zone=NEW_YORK, now=utc(now), quiet=quiet)

    assert planned == tuple(Reminder(kind, utc(due), ends[kind]) for kind, due in expected)


def test_a_window_that_opens_before_the_morning_reminder_has_only_the_evening_one() -> None:
    early = Window(utc("2026-11-23T12:00"), utc("2026-11-23T14:00"))

    planned = plan(early, zone=NEW_YORK, now=utc("2026-11-20T12:00"), quiet=NIGHT)

    assert [reminder.kind for reminder in planned] == [EVE]


def test_the_hours_can_be_chosen() -> None:
    planned = plan(
        WINDOW, zone=NEW_YORK, now=utc("2026-11-20T12:00"), quiet=None, day_before_at=time(19), morning_at=time(7, 30)
    )

    assert [reminder.due_at for reminder in planned] == [utc("2026-11-23T00:00"), utc("2026-11-23T12:30")]


def test_wall_clock_hours_hold_over_a_clock_change() -> None:
    after_the_change = Window(utc("2026-03-08T13:00"), utc("2026-03-08T17:00"))  # 09:00 summer time

    planned = plan(after_the_change, zone=NEW_YORK, now=utc("2026-03-01T12:00"), quiet=NIGHT)

    assert [reminder.due_at for reminder in planned] == [utc("2026-03-07T22:00"), utc("2026-03-08T12:00")]


instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@given(
    start=instants,
    hours=st.integers(1, 24),
    before=st.timedeltas(timedelta(days=-1), timedelta(days=5)),
    quiet=st.none() | st.builds(QuietHours, start=st.times(), end=st.times()),
    zone=st.sampled_from([NEW_YORK, "Europe/Paris", "Australia/Lord_Howe", "Asia/Tokyo"]),
)
def test_no_reminder_is_past_useless_or_in_quiet_hours(
    start: datetime, hours: int, before: timedelta, quiet: QuietHours | None, zone: str
) -> None:
    window, now = Window(start, start + timedelta(hours=hours)), start - before

    planned = plan(window, zone=zone, now=now, quiet=quiet)

    assert [reminder.kind for reminder in planned] in ([], [EVE], [MORNING], [EVE, MORNING])
    for reminder in planned:
        assert now <= reminder.due_at < reminder.not_after <= window.start
        assert next_allowed(reminder.due_at, quiet=quiet, zone=zone) == reminder.due_at
        if reminder.kind is EVE:
            assert local(reminder.due_at, zone).date() < local(window.start, zone).date()
