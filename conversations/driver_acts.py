"""What a driver reports or offers at a stop: arrived, delivered, failed and why, or coming early.

Only moves that `delivery.status` allows are recorded.
"""

import re
from datetime import timedelta

from conversations import stops
from conversations.context import Context, DeliveryView
from conversations.driver_states import AskingReason
from conversations.effects import Effect, OfferEarly, RecordStop, Say, Value
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent
from delivery.status import CustodyKind, MoveNotAllowed, Status, after

Turn = tuple[Idle | AskingReason, tuple[Effect, ...]]

REASON_STAYS_OPEN = timedelta(minutes=20)
_REASONS = frozenset({Intent.FAILED, Intent.UNCLEAR, Intent.REPLY_TO_CUSTOMER})
_NAMES_A_STOP = re.compile(r"#|(?<!\w)(?:stop|no|nr|for|at|parada|para|en|arr[eê]t|pour)(?!\w)", re.IGNORECASE)
_RECORDED = {
    Intent.ARRIVED: CustodyKind.ARRIVED,
    Intent.DELIVERED: CustodyKind.DELIVERED,
    Intent.FAILED: CustodyKind.FAILED,
}


def act(intent: Intent, heard: Heard, context: Context) -> Turn:
    """Take a report or an offer about the stop that the text names, else about the next one."""
    if intent is Intent.EARLY_OFFER and (asked := _minutes_or_stop(heard, context)) is not None:
        return Idle(), (asked,)
    tag, minutes = _tag_and_minutes(heard, context)
    view = next(iter(stops.left(context)), None) if tag is None else stops.tagged(tag, context)
    if view is None:
        return Idle(), (Say("driver/all_done") if tag is None else Say("driver/no_such_stop", {"tag": tag}),)
    if intent is Intent.EARLY_OFFER:
        return Idle(), _early(view, minutes)
    kind = _RECORDED[intent]
    if (refused := _refused(view, kind)) is not None:
        return Idle(), (refused,)
    if kind is CustodyKind.FAILED and heard.reading.reason is None:
        asked = Say("driver/why_failed", {"stop": stops.label(view)})
        return AskingReason(view.id, context.now + REASON_STAYS_OPEN), (asked,)
    return Idle(), _recorded(view, kind, heard.reading.reason or heard.reading.message, context)


def _minutes_or_stop(heard: Heard, context: Context) -> Say | None:
    """Ask what "early 20" means where stop 20 is still ahead: a recipient would be asked, perhaps the wrong one."""
    tag = heard.reading.stop_tag
    if tag is None or not _is_bare(heard) or all(view.tag != tag for view in stops.left(context)):
        return None
    return Say("driver/early_which", {"tag": tag})


def _tag_and_minutes(heard: Heard, context: Context) -> tuple[int | None, int | None]:
    """Take a bare number that is no stop ahead for minutes, as in "early 20"."""
    if heard.reading.intent is Intent.EARLY_OFFER and _is_bare(heard):
        return None, heard.reading.stop_tag
    return heard.reading.stop_tag, heard.reading.minutes


def _is_bare(heard: Heard) -> bool:
    """Tell whether the only number of an offer says neither stop nor minutes."""
    return (
        heard.reading.minutes is None
        and heard.reading.stop_tag is not None
        and _NAMES_A_STOP.search(heard.text) is None
    )


def reason(state: AskingReason, heard: Heard, context: Context) -> Turn | None:
    """Take the reason of a failed attempt; None when the text is about something else."""
    is_bare = heard.reading.intent is Intent.FAILED and heard.reading.reason is None
    if heard.reading.intent not in _REASONS or heard.reading.stop_tag is not None or is_bare:
        return None
    return Idle(), failed(state, heard.reading.reason or heard.text.strip(), context)


def failed(state: AskingReason, why: str | None, context: Context) -> tuple[Effect, ...]:
    """Record a failed attempt with the reason that was given, if it still may be one."""
    view = context.delivery(state.delivery)
    if view is None or _refused(view, CustodyKind.FAILED) is not None:
        return ()
    return _recorded(view, CustodyKind.FAILED, why, context)


def _refused(view: DeliveryView, kind: CustodyKind) -> Say | None:
    try:
        changed = after(view.status, kind)
    except MoveNotAllowed:
        return Say("driver/not_possible", {"stop": stops.label(view)})
    return Say("driver/already", {"stop": stops.label(view)}) if changed is view.status else None


def _recorded(view: DeliveryView, kind: CustodyKind, note: str | None, context: Context) -> tuple[Effect, ...]:
    data: dict[str, Value] = {"stop": stops.label(view)}
    recorded = RecordStop(view.id, kind, note)
    if kind is CustodyKind.ARRIVED:
        return recorded, Say("driver/arrived", data)
    later = next((stop for stop in stops.left(context) if stop.id != view.id), None)
    if later is None:
        return recorded, Say(f"driver/{kind}_last", data)
    return recorded, Say(f"driver/{kind}", {**data, "next": stops.line(later)})


def _early(view: DeliveryView, minutes: int | None) -> tuple[Effect, ...]:
    data: dict[str, Value] = {"stop": stops.label(view)}
    if view.status is not Status.OUT_FOR_DELIVERY:
        return (Say("driver/not_possible", data),)
    if minutes is None or minutes <= 0:
        return (Say("driver/early_how"),)
    return OfferEarly(view.id, minutes), Say("driver/early_asked", {**data, "count": minutes})
