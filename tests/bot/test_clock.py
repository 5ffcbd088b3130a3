"""The clocks: which time is whose, and the arithmetic of rehearsals."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Clock, RehearsalClock, SystemClock, rehearsed
from tests.clocks import FixedClock

START = datetime(2026, 11, 23, 13, tzinfo=UTC)
ANCHOR = datetime(2026, 3, 1, tzinfo=UTC)

instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
rates = st.floats(0.01, 1000)


def test_the_system_clock_tells_aware_utc() -> None:
    clock = SystemClock()

    assert clock.now().tzinfo is UTC
    assert clock.machine_now().tzinfo is UTC
    assert abs(clock.now() - clock.machine_now()) < timedelta(seconds=5)


def test_the_system_clock_waits_and_never_goes_back() -> None:
    clock = SystemClock()
    before = clock.monotonic()

    clock.sleep(0.01)
    clock.sleep(-1)

    assert clock.monotonic() >= before + 0.01


def test_a_rehearsal_starts_where_it_was_told() -> None:
    clock: Clock = RehearsalClock(START, 60, ANCHOR, FixedClock(ANCHOR))

    assert clock.now() == START


def test_a_rehearsal_runs_at_its_rate_while_the_machine_keeps_its_own_time() -> None:
    machine = FixedClock(ANCHOR)
    clock = RehearsalClock(START, 60, ANCHOR, machine)

    clock.sleep(30)

    assert machine.slept_s == [30]
    assert clock.now() == START + timedelta(minutes=30)
    assert clock.machine_now() == ANCHOR + timedelta(seconds=30)
    assert clock.monotonic() == machine.monotonic()


def test_a_rehearsal_started_in_another_zone_tells_utc() -> None:
    start = START.astimezone(timezone(timedelta(hours=-5)))

    assert rehearsed(ANCHOR, start=start, rate=1, anchor_at=ANCHOR).tzinfo is UTC


@given(instants, instants, instants)
def test_at_rate_one_a_rehearsal_is_a_shift(machine_now: datetime, start: datetime, anchor_at: datetime) -> None:
    told = rehearsed(machine_now, start=start, rate=1, anchor_at=anchor_at)

    # A float counts the microseconds of a century only roughly.
    assert abs((told - start) - (machine_now - anchor_at)) <= timedelta(milliseconds=1)


@given(
    instants, rates, st.timedeltas(timedelta(0), timedelta(days=30)), st.timedeltas(timedelta(0), timedelta(days=30))
)
def test_a_rehearsal_never_goes_back(start: datetime, rate: float, first: timedelta, second: timedelta) -> None:
    earlier = rehearsed(ANCHOR + first, start=start, rate=rate, anchor_at=ANCHOR)
    later = rehearsed(ANCHOR + first + second, start=start, rate=rate, anchor_at=ANCHOR)

    assert later >= earlier


@given(instants, rates, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_processes_with_one_anchor_agree(start: datetime, rate: float, since: timedelta) -> None:
    one = RehearsalClock(start, rate, ANCHOR, FixedClock(ANCHOR + since))
    other = RehearsalClock(start, rate, ANCHOR, FixedClock(ANCHOR + since))

    assert one.now() == other.now()
