"""What a thread remembers between two events: the present dialogue, the questions that wait, what was asked before,
and what was talked about.

At most one question is open, because a thread is in one dialogue at a time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from conversations import cancellation, driver_states, early, instructions, rating, relay, reminders, reschedule
from conversations.choosing import Choosing
from conversations.follow_up import Mentioned
from conversations.handover import WithPerson
from conversations.turn import Idle
from conversations.understanding.reading import OpenQuestion

Dialogue = (
    Idle
    | Choosing
    | WithPerson
    | reschedule.AskingWhen
    | reschedule.Confirming
    | instructions.AskingText
    | relay.AskingMessage
    | relay.OfferingToKeep
    | rating.AwaitingScore
    | rating.AwaitingComment
    | reminders.AwaitingConfirmation
    | early.AwaitingEarlyAnswer
    | cancellation.Confirming
    | driver_states.ChoosingStop
    | driver_states.AskingReason
    | driver_states.AskingMinutes
)
Question = rating.Invitation | early.Offer | reminders.Confirmation
REMEMBERED = 20
IDLE = Idle()


@dataclass(frozen=True, slots=True)
class ThreadState:
    """Everything a dialogue knows of its past."""

    dialogue: Dialogue = IDLE
    waiting: tuple[Question, ...] = ()
    misunderstood: int = 0
    asked: tuple[rating.Invitation, ...] = ()
    mentioned: Mentioned | None = None


def deadline(dialogue: Dialogue) -> datetime | None:
    """Find when a dialogue ends by itself; never for an idle thread."""
    return None if isinstance(dialogue, Idle) else dialogue.expires_at


def open_question(dialogue: Dialogue) -> OpenQuestion | None:
    """Name the question that a dialogue waits with, in the words of the understanding."""
    match dialogue:
        case Idle() | WithPerson():
            return None
        case Choosing() | driver_states.ChoosingStop() | driver_states.AskingReason() | driver_states.AskingMinutes():
            return OpenQuestion.CHOOSE_DELIVERY
        case reschedule.AskingWhen():
            return OpenQuestion.ASK_DATE
        case reschedule.Confirming() | cancellation.Confirming() | relay.OfferingToKeep():
            return OpenQuestion.CONFIRM_RESCHEDULE
        case reminders.AwaitingConfirmation():
            return OpenQuestion.CONFIRM_DELIVERY
        case instructions.AskingText():
            return OpenQuestion.ASK_INSTRUCTIONS
        case relay.AskingMessage():
            return OpenQuestion.RELAY_OPEN
        case rating.AwaitingScore():
            return OpenQuestion.RATE_DELIVERY
        case rating.AwaitingComment():
            return OpenQuestion.RATE_COMMENT
        case early.AwaitingEarlyAnswer():
            return OpenQuestion.OFFER_EARLY
        case _:
            assert_never(dialogue)


def choices(dialogue: Dialogue) -> int:
    """Count the numbered answers that a dialogue offered."""
    match dialogue:
        case Choosing(candidates=candidates) | driver_states.ChoosingStop(candidates=candidates):
            return len(candidates)
        case reschedule.AskingWhen(shown=shown):
            return len(shown)
        case _:
            return 0


def deliveries(dialogue: Dialogue) -> frozenset[int]:
    """Collect the deliveries that a dialogue is about; empty for a choice, which is about a wish."""
    match dialogue:
        case Idle() | WithPerson() | Choosing() | driver_states.ChoosingStop() | driver_states.AskingMinutes():
            return frozenset()
        case reminders.AwaitingConfirmation(deliveries=numbers):
            return frozenset(numbers)
        case _:
            return frozenset({dialogue.delivery})
