"""Questions of ours that wait: asked one at a time, when nobody is in the middle of something else.

Which answer follows lives in the dialogues.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from conversations import early, rating, reminders
from conversations.context import Context
from conversations.effects import CancelDelivery, Confirm, Effect, RecordRating, Reschedule
from conversations.state import REMEMBERED, Dialogue, Question, ThreadState
from conversations.turn import Idle
from conversations.understanding.reading import Role


def is_free(thread: ThreadState, context: Context) -> bool:
    """Tell whether a question of ours would disturb nothing."""
    is_quiet = context.opted_out or context.muted or bool(context.bindings)
    return isinstance(thread.dialogue, Idle) and not is_quiet


def add(thread: ThreadState, question: Question | None, context: Context) -> ThreadState:
    """Let a question wait for its turn; one that was asked, waits already or makes no sense is dropped."""
    if question is None or question in thread.waiting or question in thread.asked or not _is_wanted(question, context):
        return thread
    return replace(thread, waiting=(*thread.waiting, question))


def ask_next(
    thread: ThreadState, effects: tuple[Effect, ...], context: Context
) -> tuple[ThreadState, tuple[Effect, ...]]:
    """Ask the first waiting question that still makes sense, if this is a moment for questions."""
    settled = _settled_deliveries(effects)
    waiting = tuple(
        question for question in thread.waiting if _is_wanted(question, context) and not _about(question) & settled
    )
    if not waiting or not is_free(thread, context):
        return replace(thread, waiting=waiting), ()
    question, *later = waiting
    dialogue, asked = _ask(question, context)
    remembered = (*thread.asked, question)[-REMEMBERED:] if isinstance(question, rating.Invitation) else thread.asked
    return replace(thread, dialogue=dialogue, waiting=tuple(later), asked=remembered), asked


def _is_wanted(question: Question, context: Context) -> bool:
    if context.opted_out or context.role is not Role.CUSTOMER:
        return False
    match question:
        case rating.Invitation():
            return rating.is_wanted(question, context)
        case early.Offer():
            return early.is_wanted(question, context)
        case reminders.Confirmation():
            return reminders.question(question.deliveries, context) is not None
        case _:
            assert_never(question)


def _ask(question: Question, context: Context) -> tuple[Dialogue, tuple[Effect, ...]]:
    match question:
        case rating.Invitation():
            return rating.ask(question, context)
        case early.Offer():
            return early.ask(question, context)
        case reminders.Confirmation():
            return reminders.ask(question, context)
        case _:
            assert_never(question)


def _about(question: Question) -> frozenset[int]:
    return frozenset(question.deliveries if isinstance(question, reminders.Confirmation) else {question.delivery})


def _settled_deliveries(effects: Iterable[Effect]) -> frozenset[int]:
    """Collect the deliveries that this very step decided, which the context cannot show yet."""
    decisions = (Reschedule, CancelDelivery, Confirm, RecordRating)
    return frozenset(effect.delivery for effect in effects if isinstance(effect, decisions))
