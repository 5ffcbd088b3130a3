"""Which of several deliveries is meant."""

from datetime import timedelta

import pytest

from conversations.choosing import Choosing
from conversations.context import Context
from conversations.effects import OptOut, Relay, SaveInstructions
from conversations.state import ThreadState
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent, Role
from tests.core.conversations.cast import (
    NOW,
    a_context,
    a_delivery,
    a_talk,
    delivered,
    done,
    hear,
    heard,
    out,
    said,
    text,
)

OPEN = Choosing(Intent.TRACK, "where is it", (1, 2), NOW + timedelta(minutes=30))
TWO = a_context(a_delivery(1), a_delivery(2, window=None))


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (heard(Intent.OTHER, "1"), "tracking/scheduled"),
        (heard(Intent.OTHER, " 2. "), "tracking/scheduled_open"),
        (heard(Intent.CHOICE, "the second", choice=2), "tracking/scheduled_open"),
        (heard(Intent.CHOICE, "the last one", choice=-1), "tracking/scheduled_open"),
        (heard(Intent.TRACKING_NUMBER, "AC-0002", tracking_numbers=("AC-0002",)), "tracking/scheduled_open"),
        (
            heard(Intent.TRACKING_NUMBER, "both", tracking_numbers=("AC-0001", "AC-0002"), choice=1),
            "tracking/scheduled",
        ),
        (heard(Intent.OTHER, "3"), "unclear/choice"),
        (heard(Intent.OTHER, "0"), "unclear/choice"),
        (heard(Intent.OTHER, "²"), "unclear/choice"),
        (heard(Intent.OTHER, "12345"), "unclear/choice"),
        (heard(Intent.DENY, "none"), "choose/none"),
    ],
)
def test_an_answer_picks_by_place_or_tracking_number(words: Heard, key: str) -> None:
    assert said(hear(OPEN, words, TWO)[1]) == [key]


def test_a_delivery_that_is_gone_cannot_be_picked() -> None:
    dialogue, effects = hear(OPEN, heard(Intent.OTHER, "2"), a_context(a_delivery(1)))

    assert dialogue == OPEN
    assert said(effects) == ["unclear/choice"]


def test_the_wish_is_gone_on_with_in_the_words_it_came_in() -> None:
    asking, _ = text(ThreadState(), "please leave it behind the green shed", TWO)

    after, effects = text(asking, "2", TWO)

    assert after.dialogue == Idle()
    assert done(effects) == [SaveInstructions(2, "leave it behind the green shed")]


def test_words_for_the_driver_wait_for_the_choice_too() -> None:
    context = a_context(out(1), out(2), bindings=(a_talk(1), a_talk(2)))

    dialogue, effects = hear(Idle(), heard(Intent.RELAY, "I am here"), context)
    _, then = hear(dialogue, heard(Intent.OTHER, "2"), context)

    assert said(effects) == ["choose/ask"]
    assert then == (Relay(Role.DRIVER, 2, "I am here"),)


def test_a_tracking_number_in_the_words_names_the_talk() -> None:
    context = a_context(out(1), out(2), bindings=(a_talk(1), a_talk(2)))
    words = heard(Intent.RELAY, "AC-0002: at the back", tracking_numbers=("AC-0002",))

    assert hear(Idle(), words, context)[1] == (Relay(Role.DRIVER, 2, "AC-0002: at the back"),)


@pytest.mark.parametrize(
    ("intent", "context", "listed"),
    [
        (Intent.RATING, a_context(delivered(1), delivered(2), a_delivery(3)), (1, 2)),
        (Intent.RATING, a_context(delivered(1, score=4), delivered(2, score=5)), (1, 2)),
        (Intent.NOT_RECEIVED, a_context(a_delivery(3), delivered(1), delivered(2)), (1, 2)),
        (Intent.PROOF, a_context(a_delivery(3), a_delivery(4)), (3, 4)),
        (Intent.CONTACT_DRIVER, a_context(out(1), out(2), a_delivery(3)), (1, 2)),
        (Intent.CONTACT_DRIVER, a_context(a_delivery(3), a_delivery(4)), (3, 4)),
        (Intent.RESCHEDULE, a_context(a_delivery(3), out(4), delivered(5)), (3, 4)),
    ],
)
def test_only_deliveries_that_fit_the_wish_are_listed(
    intent: Intent, context: Context, listed: tuple[int, ...]
) -> None:
    dialogue, _ = hear(Idle(), heard(intent), context)

    assert isinstance(dialogue, Choosing)
    assert dialogue.candidates == listed


def test_a_stored_purpose_that_is_no_service_gets_an_answer_all_the_same() -> None:
    odd = Choosing(Intent.SMALLTALK, "hi", (1, 2), OPEN.expires_at)

    assert said(hear(odd, heard(Intent.OTHER, "1"), TWO)[1]) == ["tracking/scheduled"]


def test_quiet_about_one_of_several_is_asked_about() -> None:
    words = heard(Intent.MUTE, because=("no more messages about one delivery",))

    dialogue, _ = hear(Idle(), words, TWO)
    _, then = hear(dialogue, heard(Intent.OTHER, "1"), TWO)

    assert done(then) == [OptOut(1)]
