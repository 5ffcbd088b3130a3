"""Words from the recipient to the driver: passed on as written while the delivery is on the road.

Who has which number is never known here, and nothing is passed on that could be meant for another delivery.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from conversations import instructions, tracking
from conversations.candidates import on_the_road
from conversations.context import Context, DeliveryView
from conversations.effects import Effect, Relay, Say, Value
from conversations.turn import QUESTION_STAYS_OPEN, Heard, Idle
from conversations.understanding.reading import Intent, Role
from delivery.status import Status

_CLOSED = frozenset({Status.DELIVERED, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class AskingMessage:
    """We asked what to tell the driver."""

    delivery: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OfferingToKeep:
    """Nobody drives with the delivery yet: we asked whether to keep the words for the driver."""

    delivery: int
    text: str
    expires_at: datetime


Step = tuple[Idle | AskingMessage | OfferingToKeep, tuple[Effect, ...]]


def start(view: DeliveryView, heard: Heard, context: Context) -> Step:
    """Take the wish for words with the driver."""
    expires_at = context.now + QUESTION_STAYS_OPEN
    number: dict[str, Value] = {"tracking_number": view.tracking_number}
    is_talking = any(binding.delivery == view.id for binding in context.bindings)
    if view.status in _CLOSED and not is_talking:
        return Idle(), (tracking.answer(view, context), *closed(context))
    if view not in on_the_road(context) and not is_talking:
        if heard.reading.message is None:
            return Idle(), (Say("relay/not_out", number, delivery=view.id),)
        offer = Say("relay/offer_to_keep", number, delivery=view.id)
        return OfferingToKeep(view.id, heard.reading.message, expires_at), (offer,)
    if heard.reading.message is None:
        return AskingMessage(view.id, expires_at), (Say("relay/ask", number, delivery=view.id),)
    return Idle(), pass_on(heard.reading.message, view, context)


def go_on(view: DeliveryView, heard: Heard, context: Context) -> Step:
    """Pass the person's words on as they are, in a talk that is open."""
    return Idle(), pass_on(heard.text, view, context)


def answer(state: AskingMessage | OfferingToKeep, heard: Heard, context: Context) -> Step | None:
    """Take the words, or the yes, that we asked for; None when the text is about something else."""
    view = context.delivery(state.delivery)
    if view is None:
        return None
    match state:
        case AskingMessage():
            return _asked(heard, view, context)
        case OfferingToKeep():
            return _offered(state, heard, view, context)
        case _:
            assert_never(state)


def pass_on(text: str, view: DeliveryView, context: Context) -> tuple[Effect, ...]:
    """Pass words to the driver; a receipt says whose when the talk begins, and always where several are open."""
    words = Relay(Role.DRIVER, view.id, text)
    if [binding.delivery for binding in context.bindings] == [view.id]:
        return (words,)
    data: dict[str, Value] = {"tracking_number": view.tracking_number, "at": context.now}
    return words, Say("relay/given", data, delivery=view.id)


def closed(context: Context) -> tuple[Effect, ...]:
    """Say that the talk with the driver is over, and whom to ask instead."""
    if context.brand.support is None:
        return (Say("relay/closed"),)
    return (Say("relay/closed_support", {"support": context.brand.support}),)


def _asked(heard: Heard, view: DeliveryView, context: Context) -> Step | None:
    match heard.reading.intent:
        case Intent.DENY:
            return Idle(), (Say("relay/nothing_passed", delivery=view.id),)
        case Intent.CONTACT_DRIVER | Intent.RELAY | Intent.OTHER | Intent.INSTRUCTIONS | Intent.SMALLTALK:
            text = heard.reading.message or heard.text.strip()
            if view in on_the_road(context):
                return Idle(), pass_on(text, view, context)
            return Idle(), closed(context)
        case _:
            return None


def _offered(state: OfferingToKeep, heard: Heard, view: DeliveryView, context: Context) -> Step | None:
    match heard.reading.intent:
        case Intent.CONFIRM:
            return Idle(), instructions.save(state.text, view, context)
        case Intent.DENY:
            return Idle(), (Say("relay/not_kept", delivery=view.id),)
        case _:
            return None
