"""When a customer is reminded of a delivery: the day before and on the morning.

What a reminder says, and whether it is still wanted when its time comes, lives elsewhere.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from delivery.windows import QuietHours, Window, at_local, local, next_allowed


class ReminderKind(StrEnum):
    """Which reminder it is."""

    DAY_BEFORE = "day_before"  # in the afternoon before the day of the window
    MORNING = "morning"  # on the day of the window


@dataclass(frozen=True, slots=True)
class Reminder:
    """One planned reminder, and the instant from which it would be useless."""

    kind: ReminderKind
    due_at: datetime
    not_after: datetime


def plan(
    window: Window,
    *,
    zone: str,
    now: datetime,
    quiet: QuietHours | None,
    day_before_at: time = time(17),
    morning_at: time = time(8),
) -> tuple[Reminder, ...]:
    """Plan the reminders that can still be of use, in order of time, none before now or in quiet hours.

    The day-before one is useless once the day of the window has begun on the customer's clock, the morning one
    once the window has begun. One whose hour has passed is due now while it is still of use.
    """
    day = local(window.start, zone).date()
    eve = day - timedelta(days=1)
    candidates = (
        (ReminderKind.DAY_BEFORE, at_local(eve, day_before_at, zone), at_local(day, time(0), zone)),
        (ReminderKind.MORNING, at_local(day, morning_at, zone), window.start),
    )
    planned = []
    for kind, wished_at, not_after in candidates:
        due_at = next_allowed(max(wished_at, now), quiet=quiet, zone=zone)
        if due_at < not_after:
            planned.append(Reminder(kind, due_at, not_after))
    return tuple(planned)
