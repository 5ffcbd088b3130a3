"""The message texts as a whole: complete, renderable, affordable, lawful, and in step with the dialogues."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.rendering.entries import names
from bot.rendering.mail import render_mail
from conversations.effects import Value
from conversations.understanding import reading
from conversations.understanding.reading import Hints, Intent, OpenQuestion, Role
from delivery import segments
from tests.guards import segments as report
from tests.guards.message_values import (
    CATALOGUE,
    LANGUAGES,
    MESSAGES,
    NOW,
    PLACEHOLDERS,
    WIDE_BRAND,
    WIDE_LINK,
    ZONE,
    ordinary,
    sms,
    widest,
)
from tests.guards.said import advised, mentioned, spoken

ON_THE_DAY = tuple(key for key in MESSAGES if key.startswith(("reminder/", "day/", "rating/", "tracking/eta")))
CHANNELS = ("sms", "whatsapp", "email")

# Words that carriers act on, in any language that they know; to name one as an answer would unsubscribe people.
CARRIER_WORDS = re.compile(
    r"\b(STOP|STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|OPTOUT|REVOKE|START|UNSTOP|YES|INFO|ARRET|ARRÊT|ALTO|BAJA|CANCELAR|FIN)\b"
)
ABOUT_CONSENT = ("consent/", "help/")

IN_EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
EVERY_MESSAGE = pytest.mark.parametrize("key", MESSAGES)


def test_every_message_is_said_in_every_language() -> None:
    assert CATALOGUE.missing == {}
    assert {language: set(known) for language, known in CATALOGUE.languages.items()} == {
        language: set(CATALOGUE.languages["en"]) for language in LANGUAGES
    }


@IN_EVERY_LANGUAGE
def test_translations_have_the_placeholders_of_the_english_text(language: str) -> None:
    for key, entry in CATALOGUE.languages[language].items():
        english = CATALOGUE.languages["en"][key]
        assert entry.names == english.names, key
        assert names(entry.texts["other"]) == names(english.texts["other"]), key


def test_every_placeholder_has_values_to_be_tested_with() -> None:
    used = frozenset[str]().union(*(entry.names for entry in MESSAGES.values())) - {"brand"}

    assert used == set(PLACEHOLDERS), "add the placeholder to tests/guards/message_values.py, or remove it there"


@EVERY_MESSAGE
@IN_EVERY_LANGUAGE
def test_a_message_renders_on_every_channel(key: str, language: str) -> None:
    for data in (ordinary(key), widest(key), ordinary(key) | ({"count": 1} if "count" in MESSAGES[key].names else {})):
        for channel in CHANNELS:
            rendered = CATALOGUE.render(
                key, data, language=language, zone=ZONE, now=NOW, channel=channel, brand=WIDE_BRAND
            )
            assert rendered.text == rendered.text.strip()
            assert "  " not in rendered.text
            assert not set("{}") & set(rendered.text)
            assert bool(rendered.subject) == (channel == "email")


@EVERY_MESSAGE
@IN_EVERY_LANGUAGE
def test_a_message_makes_a_mail(key: str, language: str) -> None:
    rendered = CATALOGUE.render(
        key, widest(key), language=language, zone=ZONE, now=NOW, channel="email", brand=WIDE_BRAND
    )

    mail = render_mail(
        rendered, catalogue=CATALOGUE, brand=WIDE_BRAND, language=language, link=WIDE_LINK, unsubscribe_url=None
    )

    assert rendered.text in mail.text
    assert "\n" not in mail.subject
    assert WIDE_LINK in mail.html


@IN_EVERY_LANGUAGE
@settings(deadline=None, max_examples=15)
@given(words=st.text(max_size=80))
@example(words="x" * 2_000)
@example(words="{brand} {0} {link}\r\n\u202e%s")
def test_people_can_write_anything_into_any_message(language: str, words: str) -> None:
    for key in MESSAGES:
        data: dict[str, Value] = {
            name: words if isinstance(value, str) else value for name, value in widest(key).items()
        }
        text = sms(key, language, data, brand=words)
        assert len(text) <= 1_600, key
        assert not any(ord(character) < 32 or character in "\u00a0\u202f\u2028" for character in text.replace("\n", ""))


@EVERY_MESSAGE
@IN_EVERY_LANGUAGE
def test_a_text_message_has_no_character_that_only_looks_different(key: str, language: str) -> None:
    text = sms(key, language, ordinary(key))

    assert text == segments.to_gsm(text)
    assert all(character.isalpha() or character in segments.BASIC | segments.EXTENDED for character in text)


@pytest.mark.parametrize("key", ON_THE_DAY)
def test_an_english_message_of_the_day_is_one_plain_segment(key: str) -> None:
    cost = segments.count(sms(key, "en", widest(key)))

    assert (cost.encoding, cost.segments) == ("GSM-7", 1), f"{cost.units} units: {sms(key, 'en', widest(key))}"


@pytest.mark.parametrize("key", ON_THE_DAY)
@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_a_translated_message_of_the_day_is_two_segments_at_most(key: str, language: str) -> None:
    text = sms(key, language, widest(key))

    assert segments.count(text).segments <= 2, f"{segments.count(text)}: {text}"


@EVERY_MESSAGE
@IN_EVERY_LANGUAGE
def test_nobody_is_told_to_send_a_word_that_carriers_act_on(key: str, language: str) -> None:
    if key.startswith(ABOUT_CONSENT):
        return

    found = [CARRIER_WORDS.search(text) for text in CATALOGUE.languages[language][key].texts.values()]

    assert not any(found), found


def test_texts_about_consent_may_name_them() -> None:
    consent = [entry for key, entry in MESSAGES.items() if key.startswith(ABOUT_CONSENT)]

    assert any(CARRIER_WORDS.search(entry.texts["other"]) for entry in consent)


@pytest.mark.parametrize(("language", "key", "words"), list(advised()))
def test_words_that_people_are_told_to_write_are_understood(language: str, key: str, words: str) -> None:
    role = Role.DRIVER if key.startswith("driver/") else Role.CUSTOMER
    question = OpenQuestion.CONFIRM_RESCHEDULE if words in ("OK", "NO", "NON") else None
    hints = Hints(
        role=role,
        open_question=question,
        choices=0,
        rateable=False,
        active_deliveries=2,
        now=NOW,
        zone=ZONE,
        language=language,
    )

    intent = reading.read(words, hints=hints).intent

    assert intent not in (Intent.OTHER, Intent.UNCLEAR)
    assert (intent is Intent.CONFIRM) == (words == "OK")


def test_every_message_that_is_said_exists_and_gets_its_values() -> None:
    lacking = {
        f"{said.where} {said.key}": sorted(MESSAGES[said.key].names - {"brand"} - said.names)
        for said in spoken()
        if said.key in MESSAGES and said.names is not None
    }

    assert [f"{said.where} {said.key}" for said in spoken() if said.key not in MESSAGES] == []
    assert {where: names for where, names in lacking.items() if names} == {}


def test_no_message_is_written_for_nobody() -> None:
    written = frozenset(MESSAGES)

    assert written - mentioned(written) == set()


def test_a_message_nobody_asked_for_names_who_speaks() -> None:
    unasked = [key for key in MESSAGES if key.startswith(("reminder/", "day/", "early/ask", "rating/ask"))]

    assert [key for key in unasked if "brand" not in MESSAGES[key].names] == []


def test_the_report_has_a_line_for_each_message_and_language() -> None:
    lines = report.report().splitlines()

    assert len(lines) == 1 + len(MESSAGES) * len(LANGUAGES)
