"""Moving a delivery to another day: offer, agree, move; after the cut-off a person decides.

Only windows that the context offers are ever promised.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from conversations import tracking
from conversations.context import Context, DeliveryView
from conversations.effects import CaseKind, Effect, OpenCase, Reschedule, Say, Value
from conversations.turn import QUESTION_STAYS_OPEN, Heard, Idle
from conversations.understanding import words
from conversations.understanding.reading import Intent, When
from delivery.status import Status
from delivery.windows import Window, local

SHOWN = 3
FORESEEABLE_DAYS = 60
_NO_WEEKDAY = words.phrases((r"\S*\d\S*|this|today|tomorrow|tonight|hoy|manana|aujourd'hui|demain|este|esta|ce",))
_NEXT_WEEK = words.phrases((r"next week|proxima semana|semana (?:que viene|proxima)|semaine prochaine",))
_CLOSED = frozenset({Status.DELIVERED, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class AskingWhen:
    """We asked which day suits; `shown` are the windows the person saw, in their numbers."""

    delivery: int
    shown: tuple[Window, ...]
    expires_at: datetime
    asked_before: bool = False


@dataclass(frozen=True, slots=True)
class Confirming:
    """We asked whether to move the delivery to this window."""

    delivery: int
    window: Window
    expires_at: datetime


Step = tuple[Idle | AskingWhen | Confirming, tuple[Effect, ...]]


def start(view: DeliveryView, heard: Heard, context: Context) -> Step:
    """Take the wish for another day."""
    if view.status in _CLOSED:
        return Idle(), (tracking.answer(view, context),)
    if not view.offers:
        case = OpenCase(CaseKind.RESCHEDULE_REQUEST, view.id, heard.text)
        return Idle(), (case, Say("reschedule/too_late", {"tracking_number": view.tracking_number}, delivery=view.id))
    if heard.reading.when is None:
        return ask_when(view, context)
    return _wished(heard.reading.when, view, context, asked_before=False)


def ask_when(view: DeliveryView, context: Context, *, key: str = "reschedule/ask_when") -> Step:
    """Ask which of the days on offer suits."""
    return _show(key, view, view.offers, context)


def answer(state: AskingWhen | Confirming, heard: Heard, context: Context) -> Step | None:
    """Take the answer to our question; None when the text is about something else."""
    view = context.delivery(state.delivery)
    if view is None:
        return None
    match state:
        case AskingWhen():
            return _asking(state, heard, view, context)
        case Confirming():
            return _confirming(state, heard, view, context)
        case _:
            assert_never(state)


def _asking(state: AskingWhen, heard: Heard, view: DeliveryView, context: Context) -> Step | None:
    number = heard.number or heard.reading.choice
    if number is not None and 1 <= number <= len(state.shown):
        return _move(state.shown[number - 1], view, context)
    if heard.reading.when is not None:
        when = _as_shown(heard.reading.when, state.shown, view.zone)
        return _wished(when, view, context, asked_before=state.asked_before, shown=state.shown)
    if heard.reading.intent is Intent.DENY:
        return Idle(), (_kept(view),)
    if heard.reading.intent is Intent.CONFIRM and len(state.shown) == 1:
        return _move(state.shown[0], view, context)
    return None


def _as_shown(when: When, shown: tuple[Window, ...], zone: str) -> When:
    """Take the name of a weekday for the day of that name in the list; we ask before moving anyway."""
    if when.date is None or _NO_WEEKDAY.search(words.fold(words.tidy(when.text))) is not None:
        return when
    days = {local(window.start, zone).date() for window in shown}
    same = [day for day in days if day.weekday() == when.date.weekday()]
    return replace(when, date=same[0]) if len(same) == 1 else when


def _confirming(state: Confirming, heard: Heard, view: DeliveryView, context: Context) -> Step | None:
    when, is_yes = heard.reading.when, heard.reading.intent is Intent.CONFIRM
    if when is not None and not (is_yes and fits(when, state.window, view.zone)):
        return _wished(when, view, context, asked_before=False)
    if is_yes:
        return _move(state.window, view, context)
    if heard.reading.intent is Intent.DENY:
        return ask_when(view, context) if view.offers else (Idle(), (_kept(view),))
    return None


def _wished(
    when: When, view: DeliveryView, context: Context, *, asked_before: bool, shown: tuple[Window, ...] = ()
) -> Step:
    when = _foreseeable(when, view, context)
    if when.ambiguous:
        return _ask_which_day(when, view, context, shown=shown)
    fitting = [offer for offer in view.offers if fits(when, offer, view.zone)]
    if len(fitting) == 1 or (fitting and when.start is not None):
        return _ask_to_confirm(fitting[0], view, context)
    if fitting:
        return _show("reschedule/several", view, tuple(fitting), context)
    if view.window is not None and fits(when, view.window, view.zone):
        return Idle(), (_kept(view),)
    if asked_before or not view.offers:
        case = OpenCase(CaseKind.RESCHEDULE_REQUEST, view.id, when.text)
        return Idle(), (case, Say("reschedule/case", {"tracking_number": view.tracking_number}, delivery=view.id))
    return _show("reschedule/not_possible", view, view.offers, context, asked_before=True)


def _foreseeable(when: When, view: DeliveryView, context: Context) -> When:
    """Settle a date with several readings where at most one of those in the weeks ahead is on offer; we ask anyway."""
    today = local(context.now, view.zone).date()
    near = [day for day in when.candidates if 0 <= (day - today).days <= FORESEEABLE_DAYS]
    on_offer = [day for day in near if any(local(offer.start, view.zone).date() == day for offer in view.offers)]
    if not (when.ambiguous and near) or len(on_offer) > 1:
        return when
    return replace(when, date=(on_offer or near)[0], ambiguous=False)


def _ask_which_day(when: When, view: DeliveryView, context: Context, *, shown: tuple[Window, ...]) -> Step:
    """Ask for the day; "not tomorrow" and "next week" name none, and are first answered with what can be had."""
    if len(when.candidates) < 2 and view.offers and not shown:
        return _show("reschedule/ask_when", view, _of_that_week(when, view, context) or view.offers, context)
    state = AskingWhen(view.id, shown, context.now + QUESTION_STAYS_OPEN)
    if len(when.candidates) < 2:
        return state, (Say("reschedule/ambiguous", {"text": when.text}, delivery=view.id),)
    data: dict[str, Value] = {"first": when.candidates[0], "second": when.candidates[1]}
    return state, (Say("reschedule/which_day", data, delivery=view.id),)


def _of_that_week(when: When, view: DeliveryView, context: Context) -> tuple[Window, ...]:
    """Find the windows of next week where the wish names it."""
    if _NEXT_WEEK.search(words.fold(words.tidy(when.text))) is None:
        return ()
    week = (local(context.now, view.zone).date() + timedelta(weeks=1)).isocalendar()[:2]
    return tuple(offer for offer in view.offers if local(offer.start, view.zone).date().isocalendar()[:2] == week)


def _ask_to_confirm(window: Window, view: DeliveryView, context: Context) -> Step:
    data: dict[str, Value] = {"tracking_number": view.tracking_number, "window": window}
    state = Confirming(view.id, window, context.now + QUESTION_STAYS_OPEN)
    return state, (Say("reschedule/confirm", data, delivery=view.id),)


def _show(
    key: str, view: DeliveryView, offers: tuple[Window, ...], context: Context, *, asked_before: bool = False
) -> Step:
    shown = offers[:SHOWN]
    data: dict[str, Value] = {"tracking_number": view.tracking_number, "offers": shown}
    state = AskingWhen(view.id, shown, context.now + QUESTION_STAYS_OPEN, asked_before)
    return state, (Say(key, data, delivery=view.id),)


def _move(window: Window, view: DeliveryView, context: Context) -> Step:
    if window in view.offers:
        data: dict[str, Value] = {"tracking_number": view.tracking_number, "window": window}
        return Idle(), (Reschedule(view.id, window), Say("reschedule/done", data, delivery=view.id))
    if view.offers:
        return ask_when(view, context, key="reschedule/gone")
    case = OpenCase(CaseKind.RESCHEDULE_REQUEST, view.id)
    return Idle(), (case, Say("reschedule/too_late", {"tracking_number": view.tracking_number}, delivery=view.id))


def _kept(view: DeliveryView) -> Say:
    return Say("reschedule/kept", {"tracking_number": view.tracking_number}, delivery=view.id)


def fits(when: When, offer: Window, zone: str) -> bool:
    """Tell whether a window lies on the wished day and touches the wished hours."""
    first, last = local(offer.start, zone), local(offer.end, zone)
    if when.date is not None and first.date() != when.date:
        return False
    begins_in_time = when.end is None or first.time() < when.end
    return begins_in_time and (when.start is None or last.date() > first.date() or last.time() > when.start)
