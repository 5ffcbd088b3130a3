"""What holds whatever the dialogue: expiry, timers, questions that wait, and who is never asked anything."""

from datetime import timedelta

import pytest

from conversations import customer, hints, router
from conversations.cancellation import Confirming as CancelConfirming
from conversations.choosing import Choosing
from conversations.context import Context
from conversations.driver_states import AskingMinutes, AskingReason, ChoosingStop
from conversations.early import AwaitingEarlyAnswer, Offer
from conversations.effects import CancelTimer, StartTimer
from conversations.events import (
    DeliveryCompleted,
    EarlyOffered,
    Event,
    MessageReceived,
    RatingDue,
    ReminderDue,
    TimerFired,
    TimerName,
)
from conversations.handover import WithPerson
from conversations.instructions import AskingText
from conversations.rating import AwaitingComment, AwaitingScore, Invitation
from conversations.relay import AskingMessage, OfferingToKeep
from conversations.reminders import AwaitingConfirmation, Confirmation
from conversations.reschedule import AskingWhen, Confirming
from conversations.state import Dialogue, ThreadState
from conversations.turn import Idle
from conversations.understanding.reading import Intent, OpenQuestion
from delivery.reminders import ReminderKind
from tests.core.conversations.cast import (
    FRIDAY,
    LATER,
    NOW,
    TUESDAY,
    a_context,
    a_delivery,
    a_route,
    a_talk,
    delivered,
    hear,
    heard,
    out,
    said,
    text,
    untimed,
)

SITUATIONS: tuple[tuple[Dialogue, OpenQuestion | None, int, str | None], ...] = (
    (Idle(), None, 0, "unclear/wish"),
    (WithPerson(LATER), None, 0, None),
    (Choosing(Intent.TRACK, "x", (1, 2), LATER), OpenQuestion.CHOOSE_DELIVERY, 2, "unclear/choice"),
    (AskingWhen(1, (FRIDAY,), LATER), OpenQuestion.ASK_DATE, 1, "unclear/day"),
    (Confirming(1, FRIDAY, LATER), OpenQuestion.CONFIRM_RESCHEDULE, 0, "unclear/ok"),
    (AskingText(9, LATER), OpenQuestion.ASK_INSTRUCTIONS, 0, "unclear/words"),
    (AskingMessage(9, LATER), OpenQuestion.RELAY_OPEN, 0, "unclear/words"),
    (OfferingToKeep(1, "x", LATER), OpenQuestion.CONFIRM_RESCHEDULE, 0, "unclear/ok"),
    (AwaitingScore(1, LATER), OpenQuestion.RATE_DELIVERY, 0, "unclear/score"),
    (AwaitingComment(9, 5, LATER), OpenQuestion.RATE_COMMENT, 0, "unclear/words"),
    (AwaitingConfirmation((1,), LATER), OpenQuestion.CONFIRM_DELIVERY, 0, "unclear/ok_or_day"),
    (AwaitingEarlyAnswer(1, 20, LATER), OpenQuestion.OFFER_EARLY, 0, "unclear/ok"),
    (CancelConfirming(1, LATER), OpenQuestion.CONFIRM_RESCHEDULE, 0, "unclear/ok"),
    (ChoosingStop("x", (1, 2, 3), LATER), OpenQuestion.CHOOSE_DELIVERY, 3, "unclear/wish"),
    (AskingReason(1, LATER), OpenQuestion.CHOOSE_DELIVERY, 0, "unclear/wish"),
    (AskingMinutes(LATER), OpenQuestion.CHOOSE_DELIVERY, 0, "unclear/wish"),
)


@pytest.mark.parametrize(("dialogue", "question", "choices", "key"), SITUATIONS)
def test_each_situation_has_its_question(
    dialogue: Dialogue, question: OpenQuestion | None, choices: int, key: str | None
) -> None:
    context = a_context(a_delivery(1), a_delivery(2))

    built = hints.build(dialogue, context)
    _, effects = hear(dialogue, heard(Intent.OTHER), context)

    assert (built.open_question, built.choices) == (question, choices)
    assert said(effects) == ([] if key is None else [key])


@pytest.mark.parametrize(
    ("context", "rateable", "active", "question"),
    [
        (a_context(), False, 0, None),
        (a_context(delivered(), out(2)), True, 1, None),
        (a_context(delivered(score=3)), True, 0, None),
        (a_context(out(), bindings=(a_talk(),)), False, 1, OpenQuestion.RELAY_OPEN),
        (a_context(delivered(), bindings=(a_talk(),)), True, 0, None),
        (a_route(out(), bindings=(a_talk(),)), False, 1, None),
    ],
)
def test_the_understanding_is_told_about_the_thread(
    context: Context, rateable: bool, active: int, question: OpenQuestion | None
) -> None:
    built = hints.build(Idle(), context)

    assert (built.rateable, built.active_deliveries, built.open_question) == (rateable, active, question)
    assert (built.role, built.now, built.zone, built.language) == (
        context.role,
        NOW,
        "America/New_York",
        "en",
    )


def test_a_question_whose_timer_is_late_is_over_all_the_same() -> None:
    state = ThreadState(Confirming(1, FRIDAY, NOW), misunderstood=1)

    after, effects = text(state, "ok", a_context(a_delivery()))

    assert (after, said(effects)) == (ThreadState(), ["smalltalk/fine"])


def test_an_open_question_keeps_its_timer_through_an_interruption() -> None:
    state = ThreadState(Confirming(1, FRIDAY, LATER))

    after, effects = router.step(state, MessageReceived("where is it"), a_context(a_delivery()))

    assert after == state
    assert effects[-1] == StartTimer(TimerName.QUESTION_EXPIRES, LATER)


def test_an_answer_cancels_the_timer_of_its_question() -> None:
    state = ThreadState(Confirming(1, FRIDAY, LATER))

    _, effects = router.step(state, MessageReceived("ok"), a_context(a_delivery()))

    assert effects[-1] == CancelTimer(TimerName.QUESTION_EXPIRES)


def test_a_timer_that_fired_needs_no_cancelling() -> None:
    state = ThreadState(Confirming(1, FRIDAY, LATER))

    after, effects = router.step(state, TimerFired(TimerName.QUESTION_EXPIRES), a_context(now=LATER))

    assert (after, effects) == (ThreadState(), ())


def test_a_question_that_waits_looks_again_from_time_to_time() -> None:
    talking = a_context(delivered(), bindings=(a_talk(),))

    state, effects = router.step(ThreadState(), RatingDue(1), talking)
    again, later = router.step(state, TimerFired(TimerName.QUESTION_WAITS), talking)
    _, asked = router.step(again, TimerFired(TimerName.QUESTION_WAITS), a_context(delivered()))

    assert effects == later == (StartTimer(TimerName.QUESTION_WAITS, NOW + timedelta(minutes=30)),)
    assert said(asked) == ["rating/ask"]


def test_our_question_gives_way_to_a_new_one_and_is_asked_afterwards() -> None:
    context = a_context(a_delivery(1, window=TUESDAY), a_delivery(2))
    asked = ThreadState(AwaitingConfirmation((1,), LATER))

    moving, _ = customer.hear(asked, heard(Intent.RESCHEDULE, tracking_numbers=("AC-0002",)), context)
    after, effects = text(moving, "3", context)

    assert moving.waiting == (Confirmation((1,)),)
    assert said(effects) == ["reschedule/done", "reminder/ask"]
    assert isinstance(after.dialogue, AwaitingConfirmation)


def test_an_early_offer_that_gave_way_waits_only_as_long_as_it_holds() -> None:
    context = a_context(out(1), a_delivery(2))
    asked = ThreadState(AwaitingEarlyAnswer(1, 20, LATER))

    moving, _ = customer.hear(asked, heard(Intent.RESCHEDULE, tracking_numbers=("AC-0002",)), context)

    assert moving.waiting == (Offer(1, 20, LATER),)


def test_our_question_about_the_very_delivery_is_dropped() -> None:
    asked = ThreadState(AwaitingConfirmation((1,), LATER))

    moving, _ = text(asked, "cancel my order please", a_context(a_delivery(1, window=TUESDAY)))

    assert moving == ThreadState(CancelConfirming(1, LATER))


def test_what_this_very_step_decided_is_not_asked_about() -> None:
    state = ThreadState(Confirming(1, FRIDAY, LATER), waiting=(Confirmation((1,)),))

    after, effects = text(state, "ok", a_context(a_delivery(1, window=TUESDAY)))

    assert (after, said(effects)) == (ThreadState(), ["reschedule/done"])


def test_a_rating_question_is_never_put_off_to_be_asked_twice() -> None:
    state = ThreadState(AwaitingScore(1, LATER), asked=(Invitation(1),))

    after, _ = text(state, "cancel my order please", a_context(a_delivery(2), delivered(1)))

    assert after.waiting == ()


@pytest.mark.parametrize(
    "event",
    [
        RatingDue(1),
        EarlyOffered(1, 20),
        ReminderDue(ReminderKind.MORNING, (1,)),
        DeliveryCompleted(1),
        TimerFired(TimerName.PERSON_EXPIRES),
    ],
)
def test_a_driver_is_never_asked_a_customers_question(event: Event) -> None:
    assert router.step(ThreadState(), event, a_route(out(), delivered(2))) == (ThreadState(), ())


def test_the_memory_of_what_was_asked_is_bounded() -> None:
    asked = tuple(Invitation(number) for number in range(100, 120))

    state, _ = router.step(ThreadState(asked=asked), RatingDue(1), a_context(delivered()))

    assert len(state.asked) == 20
    assert state.asked[-1] == Invitation(1)


def test_a_question_that_waits_already_does_not_wait_twice() -> None:
    talking = a_context(delivered(), bindings=(a_talk(),))
    state = ThreadState(waiting=(Invitation(1),))

    after, effects = router.step(state, RatingDue(1), talking)

    assert (after, untimed(effects)) == (state, ())
