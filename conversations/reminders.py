"""Reminders: the day before, with the question whether the day suits, and the morning, with the window.

Several deliveries of one household make one message. When a reminder is due is decided in `delivery.reminders`.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import assert_never

from conversations import choosing, reschedule
from conversations.context import Context, DeliveryView
from conversations.effects import Confirm, Effect, Say, Timed, Value
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent, When
from delivery.messages import MessageKind
from delivery.reminders import ReminderKind
from delivery.status import Status
from delivery.windows import Window, at_local, local

_WORTH_A_MORNING = frozenset({Status.SCHEDULED, Status.OUT_FOR_DELIVERY})


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The question whether the planned day suits, which may wait its turn."""

    deliveries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AwaitingConfirmation:
    """We asked whether the planned day suits."""

    deliveries: tuple[int, ...]
    expires_at: datetime


Step = tuple[
    Idle | AwaitingConfirmation | choosing.Choosing | reschedule.AskingWhen | reschedule.Confirming, tuple[Effect, ...]
]


def remind(kind: ReminderKind, deliveries: tuple[int, ...], context: Context, *, may_ask: bool) -> Step:
    """Remind of the deliveries that are still to come; ask along in the day-before message where that may be."""
    match kind:
        case ReminderKind.MORNING:
            views = _worth(deliveries, context, statuses=_WORTH_A_MORNING)
            return Idle(), _said("morning", [view for view in views if _days_ahead(view, context) == 0])
        case ReminderKind.DAY_BEFORE:
            views = _worth(deliveries, context, statuses=frozenset({Status.SCHEDULED}))
            views = [view for view in views if _days_ahead(view, context) > 0]
            if may_ask and any(_is_open(view) for view in views):
                return _awaiting(views, context), _said("day_before_ask", views)
            return Idle(), _said("day_before", views)
        case _:
            assert_never(kind)


def question(deliveries: tuple[int, ...], context: Context) -> Confirmation | None:
    """Form the question that goes with a reminder, if anything of it is undecided."""
    open_ones = tuple(view.id for view in _asked_about(deliveries, context))
    return Confirmation(open_ones) if open_ones else None


def ask(confirmation: Confirmation, context: Context) -> Step:
    """Ask the question that had to wait."""
    views = _asked_about(confirmation.deliveries, context)
    return (_awaiting(views, context), _said("ask", views)) if views else (Idle(), ())


def answer(state: AwaitingConfirmation, heard: Heard, context: Context) -> Step | None:
    """Take the answer; None when the text is about something else."""
    views = [view for number in state.deliveries if (view := context.delivery(number)) is not None]
    if not views:
        return None
    single = views[0] if len(views) == 1 else None
    match heard.reading.intent:
        case Intent.CONFIRM if single is None or _is_as_planned(heard.reading.when, single):
            effects = tuple(Confirm(view.id) for view in views)
            return Idle(), (*effects, Say("reminder/confirmed", {"window": _window(views[0])}))
        case Intent.CONFIRM | Intent.DENY | Intent.RESCHEDULE if single is not None:
            return reschedule.start(single, heard, context)
        case Intent.DENY | Intent.RESCHEDULE:
            return choosing.ask(Intent.RESCHEDULE, heard, tuple(views), context)
        case _:
            return None


def _is_as_planned(when: When | None, view: DeliveryView) -> bool:
    return when is None or reschedule.fits(when, _window(view), view.zone)


def _worth(deliveries: tuple[int, ...], context: Context, *, statuses: frozenset[Status]) -> list[DeliveryView]:
    views = (context.delivery(number) for number in deliveries)
    return [view for view in views if view and view.status in statuses and not view.stopped and view.window]


def _asked_about(deliveries: tuple[int, ...], context: Context) -> list[DeliveryView]:
    views = _worth(deliveries, context, statuses=frozenset({Status.SCHEDULED}))
    return [view for view in views if _is_open(view) and _days_ahead(view, context) > 0]


def _days_ahead(view: DeliveryView, context: Context) -> int:
    return (local(_window(view).start, view.zone).date() - local(context.now, view.zone).date()).days


def _is_open(view: DeliveryView) -> bool:
    return not view.confirmed and bool(view.offers)


def _awaiting(views: list[DeliveryView], context: Context) -> AwaitingConfirmation:
    """Wait until the day of the delivery begins: after that the answer changes nothing."""
    day = local(_window(views[0]).start, views[0].zone).date()
    midnight = at_local(day, time(0), views[0].zone)
    asked = tuple(view.id for view in views if _is_open(view))
    return AwaitingConfirmation(asked, max(midnight, context.now + timedelta(hours=1)))


def _said(name: str, views: list[DeliveryView]) -> tuple[Effect, ...]:
    if not views:
        return ()
    window = _window(views[0])
    if len(views) == 1:
        data: dict[str, Value] = {"tracking_number": views[0].tracking_number, "window": window}
        return (Say(f"reminder/{name}", data, MessageKind.REMINDER, views[0].id, window.end),)
    data = {"count": len(views), "day": local(window.start, views[0].zone).date(), "lines": tuple(map(_line, views))}
    latest = max(_window(view).end for view in views)
    return (Say(f"reminder/{name}_many", data, MessageKind.REMINDER, not_after=latest),)


def _line(view: DeliveryView) -> Timed:
    return Timed(_window(view), view.zone, before=view.tracking_number)


def _window(view: DeliveryView) -> Window:
    assert view.window is not None  # _worth lets nothing else through
    return view.window
