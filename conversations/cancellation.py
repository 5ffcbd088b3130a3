"""Cancelling a delivery at the recipient's wish: asked once more first; too late, a person decides.

The bare word CANCEL never comes here: carriers take it as the wish for no more messages.
"""

from dataclasses import dataclass
from datetime import datetime

from conversations import tracking
from conversations.context import Context, DeliveryView
from conversations.effects import CancelDelivery, CaseKind, Effect, OpenCase, Say
from conversations.turn import QUESTION_STAYS_OPEN, Heard, Idle
from conversations.understanding.reading import Intent
from delivery.status import Status

_CLOSED = frozenset({Status.DELIVERED, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class Confirming:
    """We asked whether the delivery is really not wanted any more."""

    delivery: int
    expires_at: datetime


Step = tuple[Idle | Confirming, tuple[Effect, ...]]


def start(view: DeliveryView, heard: Heard, context: Context) -> Step:
    """Take the wish to cancel a delivery."""
    if view.status in _CLOSED:
        return Idle(), (tracking.answer(view, context),)
    if not view.can_cancel:
        return Idle(), _too_late(view, note=heard.text)
    question = Say("cancellation/confirm", {"tracking_number": view.tracking_number}, delivery=view.id)
    return Confirming(view.id, context.now + QUESTION_STAYS_OPEN), (question,)


def answer(state: Confirming, heard: Heard, context: Context) -> Step | None:
    """Take the answer to our question; None when the text is about something else."""
    view = context.delivery(state.delivery)
    if view is None:
        return None
    said = {"tracking_number": view.tracking_number}
    match heard.reading.intent:
        case Intent.CONFIRM | Intent.CANCEL_DELIVERY if view.can_cancel:
            return Idle(), (CancelDelivery(view.id), Say("cancellation/done", said, delivery=view.id))
        case Intent.CONFIRM | Intent.CANCEL_DELIVERY:
            return Idle(), _too_late(view, note=None)
        case Intent.DENY:
            return Idle(), (Say("cancellation/kept", said, delivery=view.id),)
        case _:
            return None


def _too_late(view: DeliveryView, *, note: str | None) -> tuple[Effect, ...]:
    case = OpenCase(CaseKind.CANCEL_REQUEST, view.id, note)
    return case, Say("cancellation/too_late", {"tracking_number": view.tracking_number}, delivery=view.id)
