"""A message framed as a mail."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.catalogue import Catalogue, Rendered
from bot.rendering.mail import Mail, link_in, render_mail

CATALOGUE = Catalogue.load(Path("templates/messages"))
LINK = "https://doorstep.example/t/abc?x=1&y=2"
UNSUBSCRIBE = "https://doorstep.example/u/def"


def mail(
    text: str,
    *,
    subject: str | None = None,
    brand: str = "Acme",
    language: str = "en",
    link: str | None = None,
    unsubscribe_url: str | None = None,
    name: str | None = None,
) -> Mail:
    return render_mail(
        Rendered(text=text, subject=subject),
        catalogue=CATALOGUE,
        brand=brand,
        language=language,
        link=link,
        unsubscribe_url=unsubscribe_url,
        name=name,
    )


def test_the_plain_text_has_a_greeting_the_words_and_a_signature() -> None:
    made = mail("It comes today.", name="Ann", unsubscribe_url=UNSUBSCRIBE)

    assert made.text == (
        "Hello Ann,\n\nIt comes today.\n\n-- \nYour delivery team at Acme\n\n"
        f"No more messages about your deliveries\n{UNSUBSCRIBE}\n"
    )


def test_a_link_that_the_words_lack_is_added_once() -> None:
    assert f"\n\nOpen your delivery page\n{LINK}\n" in mail("It comes today.", link=LINK).text
    assert mail(f"Live: {LINK}", link=LINK).text.count(LINK) == 1


@pytest.mark.parametrize(
    ("language", "greeting"), [("en", "Hello,"), ("es", "Buenos d\u00edas:"), ("fr-CA", "Bonjour,")]
)
def test_the_frame_speaks_the_language_of_the_message(language: str, greeting: str) -> None:
    made = mail("x", language=language)

    assert made.text.startswith(greeting)
    assert f'<p style="margin:0 0 14px 0;">{greeting}</p>' in made.html
    assert f'<html lang="{language[:2]}">' in made.html


def test_the_page_links_only_our_link() -> None:
    made = mail(f"Live: {LINK} or https://elsewhere.example", link=LINK, unsubscribe_url=UNSUBSCRIBE)

    escaped = LINK.replace("&", "&amp;")
    assert re.findall(r'href="([^"]*)"', made.html) == [escaped, escaped, UNSUBSCRIBE]
    assert "Live: <a " in made.html
    assert "Open your delivery page</a>" in made.html


def test_a_line_that_is_only_the_link_becomes_the_button() -> None:
    made = mail(f"It comes today.\n{LINK}", link=LINK)

    assert made.html.count("href=") == 1
    assert made.text.count(LINK) == 1


def test_without_links_there_is_neither_button_nor_small_print() -> None:
    made = mail("It comes today.")

    assert "<a " not in made.html


def test_each_line_is_a_paragraph() -> None:
    assert mail("One.\n\nTwo.").html.count("<p ") == 4


@pytest.mark.parametrize("address", ["javascript:alert(1)", "doorstep.example/t/1"])
def test_a_link_must_be_a_web_address(address: str) -> None:
    with pytest.raises(ValueError, match="must be a web address"):
        mail("x", link=address)


@given(words=st.text(max_size=120), brand=st.text(max_size=60), subject=st.none() | st.text(max_size=300))
def test_nothing_that_people_wrote_becomes_markup_or_a_header(words: str, brand: str, subject: str | None) -> None:
    made = mail(f"{words}<script>alert(1)</script>", brand=brand + "<b>", subject=subject, name=words)

    assert "<script>" not in made.html
    assert "<b>" not in made.html
    assert len(made.subject) <= 120
    assert not {"Cc", "Zl", "Zp"} & set(map(unicodedata.category, made.subject))


def test_a_mail_always_has_a_subject() -> None:
    assert mail("x").subject == "Acme: news of your delivery"
    assert mail("x", subject=" \r\n ").subject == "Acme: news of your delivery"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Live: {LINK}", LINK),
        (f"{LINK}\nMore: https://doorstep.example/t/second", LINK),
        ("See https://doorstep.example/t/ or https://elsewhere.example/t/abc", None),
        ("Nothing here", None),
    ],
)
def test_our_link_is_found_in_a_text(text: str, found: str | None) -> None:
    assert link_in(text, start="https://doorstep.example/t/") == found
