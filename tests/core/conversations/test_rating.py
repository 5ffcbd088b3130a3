"""Scores, comments, corrections, and never twice."""

import pytest

from conversations import rating
from conversations.effects import CaseKind, Effect, OpenCase, RecordComment, RecordRating
from conversations.events import CaseClosed, RatingDue
from conversations.rating import AwaitingComment, AwaitingScore, Invitation
from conversations.router import step
from conversations.state import Dialogue, ThreadState
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent
from delivery.messages import MessageKind
from delivery.status import Status
from tests.core.conversations.cast import (
    LATER,
    a_context,
    a_delivery,
    a_talk,
    delivered,
    done,
    hear,
    heard,
    said,
    untimed,
)

SCORE = AwaitingScore(1, LATER)
GOOD = AwaitingComment(1, 5, LATER)
BAD = AwaitingComment(1, 1, LATER)
LOW = OpenCase(CaseKind.LOW_RATING, 1)

Follows = tuple[Dialogue, list[str], list[Effect]]


def rated(score: int, text: str = "some words", comment: str | None = None) -> Heard:
    return heard(Intent.RATING, text, score=score, comment=comment)


@pytest.mark.parametrize(
    ("state", "words", "follows"),
    [
        (SCORE, rated(5), (GOOD, ["rating/thanks"], [RecordRating(1, 5)])),
        (SCORE, rated(3), (AwaitingComment(1, 3, LATER), ["rating/thanks"], [RecordRating(1, 3)])),
        (SCORE, rated(1), (BAD, ["rating/low"], [RecordRating(1, 1), LOW])),
        (
            SCORE,
            rated(2, comment="late"),
            (
                Idle(),
                ["rating/low_with_comment"],
                [RecordRating(1, 2), OpenCase(CaseKind.LOW_RATING, 1, "late"), RecordComment(1, "late")],
            ),
        ),
        (SCORE, rated(5, comment="kind"), (Idle(), ["rating/done"], [RecordRating(1, 5), RecordComment(1, "kind")])),
        (SCORE, heard(Intent.DENY), (Idle(), ["rating/declined"], [])),
        (SCORE, heard(Intent.SMALLTALK), (SCORE, ["rating/which_score"], [])),
        (SCORE, heard(Intent.OTHER), (SCORE, ["unclear/score"], [])),
        (SCORE, heard(Intent.RATING), (SCORE, ["rating/which_score"], [])),
        (GOOD, heard(Intent.COMMENT, " so kind "), (Idle(), ["rating/comment_noted"], [RecordComment(1, "so kind")])),
        (
            BAD,
            heard(Intent.COMMENT, "x", comment="thrown"),
            (
                Idle(),
                ["rating/comment_passed_on"],
                [RecordComment(1, "thrown"), OpenCase(CaseKind.LOW_RATING, 1, "thrown")],
            ),
        ),
        (GOOD, heard(Intent.NO_COMMENT), (Idle(), ["rating/no_comment"], [])),
        (BAD, heard(Intent.DENY), (Idle(), ["rating/no_comment_low"], [])),
        (GOOD, rated(4), (Idle(), ["rating/corrected"], [RecordRating(1, 4)])),
        (GOOD, rated(5), (GOOD, [], [])),
        (
            GOOD,
            rated(1, comment="late"),
            (Idle(), ["rating/corrected_low"], [RecordRating(1, 1), LOW, RecordComment(1, "late")]),
        ),
        (GOOD, heard(Intent.RELAY), (Idle(), ["rating/comment_noted"], [RecordComment(1, "some words")])),
        (GOOD, heard(Intent.VERIFY), (GOOD, ["verify/none"], [])),
        (GOOD, heard(Intent.CHOICE), (GOOD, ["unclear/words"], [])),
        (Idle(), rated(4), (AwaitingComment(1, 4, LATER), ["rating/thanks"], [RecordRating(1, 4)])),
        (Idle(), heard(Intent.RATING), (SCORE, ["rating/which_score"], [])),
    ],
)
def test_a_score_is_taken_and_a_comment_asked_for(state: Dialogue, words: Heard, follows: Follows) -> None:
    after, effects = hear(state, words, a_context(delivered()))

    assert (after, said(effects), done(effects)) == follows


@pytest.mark.parametrize(
    ("words", "keys", "effects"),
    [
        (rated(4, "sorry, meant 4"), ["rating/corrected"], [RecordRating(1, 4)]),
        (rated(2, "dos"), ["rating/corrected_low"], [RecordRating(1, 2), LOW]),
        (rated(5, "great service!"), ["smalltalk/reply"], []),
    ],
)
def test_a_later_score_corrects_and_praise_does_not(words: Heard, keys: list[str], effects: list[Effect]) -> None:
    _, followed = hear(Idle(), words, a_context(delivered(score=3)))

    assert (said(followed), done(followed)) == (keys, effects)


def test_an_answer_that_also_complains_opens_a_case() -> None:
    words = heard(Intent.RATING, "3, the box was open", score=3, also=Intent.COMPLAINT)

    _, effects = hear(SCORE, words, a_context(delivered()))

    assert done(effects) == [RecordRating(1, 3), OpenCase(CaseKind.COMPLAINT, note="3, the box was open")]


def test_a_rating_is_asked_for_once() -> None:
    context = a_context(delivered())

    state, first = step(ThreadState(), RatingDue(1), context)
    answered = ThreadState(asked=state.asked)
    again, second = step(answered, RatingDue(1), context)

    assert state == ThreadState(SCORE, asked=(Invitation(1),))
    assert [(effect.key, effect.kind) for effect in untimed(first)] == [("rating/ask", MessageKind.RATING)]  # type: ignore[union-attr]
    assert (again, untimed(second)) == (answered, ())


@pytest.mark.parametrize(
    "context",
    [
        a_context(),
        a_context(a_delivery()),
        a_context(delivered(score=4)),
        a_context(delivered(stopped=True)),
        a_context(delivered(rateable=False)),
        a_context(delivered(), may_ask_rating=False),
        a_context(delivered(), opted_out=True),
    ],
)
def test_a_rating_is_not_asked_for_where_it_makes_no_sense(context: object) -> None:
    assert step(ThreadState(), RatingDue(1), context) == (ThreadState(), ())  # type: ignore[arg-type]


def test_a_rating_waits_for_a_talk_and_for_quiet() -> None:
    talking = a_context(delivered(), bindings=(a_talk(),))
    muted = a_context(delivered(), muted=True)

    for context in (talking, muted):
        state, effects = step(ThreadState(), RatingDue(1), context)
        assert state == ThreadState(waiting=(Invitation(1),))
        assert untimed(effects) == ()


def test_a_closed_case_is_followed_by_one_more_question() -> None:
    context = a_context(delivered(score=1), may_ask_rating=False)

    state, effects = step(ThreadState(), CaseClosed(1, was_low_rating=True), context)
    _, second = step(ThreadState(asked=state.asked), CaseClosed(1, was_low_rating=True), context)

    assert said(effects) == ["rating/ask_again"]
    assert untimed(second) == ()


def test_a_delivery_that_is_gone_is_neither_asked_about_nor_rated() -> None:
    assert rating.ask(Invitation(1), a_context()) == (Idle(), ())
    assert rating.answer(SCORE, rated(5), a_context()) is None


def test_a_cancelled_delivery_is_not_rated() -> None:
    cancelled = a_context(delivered(status=Status.CANCELLED))

    assert not rating.is_wanted(Invitation(1), cancelled)
