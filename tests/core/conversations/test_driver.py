"""A driver's quick words, and the driver's own words for customers."""

from datetime import timedelta

import pytest

from conversations.context import BindingView, Context, DeliveryView
from conversations.driver_states import AskingReason, ChoosingStop
from conversations.effects import (
    AnnounceDelay,
    CaseKind,
    Effect,
    OfferEarly,
    OpenCase,
    RecordStop,
    Relay,
    StartRoute,
    TakeBreak,
)
from conversations.events import TimerFired, TimerName
from conversations.router import step
from conversations.state import Dialogue, ThreadState
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent, Role
from delivery.status import CustodyKind, Status
from tests.core.conversations.cast import (
    LATER,
    NOW,
    a_delivery,
    a_route,
    a_talk,
    delivered,
    done,
    hear,
    heard,
    out,
    said,
    text,
    untimed,
)

WHY = AskingReason(1, NOW + timedelta(minutes=20))
CHOOSING = ChoosingStop("on my way", (1, 3), NOW + timedelta(minutes=30))
ROUTE = (delivered(9), out(1), out(2), out(3))

Follows = tuple[Dialogue, list[str], list[Effect]]


def words(message: str, **found: object) -> Heard:
    return heard(Intent.REPLY_TO_CUSTOMER, message, message=message, **found)


def to(number: int, message: str) -> Relay:
    return Relay(Role.CUSTOMER, number, message)


@pytest.mark.parametrize(
    ("said_", "views", "keys", "effects"),
    [
        (heard(Intent.NEXT_STOP), ROUTE, ["driver/next"], []),
        (heard(Intent.NEXT_STOP), (out(1, instructions="ring"),), ["driver/next_note"], []),
        (heard(Intent.NEXT_STOP), (out(1, window=None, tag=None),), ["driver/next"], []),
        (heard(Intent.NEXT_STOP), (delivered(9),), ["driver/all_done"], []),
        (heard(Intent.LIST_STOPS), ROUTE, ["driver/list"], []),
        (heard(Intent.LIST_STOPS), (), ["driver/all_done"], []),
        (heard(Intent.HELP), ROUTE, ["driver/help"], []),
        (heard(Intent.BREAK_START), ROUTE, ["driver/break"], [TakeBreak(begins=True)]),
        (heard(Intent.BREAK_END), ROUTE, ["driver/back"], [TakeBreak(begins=False)]),
        (heard(Intent.DELAY, minutes=20), ROUTE, ["driver/late"], [AnnounceDelay(20)]),
        (heard(Intent.DELAY), ROUTE, ["driver/late_how"], []),
        (heard(Intent.DELAY, "#2 running late", stop_tag=2), ROUTE, ["driver/sent_to"], [to(2, "running late")]),
        (heard(Intent.DEPARTED), (a_delivery(1), a_delivery(2)), ["driver/departed"], [StartRoute()]),
        (heard(Intent.DEPARTED), ROUTE, ["driver/next"], []),
        (heard(Intent.ARRIVED), ROUTE, ["driver/arrived"], [RecordStop(1, CustodyKind.ARRIVED)]),
        (heard(Intent.DELIVERED), ROUTE, ["driver/delivered"], [RecordStop(1, CustodyKind.DELIVERED)]),
        (heard(Intent.DELIVERED), (out(1),), ["driver/delivered_last"], [RecordStop(1, CustodyKind.DELIVERED)]),
        (
            heard(Intent.DELIVERED, stop_tag=2, reason="with Bob"),
            ROUTE,
            ["driver/delivered"],
            [RecordStop(2, CustodyKind.DELIVERED, "with Bob")],
        ),
        (
            heard(Intent.DELIVERED),
            (out(1), out(2, status=Status.ARRIVED)),
            ["driver/delivered"],
            [RecordStop(2, CustodyKind.DELIVERED)],
        ),
        (heard(Intent.DELIVERED, stop_tag=9), ROUTE, ["driver/already"], []),
        (heard(Intent.ARRIVED, stop_tag=9), ROUTE, ["driver/not_possible"], []),
        (heard(Intent.DELIVERED, stop_tag=55), ROUTE, ["driver/no_such_stop"], []),
        (heard(Intent.DELIVERED), (), ["driver/all_done"], []),
        (
            heard(Intent.FAILED, reason="no answer"),
            ROUTE,
            ["driver/failed"],
            [RecordStop(1, CustodyKind.FAILED, "no answer")],
        ),
        (heard(Intent.EARLY_OFFER, minutes=20), ROUTE, ["driver/early_asked"], [OfferEarly(1, 20)]),
        (heard(Intent.EARLY_OFFER), ROUTE, ["driver/early_how"], []),
        (heard(Intent.EARLY_OFFER, stop_tag=20), ROUTE, ["driver/early_asked"], [OfferEarly(1, 20)]),
        (heard(Intent.EARLY_OFFER, stop_tag=2), ROUTE, ["driver/early_how"], []),
        (heard(Intent.EARLY_OFFER, minutes=20), (a_delivery(1),), ["driver/not_possible"], []),
        (heard(Intent.UNCLEAR), ROUTE, ["driver/unclear"], []),
        (heard(Intent.TRACK), ROUTE, ["driver/unclear"], []),
    ],
)
def test_a_quick_word_does_its_act(
    said_: Heard, views: tuple[DeliveryView, ...], keys: list[str], effects: list[Effect]
) -> None:
    dialogue, followed = hear(Idle(), said_, a_route(*views))

    assert (dialogue, said(followed), done(followed)) == (Idle(), keys, effects)


@pytest.mark.parametrize(
    ("said_", "follows"),
    [
        (
            heard(Intent.UNCLEAR, " dog in the yard "),
            (Idle(), ["driver/failed"], [RecordStop(1, CustodyKind.FAILED, "dog in the yard")]),
        ),
        (
            heard(Intent.FAILED, "nobody", reason="nobody home"),
            (Idle(), ["driver/failed"], [RecordStop(1, CustodyKind.FAILED, "nobody home")]),
        ),
        (heard(Intent.NEXT_STOP), (WHY, ["driver/next"], [])),
        (heard(Intent.FAILED, "failed"), (WHY, ["driver/why_failed"], [])),
        (words("are you home", stop_tag=2), (WHY, ["driver/sent_to"], [to(2, "are you home")])),
    ],
)
def test_a_failed_attempt_needs_its_reason(said_: Heard, follows: Follows) -> None:
    asked, question = hear(Idle(), heard(Intent.FAILED), a_route(*ROUTE))

    dialogue, effects = hear(asked, said_, a_route(*ROUTE))

    assert (asked, said(question)) == (WHY, ["driver/why_failed"])
    assert (dialogue, said(effects), done(effects)) == follows


@pytest.mark.parametrize(
    ("views", "effects"), [(ROUTE, [RecordStop(1, CustodyKind.FAILED)]), ((delivered(1),), []), ((), [])]
)
def test_without_a_reason_the_attempt_is_recorded_in_the_end(
    views: tuple[DeliveryView, ...], effects: list[Effect]
) -> None:
    context = a_route(*views, now=WHY.expires_at)

    state, followed = step(ThreadState(WHY), TimerFired(TimerName.QUESTION_EXPIRES), context)

    assert (state, done(followed)) == (ThreadState(), effects)


OWN = a_talk(2, own_line=True)


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


def test_the_second_time_the_office_looks() -> None:
    once, first = text(ThreadState(), "hmm", a_route(*ROUTE))
    twice, second = text(once, "hmm", a_route(*ROUTE))

    assert said(first) == ["driver/unclear"]
    assert (twice, said(second)) == (ThreadState(), ["driver/unclear_again"])
    assert done(second) == [OpenCase(CaseKind.DRIVER_NOT_UNDERSTOOD, note="hmm")]


def test_a_delivery_is_found_by_what_the_driver_really_texts() -> None:
    _, effects = text(ThreadState(), "done #2", a_route(*ROUTE))

    assert done(effects) == [RecordStop(2, CustodyKind.DELIVERED)]


def test_an_open_question_of_a_driver_is_not_lost_to_a_customer_event() -> None:
    state = ThreadState(ChoosingStop("x", (1,), LATER))

    after, effects = step(state, TimerFired(TimerName.QUESTION_WAITS), a_route(*ROUTE))

    assert (after, untimed(effects)) == (state, ())
