"""May the driver come before the promised window? The recipient decides; silence means no.

How much earlier is offered, and to whom, is decided elsewhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations import stops
from conversations.context import Context, DeliveryView
from conversations.effects import AgreeEarly, Effect, Say, Tell, Value
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent, Role
from delivery.messages import MessageKind
from delivery.status import Status

STAYS_OPEN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Offer:
    """The question whether the driver may come early, which may wait a little."""

    delivery: int
    minutes: int
    until_at: datetime


@dataclass(frozen=True, slots=True)
class AwaitingEarlyAnswer:
    """We asked whether the driver may come this many minutes early."""

    delivery: int
    minutes: int
    expires_at: datetime


Step = tuple[Idle | AwaitingEarlyAnswer, tuple[Effect, ...]]


def is_wanted(offer: Offer, context: Context) -> bool:
    """Tell whether an offer still makes sense."""
    view = context.delivery(offer.delivery)
    coming = view is not None and view.status is Status.OUT_FOR_DELIVERY and not view.stopped
    return coming and context.now < offer.until_at


def ask(offer: Offer, context: Context) -> Step:
    """Ask whether the driver may come early."""
    view = context.delivery(offer.delivery)
    if view is None:
        return Idle(), ()
    data: dict[str, Value] = {"tracking_number": view.tracking_number, "count": offer.minutes}
    question = Say("early/ask", data, MessageKind.DAY_OF, view.id, offer.until_at)
    return AwaitingEarlyAnswer(view.id, offer.minutes, offer.until_at), (question,)


def answer(state: AwaitingEarlyAnswer, heard: Heard, context: Context) -> Step | None:
    """Take the answer; None when the text is about something else."""
    view = context.delivery(state.delivery)
    if view is None:
        return None
    match heard.reading.intent:
        case Intent.CONFIRM:
            return Idle(), (*_decided(state, view, agreed=True), Say("early/agreed", delivery=view.id))
        case Intent.DENY:
            return Idle(), (*_decided(state, view, agreed=False), Say("early/declined", delivery=view.id))
        case _:
            return None


def expired(state: AwaitingEarlyAnswer, context: Context) -> tuple[Effect, ...]:
    """Take silence as a no and let the driver know."""
    view = context.delivery(state.delivery)
    return () if view is None else _decided(state, view, agreed=False)


def _decided(state: AwaitingEarlyAnswer, view: DeliveryView, *, agreed: bool) -> tuple[Effect, ...]:
    data: dict[str, Value] = {"stop": stops.label(view), "count": state.minutes}
    told = Tell(Role.DRIVER, "driver/early_agreed" if agreed else "driver/early_declined", view.id, data)
    return AgreeEarly(view.id, state.minutes, agreed), told
