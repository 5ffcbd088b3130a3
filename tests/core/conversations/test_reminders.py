"""Reminders, their questions and the answers to them."""

from datetime import date, timedelta

import pytest

from conversations import reminders
from conversations.context import Context, DeliveryView
from conversations.effects import Confirm, Effect, Say, Timed
from conversations.events import (
    ReminderDue,
    TimerFired,
    TimerName,
)
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
    delivered,
    done,
    hear,
    heard,
    on,
    out,
    said,
)

MIDNIGHT = NOW + timedelta(hours=12)  # the local one before Tuesday
ASKED = AwaitingConfirmation((1,), MIDNIGHT)


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
        "lines": tuple(Timed(TUESDAY, "America/New_York", before=number) for number in ("AC-0001", "AC-0002")),
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


@pytest.mark.parametrize("intent", [Intent.DENY, Intent.RESCHEDULE])
def test_a_no_to_several_asks_which_one_does_not_suit(intent: Intent) -> None:
    context = a_context(tomorrow(1), tomorrow(2))

    dialogue, effects = hear(AwaitingConfirmation((1, 2), MIDNIGHT), heard(intent, "no"), context)
    chosen, then = hear(dialogue, heard(Intent.OTHER, "2"), context)

    assert (said(effects), said(then)) == (["choose/ask"], ["reschedule/ask_when"])
    assert chosen == AskingWhen(2, (THURSDAY, FRIDAY), LATER)
