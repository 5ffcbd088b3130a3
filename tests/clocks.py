"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)  # Monday noon in New York.


class FixedClock:
    """Both times are the same instant; sleeping moves it instead of waiting."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self.slept_s: list[float] = []

    def now(self) -> datetime:
        """Tell the instant the test set."""
        return self.at

    def machine_now(self) -> datetime:
        """Tell the instant the test set."""
        return self.at

    def machine_seconds_until(self, at: datetime) -> float:
        """Tell seconds until an instant."""
        return (at - self.at).total_seconds()

    def monotonic(self) -> float:
        """Tell seconds since 1970 of the instant the test set."""
        return self.at.timestamp()

    def sleep(self, seconds: float) -> None:
        """Move on by these seconds at once."""
        self.slept_s.append(seconds)
        self.advance(timedelta(seconds=seconds))

    def advance(self, by: timedelta) -> None:
        """Move on."""
        self.at += by
