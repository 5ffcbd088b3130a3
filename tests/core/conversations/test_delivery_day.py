"""Reminders, the facts of the day, and the question whether the driver may come early."""

from datetime import date, timedelta

import pytest

from conversations import early, reminders
from conversations.context import Context, DeliveryView, Proof
from conversations.early import AwaitingEarlyAnswer
from conversations.effects import AgreeEarly, CloseRelay, Confirm, Effect, Say
from conversations.events import (
    DeliveryCancelled,
    DeliveryCompleted,
    DeliveryDelayed,
    DeliveryFact,
    DeliveryFailed,
    DriverApproached,
    DriverArriving,
    EarlyOffered,
    ReminderDue,
    TimerFired,
    TimerName,
    WentOutForDelivery,
)
from conversations.instructions import AskingText
from conversations.reminders import AwaitingConfirmation, Confirmation
from conversations.reschedule import AskingWhen, Confirming
from conversations.router import step
from conversations.state import Dialogue, ThreadState
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent
from delivery.reminders import ReminderKind
from delivery.status import Status
from tests.core.conversations.cast import (
    FRIDAY,
    LATER,
    NOW,
    THURSDAY,
    TODAY,
    TUESDAY,
    a_context,
    a_delivery,
    a_talk,
    an_eta,
    delivered,
    done,
    hear,
    heard,
    on,
    out,
    said,
    told,
    untimed,
)

MIDNIGHT = NOW + timedelta(hours=12)  # the local one before Tuesday
ASKED = AwaitingConfirmation((1,), MIDNIGHT)
OFFER = AwaitingEarlyAnswer(1, 20, NOW + early.STAYS_OPEN)


def tomorrow(number: int = 1, **changes: object) -> DeliveryView:
    values = {"window": TUESDAY, "offers": (THURSDAY, FRIDAY)}
    return a_delivery(number, **(values | changes))


@pytest.mark.parametrize(
    ("kind", "context", "dialogue", "keys"),
    [
        (ReminderKind.DAY_BEFORE, a_context(tomorrow()), ASKED, ["reminder/day_before_ask"]),
        (ReminderKind.DAY_BEFORE, a_context(tomorrow(confirmed=True)), Idle(), ["reminder/day_before"]),
        (ReminderKind.DAY_BEFORE, a_context(tomorrow(offers=())), Idle(), ["reminder/day_before"]),
        (ReminderKind.DAY_BEFORE, a_context(tomorrow(status=Status.CANCELLED)), Idle(), []),
        (ReminderKind.DAY_BEFORE, a_context(tomorrow(window=None)), Idle(), []),
        (ReminderKind.DAY_BEFORE, a_context(tomorrow(window=TODAY)), Idle(), []),
        (ReminderKind.DAY_BEFORE, a_context(tomorrow(stopped=True)), Idle(), []),
        (ReminderKind.DAY_BEFORE, a_context(tomorrow(), muted=True), Idle(), []),
        (ReminderKind.DAY_BEFORE, a_context(tomorrow(), opted_out=True), Idle(), []),
        (ReminderKind.DAY_BEFORE, a_context(), Idle(), []),
        (ReminderKind.MORNING, a_context(tomorrow(window=TODAY)), Idle(), ["reminder/morning"]),
        (ReminderKind.MORNING, a_context(out()), Idle(), ["reminder/morning"]),
        (ReminderKind.MORNING, a_context(tomorrow()), Idle(), []),
        (ReminderKind.MORNING, a_context(delivered()), Idle(), []),
    ],
)
def test_a_reminder_is_said_while_it_is_of_use(
    kind: ReminderKind, context: Context, dialogue: Dialogue, keys: list[str]
) -> None:
    state, effects = step(ThreadState(), ReminderDue(kind, (1,)), context)

    assert (state, said(effects)) == (ThreadState(dialogue), keys)


def test_several_deliveries_of_one_day_make_one_message() -> None:
    context = a_context(tomorrow(1), tomorrow(2, confirmed=True))

    state, effects = step(ThreadState(), ReminderDue(ReminderKind.DAY_BEFORE, (1, 2)), context)

    first = effects[0]
    assert isinstance(first, Say)
    assert first.key == "reminder/day_before_ask_many"
    assert first.data == {
        "count": 2,
        "day": date(2026, 11, 24),
        "lines": ("AC-0001 13:00-15:00", "AC-0002 13:00-15:00"),
    }
    assert state.dialogue == AwaitingConfirmation((1,), MIDNIGHT)


def test_a_reminder_is_said_at_once_but_its_question_waits() -> None:
    busy = ThreadState(Confirming(2, FRIDAY, LATER))
    context = a_context(tomorrow(1), a_delivery(2))

    state, effects = step(busy, ReminderDue(ReminderKind.DAY_BEFORE, (1,)), context)

    assert state == ThreadState(busy.dialogue, waiting=(Confirmation((1,)),))
    assert said(effects) == ["reminder/day_before"]


def test_a_morning_reminder_leaves_an_open_question_alone() -> None:
    busy = ThreadState(Confirming(2, FRIDAY, LATER))
    context = a_context(out(1), a_delivery(2))

    state, effects = step(busy, ReminderDue(ReminderKind.MORNING, (1,)), context)

    assert (state, said(effects)) == (busy, ["reminder/morning"])


def test_the_question_that_waited_is_asked_when_the_other_one_ends() -> None:
    waiting = ThreadState(waiting=(Confirmation((1,)), Confirmation((2,))))
    context = a_context(tomorrow(1), tomorrow(2))

    state, effects = step(waiting, TimerFired(TimerName.QUESTION_WAITS), context)

    assert state == ThreadState(ASKED, waiting=(Confirmation((2,)),))
    assert said(effects) == ["reminder/ask"]


def test_a_question_that_lost_its_sense_is_not_asked() -> None:
    waiting = ThreadState(waiting=(Confirmation((1,)),))

    assert step(waiting, TimerFired(TimerName.QUESTION_WAITS), a_context(delivered())) == (ThreadState(), ())
    assert reminders.ask(Confirmation((1,)), a_context(delivered())) == (Idle(), ())


@pytest.mark.parametrize(
    ("words", "dialogue", "keys", "effects"),
    [
        (heard(Intent.CONFIRM), Idle(), ["reminder/confirmed"], [Confirm(1)]),
        (heard(Intent.CONFIRM, when=on(date(2026, 11, 24))), Idle(), ["reminder/confirmed"], [Confirm(1)]),
        (heard(Intent.CONFIRM, when=on(date(2026, 11, 27))), Confirming(1, FRIDAY, LATER), ["reschedule/confirm"], []),
        (heard(Intent.DENY), AskingWhen(1, (THURSDAY, FRIDAY), LATER), ["reschedule/ask_when"], []),
        (
            heard(Intent.RESCHEDULE, when=on(date(2026, 11, 27))),
            Confirming(1, FRIDAY, LATER),
            ["reschedule/confirm"],
            [],
        ),
        (heard(Intent.OTHER), ASKED, ["unclear/ok_or_day"], []),
    ],
)
def test_the_answer_to_a_reminder_is_taken(
    words: Heard, dialogue: Dialogue, keys: list[str], effects: list[Effect]
) -> None:
    after, followed = hear(ASKED, words, a_context(tomorrow()))

    assert (after, said(followed), done(followed)) == (dialogue, keys, effects)


def test_one_answer_confirms_several_and_another_day_asks_which() -> None:
    both = AwaitingConfirmation((1, 2), MIDNIGHT)
    context = a_context(tomorrow(1), tomorrow(2))

    _, agreed = hear(both, heard(Intent.CONFIRM, when=on(date(2026, 11, 27))), context)
    _, refused = hear(both, heard(Intent.RESCHEDULE), context)

    assert done(agreed) == [Confirm(1), Confirm(2)]
    assert said(refused) == ["choose/ask"]
    assert reminders.answer(both, heard(Intent.CONFIRM), a_context()) is None


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
