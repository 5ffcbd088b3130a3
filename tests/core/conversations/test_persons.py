"""When a person takes over and gives back, and in which language the bot answers."""

import pytest

from conversations.context import Context
from conversations.effects import (
    CaseKind,
    Effect,
    OpenCase,
    SaveInstructions,
    SetLanguage,
    StartTimer,
)
from conversations.events import CaseClosed, MessageReceived, TimerFired, TimerName
from conversations.handover import PERSON_STAYS, WithPerson
from conversations.router import step
from conversations.state import ThreadState
from conversations.turn import Idle
from conversations.understanding.reading import Intent
from tests.core.conversations.cast import (
    LATER,
    NOBODY,
    NOW,
    a_context,
    a_delivery,
    a_route,
    done,
    hear,
    heard,
    said,
    text,
)

STAYS = WithPerson(NOW + PERSON_STAYS)


@pytest.mark.parametrize(
    ("words", "language", "effects"),
    [
        ("¿dónde está mi paquete?", "en", [SetLanguage("es")]),
        ("où est mon colis ?", "en", [SetLanguage("fr")]),
        ("where is my package", "es", [SetLanguage("en")]),
        ("where is my package", "en", []),
        ("ok", "es", []),
    ],
)
def test_a_person_is_answered_in_the_language_they_clearly_write(
    words: str, language: str, effects: list[Effect]
) -> None:
    _, followed = text(ThreadState(), words, a_context(a_delivery(), language=language))

    assert done(followed) == effects


@pytest.mark.parametrize(
    ("context", "key"),
    [(a_context(), "person/not_understood_support"), (a_context(brand=NOBODY), "person/not_understood")],
)
def test_the_second_time_a_person_takes_over(context: Context, key: str) -> None:
    once, first = text(ThreadState(), "flurb", context)
    twice, second = text(once, "glorp", context)

    assert said(first) == ["unclear/wish"]
    assert (twice, said(second)) == (ThreadState(STAYS), [key])
    assert done(second) == [OpenCase(CaseKind.NOT_UNDERSTOOD, note="glorp")]


def test_being_understood_in_between_counts_anew() -> None:
    context = a_context(a_delivery())
    once, _ = text(ThreadState(), "flurb", context)

    understood, _ = text(once, "where is it", context)

    assert understood == ThreadState()


@pytest.mark.parametrize(
    ("words", "dialogue", "keys", "effects"),
    [
        (heard(Intent.OTHER), STAYS, [], []),
        (heard(Intent.TRACK), WithPerson(LATER), ["tracking/scheduled"], []),
        (heard(Intent.HELP), WithPerson(LATER), ["consent/help_support"], []),
        (heard(Intent.COMPLAINT), STAYS, [], [OpenCase(CaseKind.COMPLAINT, note="some words")]),
        (heard(Intent.INSTRUCTIONS, instruction="shed"), Idle(), ["instructions/saved"], [SaveInstructions(1, "shed")]),
        (heard(Intent.INSTRUCTIONS, instruction="shed", confidence=0.5), STAYS, [], []),
    ],
)
def test_beside_a_person_the_bot_keeps_silent(
    words: object, dialogue: object, keys: list[str], effects: list[Effect]
) -> None:
    after, followed = hear(WithPerson(LATER), words, a_context(a_delivery()))  # type: ignore[arg-type]

    assert (after, said(followed), done(followed)) == (dialogue, keys, effects)


@pytest.mark.parametrize(
    ("state", "context", "keys"),
    [
        (ThreadState(STAYS), a_context(), ["claim/closed"]),
        (ThreadState(), a_context(), ["claim/closed"]),
        (ThreadState(), a_context(muted=True), []),
        (ThreadState(), a_context(opted_out=True), []),
        (ThreadState(), a_route(), []),
    ],
)
def test_a_closed_case_gives_the_thread_back(state: ThreadState, context: Context, keys: list[str]) -> None:
    after, effects = step(state, CaseClosed(None, was_low_rating=False), context)

    assert (after, said(effects)) == (ThreadState(), keys)


def test_a_low_rating_without_its_delivery_is_just_closed() -> None:
    assert said(step(ThreadState(), CaseClosed(None, was_low_rating=True), a_context())[1]) == ["claim/closed"]


def test_a_person_who_is_quiet_for_long_gives_the_thread_back() -> None:
    state, effects = step(ThreadState(STAYS), MessageReceived("flurb"), a_context())
    later = a_context(now=NOW + PERSON_STAYS)

    assert effects[-1] == StartTimer(TimerName.PERSON_EXPIRES, NOW + PERSON_STAYS)
    assert step(state, TimerFired(TimerName.PERSON_EXPIRES), later) == (ThreadState(), ())


@pytest.mark.parametrize(
    ("media", "state", "keys"),
    [(1, ThreadState(), ["unclear/picture"]), (0, ThreadState(), []), (1, ThreadState(STAYS), [])],
)
def test_a_text_without_words_is_answered_only_if_there_is_a_picture(
    media: int, state: ThreadState, keys: list[str]
) -> None:
    assert said(text(state, " ", a_context(), media=media)[1]) == keys
