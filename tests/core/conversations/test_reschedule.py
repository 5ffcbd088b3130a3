"""Moving a delivery to another day."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from conversations import reschedule
from conversations.context import DeliveryView
from conversations.effects import CaseKind, OpenCase, Reschedule
from conversations.reschedule import AskingWhen, Confirming
from conversations.state import Dialogue
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Intent, When
from delivery.status import Status
from delivery.windows import Window
from tests.core.conversations.cast import (
    FRIDAY,
    LATER,
    NOW,
    THURSDAY,
    TUESDAY,
    a_context,
    a_delivery,
    delivered,
    done,
    hear,
    heard,
    on,
    said,
)

EVENING = Window(THURSDAY.end, THURSDAY.end + (THURSDAY.end - THURSDAY.start))
ASKED = AskingWhen(1, (TUESDAY, THURSDAY, FRIDAY), LATER)
ASKED_TWICE = replace(ASKED, asked_before=True)
ONE_SHOWN = AskingWhen(1, (FRIDAY,), LATER)
AGREED = Confirming(1, FRIDAY, LATER)
TO_FRIDAY = on(date(2026, 11, 27))
TO_SUNDAY = on(date(2026, 11, 29))
AS_PLANNED = on(date(2026, 11, 25))
CASE = OpenCase(CaseKind.RESCHEDULE_REQUEST, 1, "some words")


@pytest.mark.parametrize(
    ("view", "words", "dialogue", "keys"),
    [
        (a_delivery(), heard(Intent.RESCHEDULE), ASKED, ["reschedule/ask_when"]),
        (a_delivery(), heard(Intent.RESCHEDULE, when=TO_FRIDAY), AGREED, ["reschedule/confirm"]),
        (a_delivery(), heard(Intent.RESCHEDULE, when=TO_SUNDAY), ASKED_TWICE, ["reschedule/not_possible"]),
        (a_delivery(), heard(Intent.RESCHEDULE, when=AS_PLANNED), Idle(), ["reschedule/kept"]),
        (a_delivery(offers=()), heard(Intent.RESCHEDULE), Idle(), ["reschedule/too_late"]),
        (delivered(), heard(Intent.RESCHEDULE, tracking_numbers=("AC-0001",)), Idle(), ["tracking/delivered_at"]),
        (a_delivery(status=Status.CANCELLED), heard(Intent.RESCHEDULE), Idle(), ["tracking/cancelled"]),
    ],
)
def test_a_wish_for_another_day_begins(view: DeliveryView, words: Heard, dialogue: Dialogue, keys: list[str]) -> None:
    then, effects = hear(Idle(), words, a_context(view))

    assert (then, said(effects)) == (dialogue, keys)


def test_after_the_cut_off_a_person_looks() -> None:
    _, effects = hear(Idle(), heard(Intent.RESCHEDULE), a_context(a_delivery(offers=())))

    assert done(effects) == [CASE]


@pytest.mark.parametrize(
    ("when", "keys"),
    [
        (on(date(2026, 11, 26), time(15), time(18)), ["reschedule/confirm"]),
        (on(date(2026, 11, 26)), ["reschedule/several"]),
        (on(date(2026, 11, 26), time(20)), ["reschedule/not_possible"]),
        (on(date(2026, 11, 26), None, time(9)), ["reschedule/not_possible"]),
        (When(None, time(15), None, False, "after three"), ["reschedule/confirm"]),
    ],
)
def test_a_wished_hour_picks_among_the_windows_of_a_day(when: When, keys: list[str]) -> None:
    view = a_delivery(offers=(TUESDAY, THURSDAY, EVENING), window=None)

    assert said(hear(Idle(), heard(Intent.RESCHEDULE, when=when), a_context(view))[1]) == keys


@pytest.mark.parametrize(
    ("days", "keys", "moved_to"),
    [
        ((date(2026, 11, 24), date(2026, 11, 27)), ["reschedule/which_day"], None),
        ((date(2026, 11, 27), date(2027, 7, 27)), ["reschedule/confirm"], FRIDAY),
        ((date(2026, 11, 28), date(2026, 11, 27)), ["reschedule/confirm"], FRIDAY),
        ((date(2026, 11, 28), date(2026, 11, 29)), ["reschedule/not_possible"], None),
        ((), ["reschedule/ask_when"], None),
        ((date(2027, 7, 27),), ["reschedule/ask_when"], None),
    ],
)
def test_a_day_with_several_readings_is_asked_back(
    days: tuple[date, ...], keys: list[str], moved_to: Window | None
) -> None:
    when = When(None, None, None, True, "then", candidates=days)

    then, effects = hear(Idle(), heard(Intent.RESCHEDULE, when=when), a_context(a_delivery()))

    assert said(effects) == keys
    assert (then.window if isinstance(then, Confirming) else None) == moved_to


@pytest.mark.parametrize(
    ("state", "words", "then", "keys"),
    [
        (ASKED, heard(Intent.OTHER, "2"), Idle(), ["reschedule/done"]),
        (ASKED, heard(Intent.OTHER, "the last", choice=3), Idle(), ["reschedule/done"]),
        (ASKED, heard(Intent.OTHER, "4"), ASKED, ["unclear/day"]),
        (ASKED, heard(Intent.RESCHEDULE, when=TO_FRIDAY), AGREED, ["reschedule/confirm"]),
        (ASKED, heard(Intent.DENY), Idle(), ["reschedule/kept"]),
        (ASKED, heard(Intent.CONFIRM), ASKED, ["smalltalk/fine"]),
        (ONE_SHOWN, heard(Intent.CONFIRM), Idle(), ["reschedule/done"]),
        (ASKED_TWICE, heard(Intent.RESCHEDULE, when=TO_SUNDAY), Idle(), ["reschedule/case"]),
        (AGREED, heard(Intent.CONFIRM), Idle(), ["reschedule/done"]),
        (AGREED, heard(Intent.CONFIRM, when=TO_FRIDAY), Idle(), ["reschedule/done"]),
        (AGREED, heard(Intent.CONFIRM, when=TO_SUNDAY), ASKED_TWICE, ["reschedule/not_possible"]),
        (AGREED, heard(Intent.DENY), ASKED, ["reschedule/ask_when"]),
        (AGREED, heard(Intent.DENY, when=TO_SUNDAY), ASKED_TWICE, ["reschedule/not_possible"]),
        (AGREED, heard(Intent.OTHER), AGREED, ["unclear/ok"]),
    ],
)
def test_the_answer_is_taken(state: Dialogue, words: Heard, then: Dialogue, keys: list[str]) -> None:
    after, effects = hear(state, words, a_context(a_delivery()))

    assert (after, said(effects)) == (then, keys)


def test_a_yes_moves_to_the_agreed_window() -> None:
    assert done(hear(AGREED, heard(Intent.CONFIRM), a_context(a_delivery()))[1]) == [Reschedule(1, FRIDAY)]


def test_a_window_that_is_gone_is_never_promised() -> None:
    fewer = a_context(a_delivery(offers=(TUESDAY,)))
    none_left = a_context(a_delivery(offers=()))

    assert said(hear(AGREED, heard(Intent.CONFIRM), fewer)[1]) == ["reschedule/gone"]
    assert said(hear(AGREED, heard(Intent.CONFIRM), none_left)[1]) == ["reschedule/too_late"]
    assert said(hear(AGREED, heard(Intent.DENY), none_left)[1]) == ["reschedule/kept"]


def test_a_delivery_that_is_gone_has_no_question() -> None:
    assert reschedule.answer(AGREED, heard(Intent.CONFIRM), a_context()) is None


def test_a_window_over_midnight_suits_any_late_hour() -> None:
    night = Window(NOW.replace(hour=3), NOW.replace(hour=7))  # 22:00 to 02:00 in New York

    assert reschedule.fits(on(date(2026, 11, 22), time(23)), night, "America/New_York")


NEXT_MONDAY, NEXT_TUESDAY = (
    Window(TUESDAY.start + timedelta(days=later), TUESDAY.end + timedelta(days=later)) for later in (6, 7)
)
NO_DAY = When(None, None, None, True, "not tomorrow")


def test_no_day_in_particular_is_answered_with_the_list_first_and_with_a_question_then() -> None:
    context = a_context(a_delivery())

    listed, effects = hear(Idle(), heard(Intent.RESCHEDULE, when=NO_DAY), context)
    again, then = hear(listed, heard(Intent.RESCHEDULE, when=NO_DAY), context)
    moved, _ = hear(again, heard(Intent.OTHER, "2"), context)

    assert (said(effects), said(then)) == (["reschedule/ask_when"], ["reschedule/ambiguous"])
    assert (listed, again) == (AskingWhen(1, (TUESDAY, THURSDAY, FRIDAY), LATER),) * 2
    assert moved == Idle()


@pytest.mark.parametrize("words", ["next week", "la semana que viene", "la semaine prochaine"])
def test_next_week_is_answered_with_the_days_of_next_week(words: str) -> None:
    view = a_delivery(offers=(THURSDAY, FRIDAY, NEXT_MONDAY, NEXT_TUESDAY))

    state, _ = hear(Idle(), heard(Intent.RESCHEDULE, when=When(None, None, None, True, words)), a_context(view))

    assert state == AskingWhen(1, (NEXT_MONDAY, NEXT_TUESDAY), LATER)


def test_next_week_without_a_day_free_is_answered_with_what_is_free() -> None:
    wish = heard(Intent.RESCHEDULE, when=When(None, None, None, True, "next week"))

    assert hear(Idle(), wish, a_context(a_delivery()))[0] == AskingWhen(1, (TUESDAY, THURSDAY, FRIDAY), LATER)


@pytest.mark.parametrize(
    ("day", "words", "window"),
    [
        (date(2026, 11, 24), "tuesday", NEXT_TUESDAY),
        (date(2026, 11, 24), "tomorrow", TUESDAY),
        (date(2026, 11, 24), "Nov 24", TUESDAY),
        (date(2026, 11, 27), "friday", FRIDAY),
    ],
)
def test_the_name_of_a_day_means_the_day_in_the_list(day: date, words: str, window: Window) -> None:
    view = a_delivery(offers=(TUESDAY, FRIDAY, NEXT_MONDAY, NEXT_TUESDAY))
    listed = AskingWhen(1, (NEXT_MONDAY, NEXT_TUESDAY), LATER)
    wish = heard(Intent.RESCHEDULE, when=replace(on(day), text=words))

    assert hear(listed, wish, a_context(view))[0] == Confirming(1, window, LATER)


def test_an_hour_alone_is_no_day_of_the_list() -> None:
    view = a_delivery(offers=(FRIDAY,))
    wish = heard(Intent.RESCHEDULE, when=When(None, time(13), time(15), False, "at one"))

    assert hear(AskingWhen(1, (FRIDAY,), LATER), wish, a_context(view))[0] == Confirming(1, FRIDAY, LATER)
