"""Stop, start, help, quiet, and persons: what comes before and beside every dialogue."""

from datetime import UTC, date, datetime

import pytest

from conversations.context import Context
from conversations.effects import (
    CaseKind,
    CloseRelay,
    Effect,
    Mute,
    OpenCase,
    OptIn,
    OptOut,
    SaveInstructions,
    SetLanguage,
    StartTimer,
)
from conversations.events import CaseClosed, MessageReceived, RatingDue, TimerFired, TimerName
from conversations.handover import PERSON_STAYS, WithPerson
from conversations.rating import AwaitingScore, Invitation
from conversations.router import step
from conversations.state import ThreadState
from conversations.turn import Idle
from conversations.understanding.reading import Intent
from delivery.messages import MessageKind
from tests.core.conversations.cast import (
    LATER,
    NOBODY,
    NOW,
    a_context,
    a_delivery,
    a_route,
    a_talk,
    delivered,
    done,
    hear,
    heard,
    on,
    out,
    said,
    text,
    told,
)

BUSY = ThreadState(AwaitingScore(1, LATER), waiting=(Invitation(2),), asked=(Invitation(1),))
SILENT = ThreadState(asked=(Invitation(1),))
STAYS = WithPerson(NOW + PERSON_STAYS)


@pytest.mark.parametrize(
    ("words", "carrier", "keys"),
    [
        ("STOP", None, ["consent/stopped"]),
        ("please stop texting me", None, ["consent/stopped"]),
        ("Cancel", None, ["consent/stopped_by_cancel"]),
        ("STOP", "stop", []),
    ],
)
def test_a_stop_ends_everything_with_one_confirmation(words: str, carrier: str | None, keys: list[str]) -> None:
    after, effects = text(BUSY, words, a_context(delivered()), carrier_consent=carrier)

    assert (after, said(effects), done(effects)) == (SILENT, keys, [OptOut()])


def test_the_confirmation_of_a_stop_may_be_sent_to_somebody_who_stopped() -> None:
    _, effects = text(ThreadState(), "STOP", a_context())

    assert [effect.kind for effect in effects if hasattr(effect, "key")] == [MessageKind.CONSENT]  # type: ignore[union-attr]


@pytest.mark.parametrize("carrier", ["stop", None])
def test_a_second_stop_is_silent(carrier: str | None) -> None:
    context = a_context(delivered(), opted_out=True)

    assert text(ThreadState(), "STOP", context, carrier_consent=carrier) == (ThreadState(), ())


def test_a_stop_ends_the_talk_and_the_driver_is_told() -> None:
    context = a_context(out(1), bindings=(a_talk(1), a_talk(7)))

    _, effects = text(ThreadState(), "STOP", context)

    assert done(effects) == [OptOut(), CloseRelay(1)]
    assert told(effects) == ["driver/customer_stopped"]


def test_a_driver_may_stop_too() -> None:
    context = a_route(out(1), bindings=(a_talk(1),))

    _, effects = text(ThreadState(), "STOP", context)

    assert done(effects) == [OptOut()]
    assert said(effects) == ["consent/stopped"]


def test_a_stop_that_names_a_delivery_means_that_one() -> None:
    context = a_context(a_delivery(1, tracking_number="AC-7F3K9Q"), a_delivery(2))

    _, effects = text(ThreadState(), "stop texting me about AC-7F3K9Q", context)

    assert done(effects) == [OptOut(1)]
    assert said(effects) == ["consent/stopped_one"]


@pytest.mark.parametrize(
    ("words", "intent", "effects"),
    [
        ("where is it", Intent.TRACK, []),
        ("it never arrived", Intent.NOT_RECEIVED, [OpenCase(CaseKind.NOT_RECEIVED, note="it never arrived")]),
        ("help", Intent.HELP, []),
    ],
)
def test_after_a_stop_nothing_is_said_but_nothing_is_lost(words: str, intent: Intent, effects: list[Effect]) -> None:
    after, followed = text(ThreadState(), words, a_context(delivered(), opted_out=True))

    assert (said(followed), done(followed)) == ([], effects)
    assert after == ThreadState()


@pytest.mark.parametrize(
    ("words", "opted_out", "carrier", "keys", "effects"),
    [
        ("START", True, None, ["consent/started"], [OptIn()]),
        ("START", False, None, ["consent/started"], [OptIn()]),
        ("START", True, "start", [], [OptIn()]),
        ("START", False, "start", [], [OptIn()]),
        ("yes", True, "start", [], [OptIn()]),
        ("yes", False, "start", ["smalltalk/reply"], []),
        ("help", False, "help", [], []),
    ],
)
def test_a_start_ends_the_silence(
    words: str, opted_out: bool, carrier: str | None, keys: list[str], effects: list[Effect]
) -> None:
    context = a_context(opted_out=opted_out)

    _, followed = text(ThreadState(), words, context, carrier_consent=carrier)

    assert (said(followed), done(followed)) == (keys, effects)


def test_a_question_of_before_the_stop_is_gone_in_the_silence() -> None:
    context = a_context(delivered(), opted_out=True)

    assert step(BUSY, RatingDue(2), context)[0] == SILENT


def test_a_driver_who_stopped_is_still_heard() -> None:
    _, effects = text(ThreadState(), "next", a_route(out(), opted_out=True))

    assert effects == ()


def test_help_names_whom_to_ask() -> None:
    assert said(hear(Idle(), heard(Intent.HELP), a_context())[1]) == ["consent/help_support"]
    assert said(hear(Idle(), heard(Intent.HELP), a_context(brand=NOBODY))[1]) == ["consent/help"]


@pytest.mark.parametrize(
    ("when", "until_at"),
    [
        (None, datetime(2026, 11, 24, 13, tzinfo=UTC)),
        (on(date(2026, 11, 26)), datetime(2026, 11, 26, 13, tzinfo=UTC)),
        (on(date(2026, 11, 23)), datetime(2026, 11, 24, 13, tzinfo=UTC)),
    ],
)
def test_quiet_lasts_until_a_morning(when: object, until_at: datetime) -> None:
    _, effects = hear(Idle(), heard(Intent.MUTE, when=when), a_context(a_delivery()))

    assert effects[0] == Mute(until_at)
    assert said(effects) == ["consent/muted"]


def test_quiet_about_one_delivery_is_a_stop_for_it() -> None:
    _, effects = hear(Idle(), heard(Intent.MUTE, tracking_numbers=("AC-0001",)), a_context(a_delivery()))

    assert done(effects) == [OptOut(1)]


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
