"""Which delivery a text goes on about when it names none, and when we ask again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations import follow_up
from conversations.context import Context
from conversations.effects import Relay
from conversations.events import DriverArriving, WentOutForDelivery
from conversations.follow_up import STAYS, Mentioned
from conversations.router import step
from conversations.state import ThreadState
from conversations.understanding.reading import Role
from tests.core.conversations.cast import NOW, a_context, a_delivery, a_route, a_talk, out, said, text

TWO = a_context(out(1), out(2))
LATELY = ThreadState(mentioned=Mentioned(2, NOW - timedelta(minutes=3)))


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("and when exactly?", ["tracking/plan"]),
        ("tell the driver I am at the back", ["relay/given"]),
        ("please leave it with the porter", ["instructions/told"]),
        ("where are both?", ["choose/ask"]),
        ("where are my parcels", ["choose/ask"]),
        ("tell the driver the second bell is ours", ["choose/ask"]),
    ],
)
def test_a_text_goes_on_about_what_was_talked_about_unless_it_could_be_another(words: str, keys: list[str]) -> None:
    _, effects = text(LATELY, words, TWO)

    assert said(effects) == keys
    assert {getattr(effect, "delivery", None) for effect in effects} <= {None, 2}


def test_the_other_one_of_two_is_the_other_one() -> None:
    state, effects = text(LATELY, "and the other one?", TWO)

    assert (said(effects), state.mentioned) == (["tracking/plan"], Mentioned(1, NOW))


def test_the_other_one_of_three_is_asked_about() -> None:
    _, effects = text(LATELY, "and the other one?", a_context(out(1), out(2), out(3)))

    assert said(effects) == ["choose/ask"]


@pytest.mark.parametrize(
    ("mentioned", "context"),
    [
        (Mentioned(2, NOW - STAYS - timedelta(seconds=1)), TWO),
        (Mentioned(9, NOW), TWO),
        (None, TWO),
        (Mentioned(2, NOW - timedelta(minutes=3)), replace(TWO, bindings=(a_talk(1, minutes_ago=1), a_talk(2)))),
    ],
)
def test_old_or_doubtful_memory_is_no_answer(mentioned: Mentioned | None, context: Context) -> None:
    _, effects = text(ThreadState(mentioned=mentioned), "tell the driver I am at the back", context)

    assert said(effects) == ["choose/ask"]


def test_words_in_several_talks_go_on_in_the_one_of_before_and_are_told_where() -> None:
    context = replace(TWO, bindings=(a_talk(1), a_talk(2)))

    _, effects = text(LATELY, "I am on the roof", context)

    assert effects[0] == Relay(Role.DRIVER, 2, "I am on the roof")
    assert said(effects) == ["relay/given"]


def test_an_answer_about_one_delivery_is_remembered_and_one_about_two_is_not() -> None:
    one, _ = text(ThreadState(), "where is AC-0002", TWO)
    two, _ = text(one, "where are AC-0001 and AC-0002", TWO)
    small_talk, _ = text(one, "thanks", TWO)

    assert one.mentioned == Mentioned(2, NOW)
    assert two.mentioned is None
    assert small_talk.mentioned == one.mentioned


def test_with_one_delivery_there_is_nothing_to_remember() -> None:
    assert text(ThreadState(), "where is it", a_context(out(1)))[0].mentioned is None


def test_a_driver_has_no_such_memory() -> None:
    state, _ = text(ThreadState(), "#2 on my way", a_route(out(1), out(2)))

    assert state.mentioned is None


def test_our_own_news_of_another_delivery_ends_the_memory_and_news_of_the_same_keeps_it() -> None:
    assert step(LATELY, DriverArriving(2), TWO)[0].mentioned == LATELY.mentioned
    assert step(LATELY, WentOutForDelivery(1), TWO)[0].mentioned is None
    assert step(ThreadState(), WentOutForDelivery(1), TWO)[0].mentioned is None
    assert step(LATELY, WentOutForDelivery(1, (2,)), TWO)[0].mentioned == LATELY.mentioned


@pytest.mark.parametrize("words", ["stop texting me", "where is AC-9999ZZ"])
def test_after_a_stop_or_a_strangers_number_nothing_is_meant(words: str) -> None:
    context = replace(TWO, public_statuses={"AC-9999ZZ": None})

    assert text(LATELY, words, context)[0].mentioned is None


def test_what_was_cancelled_since_is_not_meant_for_what_is_to_come() -> None:
    context = a_context(a_delivery(1), a_delivery(3), out(2, status="delivered"))

    assert follow_up.meant(LATELY.mentioned, "where is it", context) == 2
    assert said(text(LATELY, "where is it", context)[1]) == ["choose/ask"]
