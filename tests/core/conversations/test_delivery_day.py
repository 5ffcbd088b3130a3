"""The facts of the day, the questions they answer, and whether the driver may come early."""

from datetime import timedelta

import pytest

from conversations import early
from conversations.context import Context, DeliveryView, Proof
from conversations.early import AwaitingEarlyAnswer
from conversations.effects import AgreeEarly, CloseRelay, Say, Timed
from conversations.events import (
    DeliveryCancelled,
    DeliveryCompleted,
    DeliveryDelayed,
    DeliveryFact,
    DeliveryFailed,
    DriverApproached,
    DriverArriving,
    EarlyOffered,
    TimerFired,
    TimerName,
    WentOutForDelivery,
)
from conversations.instructions import AskingText
from conversations.reminders import AwaitingConfirmation
from conversations.reschedule import Confirming
from conversations.router import step
from conversations.state import Dialogue, ThreadState
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent
from delivery.messages import MessageKind
from delivery.status import Status
from tests.core.conversations.cast import (
    FRIDAY,
    LATER,
    NOW,
    TODAY,
    a_context,
    a_delivery,
    a_talk,
    an_eta,
    delivered,
    done,
    hear,
    heard,
    out,
    said,
    told,
    untimed,
)

MIDNIGHT = NOW + timedelta(hours=12)  # the local one before Tuesday
ASKED = AwaitingConfirmation((1,), MIDNIGHT)
OFFER = AwaitingEarlyAnswer(1, 20, NOW + early.STAYS_OPEN)


NOTED = Proof(NOW, 4, "in the porch")
GONE_WRONG = a_delivery(status=Status.FAILED)


@pytest.mark.parametrize(
    ("fact", "view", "keys"),
    [
        (WentOutForDelivery(1), out(), ["day/out"]),
        (WentOutForDelivery(1), out(window=None), ["day/out_open"]),
        (WentOutForDelivery(1), a_delivery(), []),
        (DriverApproached(1), out(eta=an_eta()), ["day/approaching"]),
        (DriverApproached(1), out(eta=an_eta(1)), ["day/next"]),
        (DriverApproached(1), out(eta=an_eta(live=False)), []),
        (DriverApproached(1), out(eta=an_eta(wide=0)), []),
        (DriverApproached(1), out(), []),
        (DriverApproached(1), delivered(eta=an_eta()), []),
        (DriverArriving(1), out(), ["day/arriving"]),
        (DriverArriving(1), out(status=Status.ARRIVED), ["day/arriving"]),
        (DriverArriving(1), delivered(), []),
        (DeliveryDelayed(1), out(eta=an_eta()), ["day/delayed"]),
        (DeliveryDelayed(1), out(eta=an_eta(), window=None), ["day/delayed_open"]),
        (DeliveryDelayed(1), out(), []),
        (DeliveryCompleted(1), delivered(), ["day/delivered"]),
        (DeliveryCompleted(1), delivered(proof=NOTED), ["day/delivered_note"]),
        (DeliveryCompleted(1), delivered(proof=Proof(NOW, 4, None)), ["day/delivered"]),
        (DeliveryCompleted(1), out(), []),
        (DeliveryFailed(1), GONE_WRONG, ["day/failed_move"]),
        (DeliveryFailed(1), a_delivery(status=Status.FAILED, offers=()), ["day/failed"]),
        (DeliveryFailed(1), a_delivery(status=Status.FAILED, failed_reason="x"), ["day/failed_move_reason"]),
        (DeliveryFailed(1), out(), []),
        (DeliveryCancelled(1), a_delivery(status=Status.CANCELLED), ["day/cancelled"]),
        (DeliveryCancelled(1), out(), []),
        (DeliveryCompleted(2), delivered(1), []),
    ],
)
def test_a_fact_is_told_unless_it_is_overtaken(fact: DeliveryFact, view: DeliveryView, keys: list[str]) -> None:
    state, effects = step(ThreadState(), fact, a_context(view))

    assert (state, said(effects)) == (ThreadState(), keys)


@pytest.mark.parametrize(
    "context",
    [
        a_context(delivered(), muted=True),
        a_context(delivered(), opted_out=True),
        a_context(delivered(stopped=True)),
    ],
)
def test_nobody_is_told_who_does_not_want_to_be(context: Context) -> None:
    assert step(ThreadState(), DeliveryCompleted(1), context) == (ThreadState(), ())


def test_a_cancelled_delivery_ends_its_talk_even_in_silence() -> None:
    view = a_delivery(status=Status.CANCELLED)
    context = a_context(view, bindings=(a_talk(),), muted=True)

    assert step(ThreadState(), DeliveryCancelled(1), context)[1] == (CloseRelay(1),)


@pytest.mark.parametrize(
    ("dialogue", "fact", "view", "then"),
    [
        (AskingText(1, LATER), DeliveryCompleted(1), delivered(), Idle()),
        (Confirming(1, FRIDAY, LATER), DeliveryCancelled(1), a_delivery(status=Status.CANCELLED), Idle()),
        (ASKED, DeliveryCancelled(1), a_delivery(status=Status.CANCELLED), Idle()),
        (AskingText(2, LATER), DeliveryCompleted(1), delivered(), AskingText(2, LATER)),
        (AskingText(1, LATER), WentOutForDelivery(1), out(), AskingText(1, LATER)),
    ],
)
def test_a_question_that_the_day_has_answered_is_dropped(
    dialogue: Dialogue, fact: DeliveryFact, view: DeliveryView, then: Dialogue
) -> None:
    assert step(ThreadState(dialogue), fact, a_context(view))[0].dialogue == then


@pytest.mark.parametrize(
    ("words", "dialogue", "agreed"),
    [
        (heard(Intent.CONFIRM), Idle(), True),
        (heard(Intent.DENY), Idle(), False),
        (heard(Intent.OTHER), OFFER, None),
    ],
)
def test_the_recipient_decides_whether_the_driver_comes_early(
    words: Heard, dialogue: Dialogue, agreed: bool | None
) -> None:
    after, effects = hear(OFFER, words, a_context(out()))

    assert after == dialogue
    assert done(effects) == ([] if agreed is None else [AgreeEarly(1, 20, agreed)])
    assert told(effects) == {None: [], True: ["driver/early_agreed"], False: ["driver/early_declined"]}[agreed]


def test_an_early_offer_is_asked_about_at_once_and_runs_out_as_a_no() -> None:
    context = a_context(out())

    state, asked = step(ThreadState(), EarlyOffered(1, 20), context)
    later = a_context(out(), now=NOW + early.STAYS_OPEN)
    after, ended = step(state, TimerFired(TimerName.QUESTION_EXPIRES), later)

    assert (state, said(asked)) == (ThreadState(OFFER), ["early/ask"])
    assert (after, untimed(ended)[0]) == (ThreadState(), AgreeEarly(1, 20, agreed=False))


@pytest.mark.parametrize("view", [delivered(), a_delivery(), out(stopped=True)])
def test_an_early_offer_that_makes_no_sense_is_dropped(view: DeliveryView) -> None:
    assert step(ThreadState(), EarlyOffered(1, 20), a_context(view)) == (ThreadState(), ())


def test_an_early_offer_about_a_delivery_that_is_gone_is_nothing() -> None:
    offer = early.Offer(1, 20, LATER)

    assert early.ask(offer, a_context()) == (Idle(), ())
    assert early.expired(OFFER, a_context()) == ()
    assert early.answer(OFFER, heard(Intent.CONFIRM), a_context()) is None
    assert not early.is_wanted(offer, a_context(out(), now=LATER))


def test_what_leaves_together_is_told_together() -> None:
    context = a_context(out(1, link="https://t.example/1"), out(2), out(3, stopped=True), a_delivery(4))

    _, effects = step(ThreadState(), WentOutForDelivery(1, (2, 3, 4, 9)), context)

    lines = (
        Timed(TODAY, "America/New_York", before="AC-0001", after="https://t.example/1"),
        Timed(TODAY, "America/New_York", before="AC-0002"),
    )
    assert effects == (Say("day/out_many", {"count": 2, "lines": lines}, MessageKind.DAY_OF, not_after=TODAY.end),)


@pytest.mark.parametrize(
    ("context", "keys"),
    [
        (a_context(out(1), a_delivery(2)), ["day/out"]),
        (a_context(out(1), out(2, window=None)), ["day/out", "day/out_open"]),
        (a_context(a_delivery(1), out(2)), ["day/out"]),
        (a_context(out(1), out(2), muted=True), []),
        (a_context(out(1), out(2), opted_out=True), []),
    ],
)
def test_what_cannot_be_told_together_is_told_alone_or_not_at_all(context: Context, keys: list[str]) -> None:
    assert said(step(ThreadState(), WentOutForDelivery(1, (2,)), context)[1]) == keys
