"""How tracking numbers are compared, and what in a text looks like one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.tracking_numbers import candidates, normal, runs, spelled
from tests.core.delivery.samples import published


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ac-7f3k9q", "AC7F3K9Q"),
        (" AC 7F3K 9Q ", "AC7F3K9Q"),
        ("IL-0O", "1100"),
        ("ac\u20117f3k\u00a09q", "AC7F3K9Q"),
        ("ＡＣ７", "AC7"),
        ("", ""),
    ],
)
def test_numbers_are_compared_without_what_people_mistake(text: str, expected: str) -> None:
    assert normal(text) == expected


@given(st.text())
def test_a_normal_form_is_normal(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AC-7F3K9Q", ("AC-7F3K9Q",)),
        ("where is ac7f3k9q?", ("ac7f3k9q",)),
        ("WHERE IS AC-7F3K9Q", ("AC-7F3K9Q",)),
        ("AC-7F3K9Q and BX8811Q2, AC-7F3K9Q", ("AC-7F3K9Q", "BX8811Q2")),
        ("AC7F3K9Q 5pm", ("AC7F3K9Q",)),
        ("BX8811Q2 AC7F3K9Q", ("BX8811Q2", "AC7F3K9Q")),
        ("my TBC 000000000000 please", ("TBC 000000000000",)),
        ("420 11213 92 6129098349792366623 8", ("420 11213 92 6129098349792366623 8",)),
        ("parcel 12345678 2 boxes", ("12345678",)),
        ("it is 12345", ("12345",)),
        ("order number 4105550123", ("4105550123",)),
        ("tracking #: 07700900123", ("07700900123",)),
    ],
)
def test_tracking_numbers_are_found_as_written(text: str, expected: tuple[str, ...]) -> None:
    assert candidates(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello there",
        "ABCDEFGH",
        "1234",
        "flat 12",
        "at 14:30 or 5pm",
        "on 2026-11-23",
        "23/11/2026",
        "the 3rd of 1000th",
        "$12345",
        "call 410-555-0123",
        "(410) 555-0123",
        "+1 410 555 0123",
        "4105550123",
        "14105550123",
        "07700 900123",
        "06 12 34 56 78",
        "00491701234567",
        "+49 (0)30 1234567",
        "my phone number is 4105550123",
        "1" * 41,
    ],
)
def test_words_dates_times_and_telephone_numbers_are_none(text: str) -> None:
    assert candidates(text) == ()


def test_published_numbers_are_found_in_a_sentence() -> None:
    samples = [json.loads(line) for line in published("tracking_numbers.jsonl").splitlines()]
    numbers = [sample["number"] for sample in samples if sample["valid"]]

    missed = [
        number
        for number in numbers
        if [normal(found) for found in candidates(f"Hi, where is {number} please?")] != [normal(number)]
    ]

    assert len(missed) <= len(numbers) // 50


@given(st.text(max_size=200))
def test_whatever_is_found_is_long_enough_and_has_a_digit(text: str) -> None:
    for found in candidates(text):
        assert 5 <= len(normal(found)) <= 40
        assert any(character.isdigit() for character in found)


@given(st.from_regex(r"[A-HJ-NP-Z]{2}-[0-9A-HJ-NP-Z]{2}[0-9][0-9A-HJ-NP-Z]{3}", fullmatch=True))
def test_a_number_of_our_own_form_is_always_found(number: str) -> None:
    assert candidates(f"where is {number} now") == (number,)


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("ac 7f3k9q", "AC-7F3K9Q", "AC-7F3K9Q"),
        ("where is a c 7f3 - k9q, please", "AC-7F3K9Q", "where is AC-7F3K9Q, please"),
        ("ac 7OfOOO5k", "AC-70F0005K", "AC-70F0005K"),
        ("i have bx ll i2", "BX1112", "i have BX1112"),
        ("mac 7f3k9q", "AC-7F3K9Q", "mac 7f3k9q"),
        ("ac 7f3k9qs", "AC-7F3K9Q", "ac 7f3k9qs"),
        ("at 12 34 Elm", "1234", "at 12 34 Elm"),
    ],
)
def test_a_known_number_is_found_in_any_typing(text: str, known: str, expected: str) -> None:
    assert spelled(text, known=[known]) == expected


def test_neighbouring_words_are_looked_up_together() -> None:
    assert runs("is ac 7f3 k9q ok") == (
        "is ac 7f3",
        "is ac 7f3 k9q",
        "is ac 7f3 k9q ok",
        "ac 7f3",
        "ac 7f3 k9q",
        "ac 7f3 k9q ok",
        "7f3 k9q",
        "7f3 k9q ok",
        "k9q ok",
    )
    assert runs("hello there") == ()
    assert len(runs("1234 " * 100)) <= 60
