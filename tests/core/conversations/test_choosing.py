"""Which of several deliveries is meant."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.choosing import Choosing, lines
from conversations.context import Context
from conversations.effects import OptOut, Relay, SaveInstructions, Timed
from conversations.state import ThreadState
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent, Role
from delivery.windows import Window
from tests.core.conversations.cast import (
    NOW,
    TODAY,
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
WEDNESDAY = Window(TODAY.start + timedelta(days=2), TODAY.end + timedelta(days=2))
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
    assert then[0] == Relay(Role.DRIVER, 2, "I am here")
    assert said(then) == ["relay/given"]


def test_a_tracking_number_in_the_words_names_the_talk() -> None:
    context = a_context(out(1), out(2), bindings=(a_talk(1), a_talk(2)))
    words = heard(Intent.RELAY, "AC-0002: at the back", tracking_numbers=("AC-0002",))

    assert hear(Idle(), words, context)[1][0] == Relay(Role.DRIVER, 2, "AC-0002: at the back")


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


def test_both_are_served_where_each_raises_no_question() -> None:
    for words in ("both", "all of them", "las dos", "les deux", "1 and 2"):
        dialogue, effects = hear(OPEN, heard(Intent.OTHER, words), TWO)
        assert dialogue == Idle()
        assert said(effects) == ["tracking/scheduled", "tracking/scheduled_open"]


@pytest.mark.parametrize(
    ("state", "context"),
    [(replace(OPEN, purpose=Intent.RESCHEDULE), TWO), (OPEN, a_context(a_delivery(7)))],
)
def test_both_is_no_answer_where_each_raises_a_question_or_none_is_left(state: Choosing, context: Context) -> None:
    dialogue, effects = hear(state, heard(Intent.OTHER, "both"), context)

    assert (dialogue, said(effects)) == (state, ["unclear/choice"])


def test_the_list_tells_apart_by_place_and_time() -> None:
    here, there = a_delivery(1), delivered(2, window=None)
    same, open_ = a_delivery(3, address=here.address), a_delivery(4, address=here.address, window=None)

    assert lines((here, there)) == (
        Timed(WEDNESDAY, "America/New_York", before="1) AC-0001, 1 Elm St,", day=True),
        Timed(NOW - timedelta(hours=1), "America/New_York", before="2) AC-0002, 2 Elm St,", day=True),
    )
    assert lines((same, open_)) == (
        Timed(WEDNESDAY, "America/New_York", before="1) AC-0003,", day=True),
        "2) AC-0004",
    )
