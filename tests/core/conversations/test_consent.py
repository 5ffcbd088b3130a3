"""Stop, start, help and quiet: what comes before every dialogue."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from conversations.effects import (
    CaseKind,
    CloseRelay,
    Effect,
    Mute,
    OpenCase,
    OptIn,
    OptOut,
    Say,
    Timed,
)
from conversations.events import RatingDue
from conversations.rating import AwaitingScore, Invitation
from conversations.router import step
from conversations.state import ThreadState
from conversations.turn import Idle
from conversations.understanding.reading import Intent
from delivery.messages import MessageKind
from delivery.windows import QuietHours
from tests.core.conversations.cast import (
    LATER,
    NOBODY,
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
        ("can you help", Intent.HELP, []),
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
        ("yes", False, "start", ["smalltalk/fine"], []),
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
    ("quiet", "key"),
    [
        (QuietHours(time(21), time(8)), "consent/hours"),
        (QuietHours(time(2, 30), time(2, 30)), "consent/hours_open"),
        (None, "consent/hours_open"),
    ],
)
def test_a_wish_about_hours_is_told_the_hours_of_the_brand(quiet: QuietHours | None, key: str) -> None:
    context = a_context(a_delivery(), brand=replace(NOBODY, quiet=quiet))

    state, effects = text(ThreadState(), "don't text me before 9am", context)

    assert (state, said(effects), done(effects)) == (ThreadState(), [key], [])


def test_the_hours_are_those_of_the_recipients_clock() -> None:
    context = a_context(a_delivery(), brand=replace(NOBODY, quiet=QuietHours(time(21), time(8))))

    _, effects = text(ThreadState(), "no texts at night", context)

    begins = Timed(datetime(2026, 11, 24, 2, tzinfo=UTC), "America/New_York")
    ends = Timed(datetime(2026, 11, 23, 13, tzinfo=UTC), "America/New_York")
    assert effects == (Say("consent/hours", {"begins": begins, "ends": ends}),)


@pytest.mark.parametrize(
    ("words", "carrier", "keys"),
    [
        ("HELP", None, ["consent/help_stopped_support"]),
        ("ayuda", None, ["consent/help_stopped_support"]),
        ("Info.", None, ["consent/help_stopped_support"]),
        ("HELP", "help", []),
        ("?", None, []),
        ("can you help me", None, []),
        ("where is it", None, []),
    ],
)
def test_after_a_stop_only_help_is_answered(words: str, carrier: str | None, keys: list[str]) -> None:
    context = a_context(a_delivery(), opted_out=True)

    state, effects = text(ThreadState(), words, context, carrier_consent=carrier)

    assert (state, said(effects)) == (ThreadState(), keys)


def test_help_after_a_stop_needs_nobody_to_turn_to() -> None:
    _, effects = text(ThreadState(), "HELP", a_context(a_delivery(), opted_out=True, brand=NOBODY))

    assert effects == (Say("consent/help_stopped", kind=MessageKind.CONSENT),)
