"""What was not understood: one short honest answer, and the second time in a row a person.

An open question stays open after the first time and is said again in few words.
"""

from dataclasses import replace
from typing import assert_never

from conversations import (
    cancellation,
    driver_states,
    early,
    handover,
    instructions,
    rating,
    relay,
    reminders,
    reschedule,
)
from conversations.choosing import Choosing
from conversations.context import Context
from conversations.effects import Effect, Say
from conversations.handover import WithPerson
from conversations.state import Dialogue, ThreadState
from conversations.turn import Heard, Idle


def answer(before: ThreadState, heard: Heard, context: Context) -> tuple[ThreadState, tuple[Effect, ...]]:
    """Say that we did not understand; the second time hand over to a person."""
    if before.misunderstood:
        with_person, effects = handover.give_up(heard, context)
        return replace(before, dialogue=with_person, misunderstood=0), effects
    return replace(before, misunderstood=1), (Say(_key(before.dialogue)),)


def _key(dialogue: Dialogue) -> str:
    match dialogue:
        case (
            Idle()
            | WithPerson()
            | driver_states.ChoosingStop()
            | driver_states.AskingReason()
            | driver_states.AskingMinutes()
        ):
            return "unclear/wish"
        case Choosing():
            return "unclear/choice"
        case reschedule.AskingWhen():
            return "unclear/day"
        case rating.AwaitingScore():
            return "unclear/score"
        case rating.AwaitingComment() | instructions.AskingText() | relay.AskingMessage():
            return "unclear/words"
        case reminders.AwaitingConfirmation():
            return "unclear/ok_or_day"
        case reschedule.Confirming() | cancellation.Confirming() | relay.OfferingToKeep() | early.AwaitingEarlyAnswer():
            return "unclear/ok"
        case _:
            assert_never(dialogue)
