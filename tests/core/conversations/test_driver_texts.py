"""A driver's own words for customers: to the right one or to nobody."""

from datetime import timedelta

import pytest

from conversations.context import BindingView, Context
from conversations.driver_states import ChoosingStop
from conversations.effects import (
    Effect,
    Relay,
)
from conversations.events import TimerFired, TimerName
from conversations.router import step
from conversations.state import Dialogue, ThreadState
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent, Role
from tests.core.conversations.cast import (
    LATER,
    NOW,
    a_route,
    a_talk,
    delivered,
    done,
    hear,
    heard,
    out,
    said,
    untimed,
)

CHOOSING = ChoosingStop("on my way", (1, 3), NOW + timedelta(minutes=30))
ROUTE = (delivered(9), out(1), out(2), out(3))
OWN = a_talk(2, own_line=True)

Follows = tuple[Dialogue, list[str], list[Effect]]


def words(message: str, **found: object) -> Heard:
    return heard(Intent.REPLY_TO_CUSTOMER, message, message=message, **found)


def to(number: int, message: str) -> Relay:
    return Relay(Role.CUSTOMER, number, message)


@pytest.mark.parametrize(
    ("said_", "context", "keys", "effects"),
    [
        (words("hi", stop_tag=2), a_route(*ROUTE), ["driver/sent_to"], [to(2, "hi")]),
        (words("hi", stop_tag=9), a_route(*ROUTE), ["driver/sent_to"], [to(9, "hi")]),
        (
            words("hi", stop_tag=9),
            a_route(delivered(9, completed_at=NOW - timedelta(days=1))),
            ["driver/talk_closed"],
            [],
        ),
        (
            words("hi", stop_tag=9),
            a_route(delivered(9, completed_at=None), bindings=(a_talk(9),)),
            ["driver/sent_to"],
            [to(9, "hi")],
        ),
        (words("hi", stop_tag=55), a_route(*ROUTE), ["driver/no_such_stop"], []),
        (heard(Intent.UNCLEAR, "#2: hmm", stop_tag=2), a_route(*ROUTE), ["driver/sent_to"], [to(2, "hmm")]),
        (heard(Intent.UNCLEAR, "here in 5"), a_route(*ROUTE, bindings=(OWN,)), [], [to(2, "here in 5")]),
        (heard(Intent.DELAY, "late"), a_route(*ROUTE, bindings=(OWN,)), [], [to(2, "late")]),
        (words("hi", stop_tag=3), a_route(*ROUTE, bindings=(OWN,)), ["driver/sent_to"], [to(3, "hi")]),
        (heard(Intent.UNCLEAR, "hi"), a_route(*ROUTE, bindings=(a_talk(3),)), ["driver/sent_to"], [to(3, "hi")]),
        (heard(Intent.UNCLEAR), a_route(*ROUTE, late_binding=True), ["driver/talk_closed"], []),
        (words("hi"), a_route(), ["driver/all_done"], []),
    ],
)
def test_words_reach_the_right_customer_or_nobody(
    said_: Heard, context: Context, keys: list[str], effects: list[Effect]
) -> None:
    dialogue, followed = hear(Idle(), said_, context)

    assert (dialogue, said(followed), done(followed)) == (Idle(), keys, effects)


@pytest.mark.parametrize(
    ("bindings", "candidates"),
    [
        ((), (1, 2, 3)),
        ((a_talk(1), a_talk(3)), (1, 3)),
        ((a_talk(3, minutes_ago=31),), (3,)),
        ((a_talk(77),), (1, 2, 3)),
    ],
)
def test_words_for_nobody_in_particular_are_asked_about(
    bindings: tuple[BindingView, ...], candidates: tuple[int, ...]
) -> None:
    dialogue, effects = hear(Idle(), words("on my way"), a_route(*ROUTE, bindings=bindings))

    assert dialogue == ChoosingStop("on my way", candidates, NOW + timedelta(minutes=30))
    assert (said(effects), done(effects)) == (["driver/which_stop"], [])


@pytest.mark.parametrize(
    ("said_", "follows"),
    [
        (heard(Intent.UNCLEAR, "2"), (Idle(), ["driver/sent_to"], [to(3, "on my way")])),
        (heard(Intent.UNCLEAR, "3"), (Idle(), ["driver/sent_to"], [to(3, "on my way")])),
        (heard(Intent.UNCLEAR, "#2", stop_tag=2), (Idle(), ["driver/sent_to"], [to(2, "on my way")])),
        (heard(Intent.UNCLEAR, "0"), (Idle(), ["driver/not_sent"], [])),
        (heard(Intent.UNCLEAR, "Nobody."), (Idle(), ["driver/not_sent"], [])),
        (heard(Intent.UNCLEAR, "8"), (CHOOSING, ["driver/unclear"], [])),
        (heard(Intent.UNCLEAR, "#8", stop_tag=8), (CHOOSING, ["driver/no_such_stop"], [])),
        (heard(Intent.NEXT_STOP), (CHOOSING, ["driver/next"], [])),
        (
            words("with your sofa"),
            (
                ChoosingStop("on my way\nwith your sofa", (1, 2, 3), CHOOSING.expires_at),
                ["driver/which_stop"],
                [],
            ),
        ),
    ],
)
def test_the_kept_words_go_where_the_driver_says(said_: Heard, follows: Follows) -> None:
    dialogue, effects = hear(CHOOSING, said_, a_route(*ROUTE))

    assert (dialogue, said(effects), done(effects)) == follows


def test_words_on_a_line_of_their_own_do_not_mix_with_kept_ones() -> None:
    dialogue, effects = hear(CHOOSING, heard(Intent.UNCLEAR, "hi"), a_route(*ROUTE, bindings=(OWN,)))

    assert (dialogue, effects) == (CHOOSING, (to(2, "hi"),))


def test_a_stop_that_is_gone_cannot_be_chosen() -> None:
    dialogue, effects = hear(CHOOSING, heard(Intent.UNCLEAR, "2"), a_route(out(1)))

    assert (dialogue, said(effects)) == (CHOOSING, ["driver/unclear"])


def test_words_that_nobody_placed_go_to_nobody_and_the_driver_is_told() -> None:
    context = a_route(*ROUTE, now=CHOOSING.expires_at)

    state, effects = step(ThreadState(CHOOSING), TimerFired(TimerName.QUESTION_EXPIRES), context)

    assert (state, said(effects)) == (ThreadState(), ["driver/not_sent"])


def test_an_open_question_of_a_driver_is_not_lost_to_a_customer_event() -> None:
    state = ThreadState(ChoosingStop("x", (1,), LATER))

    after, effects = step(state, TimerFired(TimerName.QUESTION_WAITS), a_route(*ROUTE))

    assert (after, untimed(effects)) == (state, ())
