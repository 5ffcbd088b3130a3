"""The local forms of times, days, ranges, numbers and people's words."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering import values
from bot.rendering.catalogue import Catalogue
from conversations.effects import Timed, Value
from delivery.windows import Window
from tests.bot.rendering.forms import setting

NOW = datetime(2026, 11, 23, 15, 5, tzinfo=UTC)  # Monday, 10:05 in New York
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

CATALOGUE = Catalogue.load(Path("templates/messages"))


@pytest.mark.parametrize(
    ("value", "english", "spanish", "french"),
    [
        (NOW, "at 10:05 AM", "a las 10:05", "à 10h05"),
        (NOW + 3 * HOUR, "at 1:05 PM", "a las 13:05", "à 13h05"),
        (NOW + DAY, "tomorrow at 10:05 AM", "mañana a las 10:05", "demain à 10h05"),
        (NOW - DAY, "yesterday at 10:05 AM", "ayer a las 10:05", "hier à 10h05"),
        (
            NOW + 4 * DAY,
            "Friday, Nov 27 at 10:05 AM",
            "el viernes 27 de noviembre a las 10:05",
            "vendredi 27 novembre à 10h05",
        ),
        (date(2026, 11, 23), "today", "hoy", "aujourd'hui"),
        (date(2026, 11, 24), "tomorrow", "mañana", "demain"),
        (date(2026, 11, 22), "yesterday", "ayer", "hier"),
        (date(2026, 11, 27), "Friday, Nov 27", "el viernes 27 de noviembre", "vendredi 27 novembre"),
        (Window(NOW, NOW + HOUR / 2), "10:05-10:35 AM", "de 10:05 a 10:35", "entre 10h05 et 10h35"),
        (Window(NOW, NOW + 3 * HOUR), "10:05 AM-1:05 PM", "de 10:05 a 13:05", "entre 10h05 et 13h05"),
        (
            Window(NOW + DAY - HOUR, NOW + DAY + 3 * HOUR),
            "tomorrow 9:05 AM-1:05 PM",
            "mañana de 9:05 a 13:05",
            "demain entre 9h05 et 13h05",
        ),
        (
            Window(NOW + 4 * DAY, NOW + 4 * DAY + HOUR),
            "Friday, Nov 27, 10:05-11:05 AM",
            "el viernes 27 de noviembre de 10:05 a 11:05",
            "vendredi 27 novembre entre 10h05 et 11h05",
        ),
        (12_345, "12345", "12345", "12345"),
        (
            (Window(NOW, NOW + HOUR), Window(NOW + DAY, NOW + DAY + HOUR)),
            "1) 10:05-11:05 AM\n2) tomorrow 10:05-11:05 AM",
            "1) de 10:05 a 11:05\n2) mañana de 10:05 a 11:05",
            "1) entre 10h05 et 11h05\n2) demain entre 10h05 et 11h05",
        ),
        (
            Timed(Window(NOW + DAY, NOW + DAY + HOUR), "America/New_York", before="AC-1"),
            "AC-1 10:05-11:05 AM",
            "AC-1 de 10:05 a 11:05",
            "AC-1 entre 10h05 et 11h05",
        ),
        (
            Timed(Window(NOW + DAY, NOW + DAY + HOUR), "America/Chicago", before="AC-1", day=True),
            "AC-1 tomorrow 9:05-10:05 AM",
            "AC-1 mañana de 9:05 a 10:05",
            "AC-1 demain entre 9h05 et 10h05",
        ),
        (
            (Timed(NOW, "America/New_York", after="one"), Timed(NOW - DAY, "America/New_York", after="two", day=True)),
            "10:05 AM one\nyesterday at 10:05 AM two",
            "10:05 one\nayer a las 10:05 two",
            "10h05 one\nhier à 10h05 two",
        ),
        (("Ann", "Bo\nb"), "Ann\nBo b", "Ann\nBo b", "Ann\nBo b"),
    ],
)
def test_a_value_has_the_form_of_its_language(value: Value, english: str, spanish: str, french: str) -> None:
    written = [values.written("x", value, setting=setting(CATALOGUE, lang, now=NOW)) for lang in ("en", "es", "fr")]

    assert written == [english, spanish, french]


@pytest.mark.parametrize(("hours", "written"), [(1, "11:30 PM-12:30 AM"), (24, "11:30 PM-11:30 PM")])
def test_a_range_over_midnight_names_both_halves_of_the_day(hours: int, written: str) -> None:
    start = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)

    window = Window(start, start + hours * HOUR)

    assert values.written("window", window, setting=setting(CATALOGUE, "en", now=NOW)) == written


def test_the_day_is_the_one_at_the_place_of_delivery() -> None:
    evening = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # still the 23rd in New York, already the 24th in Paris

    assert values.written("at", evening, setting=setting(CATALOGUE, "en", now=NOW)) == "at 10:00 PM"
    paris = setting(CATALOGUE, "fr", now=NOW, zone="Europe/Paris")
    assert values.written("at", evening, setting=paris) == "demain à 4h00"


def test_the_hours_are_right_on_the_day_the_clocks_change() -> None:
    night = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
    repeated = Window(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 7, 0, tzinfo=UTC))

    assert values.written("window", repeated, setting=setting(CATALOGUE, "en", now=night)) == "1:30-2:00 AM"


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  Ann \t Lee ", "Ann Lee"),
        ("An\x00n\x1b[31m", "Ann[31m"),
        ("Ann\r\nBob", "Ann Bob"),
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("10\u202fh\u00a005\u2009x\u3000y\u2028z", "10 h 05 x y z"),
        ("Jose\u0301", "Jos\u00e9"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
    ],
)
def test_a_name_loses_what_cannot_be_shown(written: str, cleaned: str) -> None:
    assert values.clean(written) == cleaned


def test_a_long_text_keeps_its_lines_but_no_empty_ones() -> None:
    written = values.written("text", "Gate 12\r\n\r\n\n  3rd  floor\r", setting=setting(CATALOGUE, "en", now=NOW))

    assert written == "Gate 12\n3rd floor"


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abc..."),
        ("ab cdefg", 6, "ab..."),
        ("abcde\u0323\u0323fgh", 8, "abcd..."),
        ("ab\U0001f468\u200d\U0001f469xxxx", 7, "ab..."),
    ],
)
def test_a_text_is_cut_between_characters(text: str, limit: int, short: str) -> None:
    assert values.cut(text, limit=limit) == short


@pytest.mark.parametrize(
    ("name", "longest"),
    [("driver", 20), ("address", 100), ("link", 500), ("text", 1_300), ("note", 160), ("number", 60)],
)
def test_each_placeholder_has_its_length(name: str, longest: int) -> None:
    assert len(values.written(name, "x" * 5_000, setting=setting(CATALOGUE, "en", now=NOW))) == longest


def test_a_long_list_ends_in_dots() -> None:
    written = values.written("lines", ("y" * 300,) * 40, setting=setting(CATALOGUE, "en", now=NOW))

    assert len(written) <= values.LINES_LIMIT + 4
    assert written.split("\n")[-1] == "..."
    assert set(map(len, written.split("\n")[:-1])) == {120}


@given(text=st.text(max_size=200), lines=st.booleans())
def test_a_cleaned_text_is_plain_and_stays_so(text: str, lines: bool) -> None:
    cleaned = values.clean(text, lines=lines)

    assert values.clean(cleaned, lines=lines) == cleaned
    assert not any(ord(character) < 32 for character in cleaned.replace("\n", "" if lines else "\n"))


@given(text=st.text(max_size=60), limit=st.integers(min_value=3, max_value=40))
def test_a_cut_text_is_never_longer_than_allowed(text: str, limit: int) -> None:
    short = values.cut(text, limit=limit)

    assert len(short) <= limit
    assert short == text or short.endswith("...")


def test_words_before_a_time_are_shortened_and_never_the_time() -> None:
    long = Timed(Window(NOW, NOW + HOUR), "America/New_York", before="x" * 500, after="https://t.acme.example/abc")

    written = values.written("stop", long, setting=setting(CATALOGUE, "en", now=NOW))

    assert len(written) == values.LONG_TEXTS["stop"]
    assert written.endswith("x... 10:05-11:05 AM https://t.acme.example/abc")
