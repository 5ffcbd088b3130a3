"""The rating of a delivery: a score from 1 to 5, then one question for a comment; a low one opens a case.

Each delivery is asked about once, and once more after the case of a low rating is closed.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from conversations.context import Context, DeliveryView
from conversations.effects import CaseKind, Effect, OpenCase, RecordComment, RecordRating, Say, Value
from conversations.turn import QUESTION_STAYS_OPEN, Heard, Idle
from conversations.understanding.reading import Intent
from delivery.messages import MessageKind
from delivery.status import Status

LOW = 2
_NO_WORDS = frozenset({Intent.NO_COMMENT, Intent.DENY, Intent.SMALLTALK})
_WORDS = frozenset({Intent.COMMENT, Intent.OTHER, Intent.RELAY, Intent.COMPLAINT, Intent.CONFIRM})
# Praise after a score is no other score: a correction says the number itself.
_SCORE_ITSELF = re.compile(
    r"[1-5*\u2605\u2b50]|\b(?:one|two|three|four|five|uno?|dos|tres|cuatro|cinco|une?|deux|trois|quatre|cinq)\b"
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A question for a score that may wait its turn; `again` after a low rating was looked after."""

    delivery: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class AwaitingScore:
    """We asked for a score."""

    delivery: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AwaitingComment:
    """The score is recorded; we asked for a few words."""

    delivery: int
    score: int
    expires_at: datetime


Step = tuple[Idle | AwaitingScore | AwaitingComment, tuple[Effect, ...]]


def is_wanted(invitation: Invitation, context: Context) -> bool:
    """Tell whether an invitation still makes sense; one's own repeated memory of asking is the router's business."""
    view = context.delivery(invitation.delivery)
    if view is None or view.status is not Status.DELIVERED or view.stopped:
        return False
    if invitation.again:
        return view.score is not None
    return view.rateable and view.score is None and context.may_ask_rating


def ask(invitation: Invitation, context: Context) -> Step:
    """Ask for a score."""
    view = context.delivery(invitation.delivery)
    if view is None:
        return Idle(), ()
    key = "rating/ask_again" if invitation.again else "rating/ask"
    expires_at = context.now + QUESTION_STAYS_OPEN
    question = Say(key, {"tracking_number": view.tracking_number}, MessageKind.RATING, view.id, expires_at)
    return AwaitingScore(view.id, expires_at), (question,)


def given(view: DeliveryView, heard: Heard, context: Context) -> Step:
    """Take a score that was given unasked, or one that corrects an earlier one."""
    score = heard.reading.score
    if score is None:
        return _ask_for_number(view, context)
    if view.score is None:
        return _scored(view, score, heard.reading.comment, context)
    if _SCORE_ITSELF.search(heard.text.casefold()) is None:
        return Idle(), (Say("smalltalk/reply"),)
    return Idle(), _corrected(view, score)


def answer(state: AwaitingScore | AwaitingComment, heard: Heard, context: Context) -> Step | None:
    """Take the score or the comment we asked for; None when the text is about something else."""
    view = context.delivery(state.delivery)
    if view is None:
        return None
    match state:
        case AwaitingScore():
            return _score(heard, view, context)
        case AwaitingComment():
            return _comment(state, heard, view)
        case _:
            assert_never(state)


def _score(heard: Heard, view: DeliveryView, context: Context) -> Step | None:
    if heard.reading.intent is Intent.RATING and heard.reading.score is not None:
        return _scored(view, heard.reading.score, heard.reading.comment, context)
    if heard.reading.intent in (Intent.DENY, Intent.NO_COMMENT):
        return Idle(), (Say("rating/declined", delivery=view.id),)
    if heard.reading.intent in (Intent.COMMENT, Intent.SMALLTALK, Intent.CONFIRM):
        return _ask_for_number(view, context)
    return None


def _ask_for_number(view: DeliveryView, context: Context) -> Step:
    question = Say("rating/which_score", {"tracking_number": view.tracking_number}, delivery=view.id)
    return AwaitingScore(view.id, context.now + QUESTION_STAYS_OPEN), (question,)


def _scored(view: DeliveryView, score: int, comment: str | None, context: Context) -> Step:
    data: dict[str, Value] = {"score": score, "tracking_number": view.tracking_number}
    low = score <= LOW
    case: tuple[Effect, ...] = (OpenCase(CaseKind.LOW_RATING, view.id, comment),) if low else ()
    recorded: tuple[Effect, ...] = (RecordRating(view.id, score), *case)
    if comment:
        key = "rating/low_with_comment" if low else "rating/done"
        return Idle(), (*recorded, RecordComment(view.id, comment), Say(key, data, delivery=view.id))
    key = "rating/low" if low else "rating/thanks"
    state = AwaitingComment(view.id, score, context.now + QUESTION_STAYS_OPEN)
    return state, (*recorded, Say(key, data, delivery=view.id))


def _comment(state: AwaitingComment, heard: Heard, view: DeliveryView) -> Step | None:
    reading = heard.reading
    if reading.intent is Intent.RATING and reading.score is not None:
        if reading.score == state.score and reading.comment is None:
            return state, ()
        corrected = _corrected(view, reading.score)
        comment = (RecordComment(view.id, reading.comment),) if reading.comment else ()
        return Idle(), (*corrected[:-1], *comment, corrected[-1])
    if reading.intent in _NO_WORDS:
        return Idle(), (Say("rating/no_comment_low" if state.score <= LOW else "rating/no_comment", delivery=view.id),)
    if reading.intent in _WORDS:
        return Idle(), _commented(state, reading.comment or heard.text.strip(), view)
    return None


def _commented(state: AwaitingComment, comment: str, view: DeliveryView) -> tuple[Effect, ...]:
    noted = RecordComment(view.id, comment)
    if state.score > LOW:
        return noted, Say("rating/comment_noted", delivery=view.id)
    return noted, OpenCase(CaseKind.LOW_RATING, view.id, comment), Say("rating/comment_passed_on", delivery=view.id)


def _corrected(view: DeliveryView, score: int) -> tuple[Effect, ...]:
    data: dict[str, Value] = {"score": score, "tracking_number": view.tracking_number}
    said = Say("rating/corrected_low" if score <= LOW else "rating/corrected", data, delivery=view.id)
    case: tuple[Effect, ...] = (OpenCase(CaseKind.LOW_RATING, view.id),) if score <= LOW else ()
    return RecordRating(view.id, score), *case, said
