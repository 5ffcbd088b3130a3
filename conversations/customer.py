"""What a customer's text leads to: "where is it" first, then the open question, the open talk, and new wishes.

Only the order of these is decided here; every dialogue lives in its own module, and consent came before.
"""

from dataclasses import replace
from typing import assert_never

from conversations import (
    cancellation,
    candidates,
    choosing,
    claims,
    consent,
    driver_states,
    early,
    handover,
    instructions,
    rating,
    relay,
    reminders,
    reschedule,
    state,
    unclear,
    wishes,
)
from conversations.choosing import Choosing
from conversations.context import Context
from conversations.effects import Effect, Say
from conversations.handover import WithPerson
from conversations.state import Dialogue, Question, ThreadState
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent
from conversations.wishes import Turn

Step = tuple[ThreadState, tuple[Effect, ...]]

_WHERE = frozenset({Intent.TRACK, Intent.TRACKING_NUMBER})
_TALK = frozenset(
    {Intent.RELAY, Intent.OTHER, Intent.SMALLTALK, Intent.CONFIRM, Intent.DENY, Intent.COMMENT, Intent.CHOICE}
)
# Thanks and yes after a talk are courtesy; only words that make no sense to us were meant for the driver.
_ONLY_TALK = frozenset({Intent.RELAY, Intent.OTHER})


def hear(before: ThreadState, heard: Heard, context: Context) -> Step:
    """Answer one text of a customer."""
    known = replace(before, misunderstood=0)
    if isinstance(before.dialogue, WithPerson):
        return _beside_a_person(before, heard, context)
    if (turn := _chosen(before.dialogue, heard, context)) is not None:
        return replace(known, dialogue=turn[0]), turn[1]
    if (turn := _interruption(before.dialogue, heard, context)) is not None:
        return _joined(known, turn)
    is_elsewhere = _is_elsewhere(before.dialogue, heard, context)
    if not is_elsewhere and (turn := _answered(before.dialogue, heard, context)) is not None:
        return replace(known, dialogue=turn[0]), (*turn[1], *handover.second_case(heard))
    if (turn := _talked(heard, context) or wishes.serve(heard, context)) is not None:
        return _joined(known, turn)
    return unclear.answer(before, heard, context)


def _beside_a_person(before: ThreadState, heard: Heard, context: Context) -> Step:
    """Answer only what never waits for the person who has the thread."""
    if heard.reading.intent in _WHERE:
        _, effects = wishes.where(heard, context, may_ask=False)
        return before, effects
    if heard.reading.intent is Intent.HELP:
        return before, (consent.help_(context),)
    if handover.wants_bot(heard):
        return hear(replace(before, dialogue=Idle(), misunderstood=0), heard, context)
    stayed, effects = handover.stay(heard, context)
    return replace(before, dialogue=stayed), effects


def _interruption(dialogue: Dialogue, heard: Heard, context: Context) -> Turn | None:
    """Answer what is always answered and closes no question."""
    match heard.reading.intent:
        case Intent.TRACK | Intent.TRACKING_NUMBER:
            return wishes.where(heard, context, may_ask=isinstance(dialogue, Idle))
        case Intent.HELP:
            return Idle(), (consent.help_(context),)
        case Intent.VERIFY:
            return Idle(), (claims.verify(context),)
        case _:
            return None


def _chosen(dialogue: Dialogue, heard: Heard, context: Context) -> Turn | None:
    """Let the question which delivery is meant take its answer, before a tracking number counts as a new question."""
    if not isinstance(dialogue, Choosing):
        return None
    if (view := choosing.picked(dialogue, heard, context)) is not None:
        return wishes.go_on(dialogue, view, context)
    if choosing.wants_all(heard) and (turn := wishes.go_on_with_all(dialogue, context)) is not None:
        return turn
    return (Idle(), (Say("choose/none"),)) if heard.reading.intent is Intent.DENY else None


def _is_elsewhere(dialogue: Dialogue, heard: Heard, context: Context) -> bool:
    """Tell whether a text names a delivery that the open question is not about."""
    named = {view.id for view in candidates.named(heard, context)}
    return bool(named) and not named & state.deliveries(dialogue)


def _answered(dialogue: Dialogue, heard: Heard, context: Context) -> Turn | None:
    match dialogue:
        case (
            Idle()
            | WithPerson()
            | Choosing()
            | driver_states.ChoosingStop()
            | driver_states.AskingReason()
            | driver_states.AskingMinutes()
        ):
            return None
        case reschedule.AskingWhen() | reschedule.Confirming():
            return reschedule.answer(dialogue, heard, context)
        case instructions.AskingText():
            return instructions.answer(dialogue, heard, context)
        case relay.AskingMessage() | relay.OfferingToKeep():
            return relay.answer(dialogue, heard, context)
        case rating.AwaitingScore() | rating.AwaitingComment():
            return rating.answer(dialogue, heard, context)
        case reminders.AwaitingConfirmation():
            return reminders.answer(dialogue, heard, context)
        case early.AwaitingEarlyAnswer():
            return early.answer(dialogue, heard, context)
        case cancellation.Confirming():
            return cancellation.answer(dialogue, heard, context)
        case _:
            assert_never(dialogue)


def _talked(heard: Heard, context: Context) -> Turn | None:
    """Treat words that are no wish as part of the talk with the driver, or as too late for it."""
    if heard.reading.intent not in _TALK:
        return None
    if context.bindings:
        return wishes.talk(heard, context)
    is_for_driver = context.late_binding and heard.reading.intent in _ONLY_TALK
    return (Idle(), relay.closed(context)) if is_for_driver else None


def _joined(before: ThreadState, turn: Turn) -> Step:
    """Keep the open question unless a new one was asked; one of ours that gives way waits for its next turn."""
    dialogue, effects = turn
    if isinstance(dialogue, Idle):
        return before, effects
    waiting = before.waiting
    given_way = _question(before.dialogue)
    if given_way is not None and not state.deliveries(dialogue) & state.deliveries(before.dialogue):
        waiting = (*waiting, given_way)
    return replace(before, dialogue=dialogue, waiting=waiting), effects


def _question(dialogue: Dialogue) -> Question | None:
    """Turn an open question of ours back into one that waits; a rating is never asked for twice."""
    match dialogue:
        case reminders.AwaitingConfirmation(deliveries=numbers):
            return reminders.Confirmation(numbers)
        case early.AwaitingEarlyAnswer(delivery=number, minutes=minutes, expires_at=until_at):
            return early.Offer(number, minutes, until_at)
        case _:
            return None
