"""To which days a delivery may be moved, and whether it may still be moved at all.

A day means the same clock times as before on another date. Capacity of a route is not known here.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time

from delivery.status import Status
from delivery.windows import DAY, Window, at_local, local

CUTOFF = time(20)  # the evening before, when routes are planned
WORKING_DAYS = frozenset(range(5))  # Monday is 0


def offer(
    now: datetime,
    zone: str,
    window: Window,
    *,
    cutoff: time = CUTOFF,
    days: int = 3,
    working_days: Collection[int] = WORKING_DAYS,
) -> tuple[Window, ...]:
    """Offer the same clock window on the next working days whose plan is still open, at most `days` of them.

    A day is closed from `cutoff` on the evening before; the day of the present window is never offered.
    """
    first, last = local(window.start, zone), local(window.end, zone)
    taken, day = first.date(), local(now, zone).date() + DAY
    if not is_open(day, zone, now, cutoff=cutoff):
        day += DAY
    offered: list[Window] = []
    for _ in range(7 * (days + 2)):
        if len(offered) == days:
            break
        if day != taken and day.weekday() in working_days:
            offered.append(_on_day(first, last, day, zone))
        day += DAY
    return tuple(offered)


def is_open(day: date, zone: str, now: datetime, *, cutoff: time = CUTOFF) -> bool:
    """Say whether the plan of a day is still open: until `cutoff` on the evening before, local time."""
    return now < at_local(day - DAY, cutoff, zone)


def may_move(window: Window, *, status: Status, zone: str, now: datetime, cutoff: time = CUTOFF) -> bool:
    """Say whether a delivery may still be moved.

    Always while it is scheduled or after a failed try; when it is already on the van, only until the evening before.
    """
    if status in (Status.SCHEDULED, Status.FAILED):
        return True
    return status is Status.OUT_FOR_DELIVERY and is_open(local(window.start, zone).date(), zone, now, cutoff=cutoff)


def on_day(window: Window, day: date, zone: str) -> Window:
    """Put the clock times of a window on another day; on the night of a clock change the length is kept instead."""
    return _on_day(local(window.start, zone), local(window.end, zone), day, zone)


def _on_day(first: datetime, last: datetime, day: date, zone: str) -> Window:
    start = at_local(day, first.time(), zone)
    end = at_local(day + (last.date() - first.date()), last.time(), zone)
    return Window(start, end if end > start else start + (last.astimezone(UTC) - first.astimezone(UTC)))
