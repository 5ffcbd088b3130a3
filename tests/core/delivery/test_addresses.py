"""Addresses: canonical, masked, hidden in texts, remembered as a digest."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.addresses import MASK, digest, email, masked, phone, without_contacts
from tests.core.delivery.samples import published


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("+1 (500) 555-0006", None, "+15005550006"),
        ("500-555-0006", "US", "+15005550006"),
        ("07700 900123", "GB", "+447700900123"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("tel:+33612345678", None, "+33612345678"),
    ],
)
def test_a_telephone_number_becomes_e164(text: str, region: str | None, expected: str) -> None:
    assert phone(text, region=region) == expected


@pytest.mark.parametrize("text", ["", "hello", "5005550006", "+1500555", "+150055500061234567", "555-0006", "911"])
def test_what_is_no_telephone_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a telephone number"):
        phone(text)


def test_a_local_number_without_its_area_is_refused() -> None:
    with pytest.raises(ValueError, match="not a telephone number"):
        phone("555-0006", region="US")


def test_published_numbers_of_all_regions_are_understood_and_hidden() -> None:
    for sample in map(json.loads, published("phone_examples.jsonl").splitlines()):
        assert phone(sample["intl"]) == sample["e164"]
        assert phone(sample["national"], region=sample["region"]) == sample["e164"]
        assert without_contacts(f"call {sample['intl']} please") == f"call {MASK} please"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Ann@Mail.Example ", "ann@mail.example"),
        ("ann.b+parcel@sub.mail.example", "ann.b+parcel@sub.mail.example"),
        ("o'neil@mail.example", "o'neil@mail.example"),
        ("änn@bücher.example", "änn@bücher.example"),
    ],
)
def test_a_mail_address_becomes_lower_case(text: str, expected: str) -> None:
    assert email(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "ann@",
        "@mail.example",
        "ann@localhost",
        "ann@mail..example",
        "ann@-mail.example",
        "a..b@mail.example",
        ".a@mail.example",
        "a b@mail.example",
        "Ann <ann@mail.example>",
        "a@b@mail.example",
        "ann@mail.example\nBcc: b@mail.example",
        "a" * 65 + "@mail.example",
        "a@" + "m." * 130 + "example",
    ],
)
def test_what_is_no_mail_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        email(text)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("+15550000101", "+1555***0101"),
        ("whatsapp:+15550000101", "whatsapp:+1555***0101"),
        ("+376312345", "+37***45"),
        ("+1234", "***4"),
        ("12", "***"),
        ("", "***"),
        ("ann@mail.example", "a***@mail.example"),
        ("@mail.example", "***@mail.example"),
    ],
)
def test_an_address_is_masked_for_peoples_eyes(address: str, expected: str) -> None:
    assert masked(address) == expected


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_at_least_three_digits_of_a_number_stay_hidden(number: str) -> None:
    assert len(masked(number).replace(MASK, "")) <= len(number) - 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call 410-555-0123 now", "call *** now"),
        ("(410) 555.0123", "***"),
        ("+49 (0)30 1234567, or 5550123", "***, or ***"),
        ("5 5 5 0 1 2 3", "***"),
        ("5\u200b5\u200b5\u200b0123", "***"),
        ("٠١٢٣٤٥٦٧", "***"),
        ("ann.b+x@mail.example!", "***!"),
        ("ann (at) mail (dot) com", "***"),
        ("see https://x.example/a?b=c or www.x.example", "see *** or ***"),
        ("wa.me/15550101 bit.ly/abc acme.com", "*** *** ***"),
    ],
)
def test_contacts_in_a_relayed_text_are_hidden(text: str, expected: str) -> None:
    assert without_contacts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "gate code 4521#, flat 12, 3rd floor",
        "between 14:00 and 16:30 on 2026-11-23",
        "on 23/11/2026 or 24.11.2026",
        "thanks. me too",
        "it is $12.50 for 3.5kg",
        "parcel AC-7F3K9Q",
        "meet @ the door. Thanks",
    ],
)
def test_codes_times_dates_and_tracking_numbers_stay_in_a_relayed_text(text: str) -> None:
    assert without_contacts(text) == text


@given(st.text(max_size=60), st.from_regex(r"\+[1-9][0-9]{9,13}", fullmatch=True), st.text(max_size=60))
def test_no_full_number_survives_in_any_text(before: str, number: str, after: str) -> None:
    assert number not in without_contacts(f"{before} {number} {after}")


def test_a_digest_recognises_an_address_and_needs_its_key() -> None:
    known = digest("Ann@Mail.example ", key=b"key")

    assert known == digest("ann@mail.example", key=b"key")
    assert known != digest("ann@mail.example", key=b"other")
    assert known != digest("bob@mail.example", key=b"key")
    assert len(known) == 64
