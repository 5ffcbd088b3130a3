"""Instructions, words for the driver, and cancelling a delivery."""

import pytest

from conversations import cancellation, instructions, relay
from conversations.context import Context, DeliveryView
from conversations.effects import CancelDelivery, CaseKind, Effect, OpenCase, Relay, SaveInstructions, Tell
from conversations.instructions import AskingText
from conversations.relay import AskingMessage, OfferingToKeep
from conversations.state import Dialogue
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent, Role
from delivery.status import Status
from tests.core.conversations.cast import (
    LATER,
    NOBODY,
    a_context,
    a_delivery,
    a_talk,
    delivered,
    done,
    hear,
    heard,
    out,
    said,
)

ASKING_TEXT = AskingText(1, LATER)
ASKING_MESSAGE = AskingMessage(1, LATER)
OFFERING = OfferingToKeep(1, "the dog is friendly", LATER)
CANCELLING = cancellation.Confirming(1, LATER)
CANCELLED = a_delivery(status=Status.CANCELLED)

Follows = tuple[Dialogue, list[str], list[Effect]]


@pytest.mark.parametrize(
    ("state", "words", "view", "follows"),
    [
        (
            Idle(),
            heard(Intent.INSTRUCTIONS, instruction="ring twice"),
            a_delivery(),
            (Idle(), ["instructions/saved"], [SaveInstructions(1, "ring twice")]),
        ),
        (Idle(), heard(Intent.INSTRUCTIONS), a_delivery(), (ASKING_TEXT, ["instructions/ask"], [])),
        (Idle(), heard(Intent.INSTRUCTIONS), delivered(), (Idle(), ["tracking/delivered_at"], [])),
        (
            ASKING_TEXT,
            heard(Intent.OTHER, " by the shed "),
            a_delivery(),
            (Idle(), ["instructions/saved"], [SaveInstructions(1, "by the shed")]),
        ),
        (
            ASKING_TEXT,
            heard(Intent.INSTRUCTIONS, "put it there", instruction="there"),
            out(),
            (Idle(), ["instructions/told"], [SaveInstructions(1, "there")]),
        ),
        (ASKING_TEXT, heard(Intent.DENY), a_delivery(), (Idle(), ["instructions/none"], [])),
        (
            ASKING_TEXT,
            heard(Intent.FORGET_ME),
            a_delivery(),
            (ASKING_TEXT, ["claim/forget"], [OpenCase(CaseKind.FORGET_REQUEST, note="some words")]),
        ),
    ],
)
def test_instructions_are_kept(state: Dialogue, words: Heard, view: DeliveryView, follows: Follows) -> None:
    after, effects = hear(state, words, a_context(view))

    assert (after, said(effects), done(effects)) == follows


def test_instructions_reach_a_driver_who_is_on_the_way() -> None:
    _, effects = hear(Idle(), heard(Intent.INSTRUCTIONS, instruction="ring twice"), a_context(out()))

    assert Tell(Role.DRIVER, "driver/instructions", 1, {"stop": "#1 1 Elm St", "text": "ring twice"}) in effects


@pytest.mark.parametrize(
    ("state", "words", "context", "follows"),
    [
        (
            Idle(),
            heard(Intent.CONTACT_DRIVER, message="I am at the back"),
            a_context(out()),
            (Idle(), ["relay/given"], [Relay(Role.DRIVER, 1, "I am at the back")]),
        ),
        (Idle(), heard(Intent.CONTACT_DRIVER), a_context(out()), (ASKING_MESSAGE, ["relay/ask"], [])),
        (Idle(), heard(Intent.CONTACT_DRIVER), a_context(a_delivery()), (Idle(), ["relay/not_out"], [])),
        (
            Idle(),
            heard(Intent.CONTACT_DRIVER, message="the dog is friendly"),
            a_context(a_delivery()),
            (OFFERING, ["relay/offer_to_keep"], []),
        ),
        (
            Idle(),
            heard(Intent.CONTACT_DRIVER),
            a_context(delivered()),
            (Idle(), ["tracking/delivered_at", "relay/closed_support"], []),
        ),
        (
            Idle(),
            heard(Intent.CONTACT_DRIVER, message="thanks"),
            a_context(delivered(), bindings=(a_talk(),)),
            (Idle(), [], [Relay(Role.DRIVER, 1, "thanks")]),
        ),
        (
            Idle(),
            heard(Intent.RELAY, "the blue door"),
            a_context(out(), bindings=(a_talk(),)),
            (Idle(), [], [Relay(Role.DRIVER, 1, "the blue door")]),
        ),
        (Idle(), heard(Intent.OTHER), a_context(out(), late_binding=True), (Idle(), ["relay/closed_support"], [])),
        (Idle(), heard(Intent.SMALLTALK), a_context(out(), late_binding=True), (Idle(), ["smalltalk/reply"], [])),
        (
            Idle(),
            heard(Intent.OTHER),
            a_context(out(), late_binding=True, brand=NOBODY),
            (Idle(), ["relay/closed"], []),
        ),
        (
            ASKING_MESSAGE,
            heard(Intent.RELAY, " ring the bell "),
            a_context(out()),
            (Idle(), ["relay/given"], [Relay(Role.DRIVER, 1, "ring the bell")]),
        ),
        (ASKING_MESSAGE, heard(Intent.RELAY), a_context(a_delivery()), (Idle(), ["relay/closed_support"], [])),
        (ASKING_MESSAGE, heard(Intent.DENY), a_context(out()), (Idle(), ["relay/nothing_passed"], [])),
        (ASKING_MESSAGE, heard(Intent.HELP), a_context(out()), (ASKING_MESSAGE, ["consent/help_support"], [])),
        (ASKING_MESSAGE, heard(Intent.CONFIRM), a_context(out()), (ASKING_MESSAGE, ["smalltalk/fine"], [])),
        (
            OFFERING,
            heard(Intent.CONFIRM),
            a_context(a_delivery()),
            (Idle(), ["instructions/saved"], [SaveInstructions(1, "the dog is friendly")]),
        ),
        (OFFERING, heard(Intent.DENY), a_context(a_delivery()), (Idle(), ["relay/not_kept"], [])),
        (OFFERING, heard(Intent.OTHER), a_context(a_delivery()), (OFFERING, ["unclear/ok"], [])),
    ],
)
def test_words_reach_the_driver_or_are_answered_honestly(
    state: Dialogue, words: Heard, context: Context, follows: Follows
) -> None:
    after, effects = hear(state, words, context)

    assert (after, said(effects), done(effects)) == follows


@pytest.mark.parametrize(
    ("state", "words", "view", "follows"),
    [
        (Idle(), heard(Intent.CANCEL_DELIVERY), a_delivery(), (CANCELLING, ["cancellation/confirm"], [])),
        (
            Idle(),
            heard(Intent.CANCEL_DELIVERY),
            out(),
            (Idle(), ["cancellation/too_late"], [OpenCase(CaseKind.CANCEL_REQUEST, 1, "some words")]),
        ),
        (Idle(), heard(Intent.CANCEL_DELIVERY), CANCELLED, (Idle(), ["tracking/cancelled"], [])),
        (CANCELLING, heard(Intent.CONFIRM), a_delivery(), (Idle(), ["cancellation/done"], [CancelDelivery(1)])),
        (
            CANCELLING,
            heard(Intent.CANCEL_DELIVERY),
            out(),
            (Idle(), ["cancellation/too_late"], [OpenCase(CaseKind.CANCEL_REQUEST, 1)]),
        ),
        (CANCELLING, heard(Intent.DENY), a_delivery(), (Idle(), ["cancellation/kept"], [])),
        (CANCELLING, heard(Intent.OTHER), a_delivery(), (CANCELLING, ["unclear/ok"], [])),
    ],
)
def test_cancelling_is_asked_about_once_more(
    state: Dialogue, words: Heard, view: DeliveryView, follows: Follows
) -> None:
    after, effects = hear(state, words, a_context(view))

    assert (after, said(effects), done(effects)) == follows


def test_questions_about_a_delivery_that_is_gone_take_no_answer() -> None:
    assert instructions.answer(ASKING_TEXT, heard(Intent.OTHER), a_context()) is None
    assert relay.answer(ASKING_MESSAGE, heard(Intent.OTHER), a_context()) is None
    assert cancellation.answer(CANCELLING, heard(Intent.CONFIRM), a_context()) is None


@pytest.mark.parametrize(
    ("words", "intent", "key"),
    [
        ("Hi there!", Intent.SMALLTALK, "smalltalk/hello"),
        ("buenos días", Intent.SMALLTALK, "smalltalk/hello"),
        ("bonsoir", Intent.SMALLTALK, "smalltalk/hello"),
        ("thanks a lot", Intent.SMALLTALK, "smalltalk/reply"),
        ("no", Intent.DENY, "smalltalk/fine"),
        ("ok", Intent.CONFIRM, "smalltalk/fine"),
    ],
)
def test_courtesy_is_answered_as_it_was_meant(words: str, intent: Intent, key: str) -> None:
    assert said(hear(Idle(), heard(intent, words), a_context(a_delivery()))[1]) == [key]
