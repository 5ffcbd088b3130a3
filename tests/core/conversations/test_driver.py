"""A driver's quick words, and what a failed attempt asks for."""

from datetime import timedelta

import pytest

from conversations.context import DeliveryView
from conversations.driver_states import AskingMinutes, AskingReason
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
    NOW,
    a_delivery,
    a_route,
    delivered,
    done,
    hear,
    heard,
    out,
    said,
    text,
)

WHY = AskingReason(1, NOW + timedelta(minutes=20))
MINUTES = AskingMinutes(NOW + timedelta(minutes=20))
ROUTE = (delivered(9), out(1), out(2), out(3))

Follows = tuple[Dialogue, list[str], list[Effect]]


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
        (
            heard(Intent.DELAY, "#2 running late", stop_tag=2),
            ROUTE,
            ["driver/sent_to"],
            [Relay(Role.CUSTOMER, 2, "running late")],
        ),
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
        (heard(Intent.EARLY_OFFER, "early #2", stop_tag=2), ROUTE, ["driver/early_how"], []),
        (heard(Intent.EARLY_OFFER, "early at 2", stop_tag=2), ROUTE, ["driver/early_how"], []),
        (heard(Intent.EARLY_OFFER, "early #20", stop_tag=20), ROUTE, ["driver/no_such_stop"], []),
        (heard(Intent.EARLY_OFFER, "early 2", stop_tag=2), ROUTE, ["driver/early_which"], []),
        (
            heard(Intent.EARLY_OFFER, "early 2 10", stop_tag=2, minutes=10),
            ROUTE,
            ["driver/early_asked"],
            [OfferEarly(2, 10)],
        ),
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
        (
            heard(Intent.REPLY_TO_CUSTOMER, message="are you home", stop_tag=2),
            (WHY, ["driver/sent_to"], [Relay(Role.CUSTOMER, 2, "are you home")]),
        ),
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


def test_the_second_time_the_office_looks() -> None:
    once, first = text(ThreadState(), "hmm", a_route(*ROUTE))
    twice, second = text(once, "hmm", a_route(*ROUTE))

    assert said(first) == ["driver/unclear"]
    assert (twice, said(second)) == (ThreadState(), ["driver/unclear_again"])
    assert done(second) == [OpenCase(CaseKind.DRIVER_NOT_UNDERSTOOD, note="hmm")]


def test_a_delivery_is_found_by_what_the_driver_really_texts() -> None:
    _, effects = text(ThreadState(), "done #2", a_route(*ROUTE))

    assert done(effects) == [RecordStop(2, CustodyKind.DELIVERED)]


@pytest.mark.parametrize(
    ("words", "then", "keys"),
    [
        (heard(Intent.UNCLEAR, "15"), Idle(), ["driver/late"]),
        (heard(Intent.DELAY, "late 15", minutes=15), Idle(), ["driver/late"]),
        (heard(Intent.UNCLEAR, "0"), MINUTES, ["driver/unclear"]),
        (heard(Intent.UNCLEAR, "no idea"), MINUTES, ["driver/unclear"]),
    ],
)
def test_how_late_is_answered_with_a_bare_number(words: Heard, then: Dialogue, keys: list[str]) -> None:
    asked, effects = hear(Idle(), heard(Intent.DELAY), a_route(*ROUTE))

    dialogue, answered = hear(asked, words, a_route(*ROUTE))

    assert (asked, said(effects)) == (MINUTES, ["driver/late_how"])
    assert (dialogue, said(answered)) == (then, keys)


@pytest.mark.parametrize("words", ["thanks", "cheers 👍"])
def test_thanks_of_a_driver_need_no_answer(words: str) -> None:
    assert hear(Idle(), heard(Intent.UNCLEAR, words), a_route(*ROUTE)) == (Idle(), ())
