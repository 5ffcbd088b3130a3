"""What holds for any text: a reading, never an error; and no phone number is ever a parcel."""

from dataclasses import replace

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding import words
from conversations.understanding.reading import Intent, OpenQuestion, Reading, Role, read
from tests.core.understanding.asking import customer, hints

QUESTIONS = st.sampled_from([None, *OpenQuestion])
OURS = """yes no 5 5/5 stars friday or saturday next tuesday the 31st of feb 31.12. 24/7 at 8 25:61 half 13 quarter to
0 noon in 3 hours not but after before between 9-5 #7 late done failed early stop please leave it tell him AC-7F3K9Q
⭐ 👍 ; ? . no wait ... mañana por la tarde après-demain l'an 2/30 0 99999 weekend anytime a week on monday"""
PIECES = st.sampled_from(OURS.split())


@given(text=st.text(max_size=200), question=QUESTIONS, role=st.sampled_from(Role), rateable=st.booleans())
def test_any_text_gives_a_reading(text: str, question: OpenQuestion | None, role: Role, rateable: bool) -> None:
    check(read(text, hints=hints(role=role, question=question, rateable=rateable, choices=3)))


@given(pieces=st.lists(PIECES, max_size=14), question=QUESTIONS, role=st.sampled_from(Role), hour=st.integers(0, 23))
def test_any_mixture_of_our_words_gives_a_reading(
    pieces: list[str], question: OpenQuestion | None, role: Role, hour: int
) -> None:
    known = hints(role=role, question=question, choices=3, now=f"2028-02-29T{hour:02}:30", zone="Europe/London")
    check(read(" ".join(pieces), hints=known))


@given(
    region=st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)),
    written=st.sampled_from([0, 1, 2]),
    lead=st.sampled_from(["", "call me on ", "I am on "]),
)
def test_a_phone_number_is_never_a_parcel(region: str, written: int, lead: str) -> None:
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    if number is None or len(str(number.national_number)) < 7:
        return
    assert customer(lead + phonenumbers.format_number(number, written)).tracking_numbers == ()


@given(text=st.text(max_size=100))
def test_folding_keeps_every_position(text: str) -> None:
    tidied = words.tidy(text)
    assert len(words.fold(tidied)) == len(tidied)


@pytest.mark.parametrize("zone", ["Nowhere/Here", "", "../../etc/passwd"])
def test_an_unknown_zone_is_read_as_utc(zone: str) -> None:
    reading = read("tomorrow after 5", hints=replace(hints(question="ask_date"), zone=zone))
    assert reading.when is not None


def check(reading: Reading) -> None:
    """Hold a reading to what its fields promise."""
    assert isinstance(reading.intent, Intent)
    assert 0 <= reading.confidence <= 1
    assert reading.because
    assert reading.score is None or 1 <= reading.score <= 5
    assert reading.choice is None or 1 <= reading.choice <= 3
    assert reading.language
    if reading.when and not reading.when.ambiguous:
        assert reading.when.date or reading.when.start or reading.when.end
    if reading.when and reading.when.ambiguous and reading.when.candidates:
        assert reading.when.date is None
