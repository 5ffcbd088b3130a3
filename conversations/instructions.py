"""What the driver must know at the door: kept with the delivery, and told to the driver who is on the way.

Whether a wish can be met is the driver's business; nothing here promises it.
"""

from dataclasses import dataclass
from datetime import datetime

from conversations import stops, tracking
from conversations.candidates import on_the_road
from conversations.context import Context, DeliveryView
from conversations.effects import Effect, SaveInstructions, Say, Tell, Value
from conversations.turn import QUESTION_STAYS_OPEN, Heard, Idle
from conversations.understanding.reading import Intent, Role
from delivery.status import Status

_CLOSED = frozenset({Status.DELIVERED, Status.CANCELLED})
_NOT_WORDS = frozenset({Intent.DENY, Intent.NO_COMMENT})


@dataclass(frozen=True, slots=True)
class AskingText:
    """We asked what the driver must know at the door."""

    delivery: int
    expires_at: datetime


Step = tuple[Idle | AskingText, tuple[Effect, ...]]


def start(view: DeliveryView, heard: Heard, context: Context) -> Step:
    """Take the wish to leave instructions."""
    if view.status in _CLOSED:
        return Idle(), (tracking.answer(view, context),)
    if heard.reading.instruction:
        return Idle(), save(heard.reading.instruction, view, context)
    question = Say("instructions/ask", {"tracking_number": view.tracking_number}, delivery=view.id)
    return AskingText(view.id, context.now + QUESTION_STAYS_OPEN), (question,)


def answer(state: AskingText, heard: Heard, context: Context) -> Step | None:
    """Take the instructions we asked for; None when the text is about something else."""
    view = context.delivery(state.delivery)
    if view is None:
        return None
    if heard.reading.intent in _NOT_WORDS:
        return Idle(), (Say("instructions/none", delivery=view.id),)
    if heard.reading.intent in (Intent.INSTRUCTIONS, Intent.OTHER, Intent.RELAY, Intent.COMMENT):
        return Idle(), save(heard.reading.instruction or heard.text.strip(), view, context)
    return None


def save(text: str, view: DeliveryView, context: Context) -> tuple[Effect, ...]:
    """Keep a text for the door, and tell a driver who is already on the way."""
    data: dict[str, Value] = {"tracking_number": view.tracking_number, "text": text}
    kept = SaveInstructions(view.id, text)
    if view not in on_the_road(context):
        return kept, Say("instructions/saved", data, delivery=view.id)
    told = Tell(Role.DRIVER, "driver/instructions", view.id, {"stop": stops.label(view), "text": text})
    return kept, told, Say("instructions/told", data, delivery=view.id)
