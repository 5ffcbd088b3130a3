"""The only place that reads time.

Business time answers what hour it is for people and can be rehearsed; machine time serves leases, back-off and
rate limits and never is. The cores read neither: they get `now` as an argument.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the shell asks for the time."""

    def now(self) -> datetime:
        """Tell business time, aware UTC."""
        ...

    def machine_now(self) -> datetime:
        """Tell machine time, aware UTC."""
        ...

    def machine_seconds_until(self, at: datetime) -> float:
        """Tell how many machine seconds pass until an instant of business time; below zero when it has passed."""
        ...

    def monotonic(self) -> float:
        """Tell seconds since some fixed instant of this process; they never go back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait this many machine seconds."""
        ...


class SystemClock:
    """Both times are the machine's."""

    def now(self) -> datetime:
        """Tell business time, aware UTC."""
        return self.machine_now()

    def machine_now(self) -> datetime:
        """Tell machine time, aware UTC."""
        return datetime.now(UTC)

    def machine_seconds_until(self, at: datetime) -> float:
        """Tell how many machine seconds pass until an instant of business time; below zero when it has passed."""
        return (at - self.now()).total_seconds()

    def monotonic(self) -> float:
        """Tell seconds since some fixed instant of this process; they never go back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait this many machine seconds."""
        time.sleep(max(0.0, seconds))


@dataclass(frozen=True, slots=True)
class RehearsalClock:
    """Business time runs from `start` at `rate`; machine time is that of `machine`.

    `anchor_at` is the machine time at which business time was `start`. It is stored in the database, so that every
    process of one rehearsal tells the same time.
    """

    start: datetime
    rate: float
    anchor_at: datetime
    machine: Clock = field(default_factory=SystemClock)

    def now(self) -> datetime:
        """Tell business time, aware UTC."""
        return rehearsed(self.machine.machine_now(), start=self.start, rate=self.rate, anchor_at=self.anchor_at)

    def machine_now(self) -> datetime:
        """Tell machine time, aware UTC."""
        return self.machine.machine_now()

    def machine_seconds_until(self, at: datetime) -> float:
        """Tell how many machine seconds pass until an instant of business time; below zero when it has passed."""
        return (at - self.now()).total_seconds() / self.rate

    def monotonic(self) -> float:
        """Tell seconds since some fixed instant of this process; they never go back."""
        return self.machine.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait this many machine seconds."""
        self.machine.sleep(seconds)


def rehearsed(machine_now: datetime, *, start: datetime, rate: float, anchor_at: datetime) -> datetime:
    """Turn machine time into business time that was `start` at `anchor_at` and runs `rate` times as fast; UTC."""
    return start.astimezone(UTC) + timedelta(seconds=(machine_now - anchor_at).total_seconds() * rate)
