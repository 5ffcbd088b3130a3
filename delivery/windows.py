"""Intervals told to customers, quiet hours, and the way between wall clocks and instants.

Instants are UTC; a zone is only ever the name of somebody's wall clock. Nothing here reads a clock.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """An interval told to a customer, in UTC; its start is before its end."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        # Python compares two datetimes of one zone by their wall clocks, wrong across a daylight-saving change.
        object.__setattr__(self, "start", _utc(self.start))
        object.__setattr__(self, "end", _utc(self.end))
        if self.start >= self.end:
            raise ValueError("a window must start before it ends")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Wall times between which a person is left alone; may cross midnight, equal times mean never."""

    start: time
    end: time


def next_allowed(at: datetime, *, quiet: QuietHours | None, zone: str) -> datetime:
    """Find the first instant not before `at` outside the quiet hours, in UTC.

    On the night of a daylight-saving change the longer reading of the quiet hours holds.
    """
    found = _utc(at)
    if quiet is None or quiet.start == quiet.end:
        return found
    nights = 1 if quiet.end < quiet.start else 0
    today = local(found, zone).date()
    for day in (today - DAY, today, today + DAY):
        begin = min(_readings(day, quiet.start, zone))
        finish = max(_readings(day + nights * DAY, quiet.end, zone))
        if begin <= found < finish:
            found = finish
    return found


def local(at: datetime, zone: str) -> datetime:
    """Read an instant on the wall clock of a zone; raises ValueError for an unknown zone or a naive time."""
    return _utc(at).astimezone(_zone(zone))


def at_local(day: date, wall: time, zone: str) -> datetime:
    """Turn a wall time into UTC: one skipped in spring moves forward, one repeated in autumn is the first."""
    # `combine` takes the first reading unless told otherwise.
    return datetime.combine(day, wall.replace(tzinfo=None, fold=0), tzinfo=_zone(zone)).astimezone(UTC)


def _readings(day: date, wall: time, zone: str) -> tuple[datetime, datetime]:
    # In a gap the first reading lies after it and the second before it; in a repeated hour it is the other way round.
    there = datetime.combine(day, wall.replace(tzinfo=None), tzinfo=_zone(zone))
    return there.replace(fold=0).astimezone(UTC), there.replace(fold=1).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {name!r}") from error


def _utc(at: datetime) -> datetime:
    # What comes from the database is UTC already, and there is much of it.
    if at.tzinfo is UTC:
        return at
    if at.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(UTC)
