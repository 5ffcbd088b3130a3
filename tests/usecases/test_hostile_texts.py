"""Texts that no database column, carrier or person expects are answered like any other."""

import pytest
from sqlalchemy import select

from bot.channels.port import Media
from bot.usecases.receive_message import Outcome
from models.message import Message
from tests.usecases.house import ANN, ANNS_MAIL, MAIN, SAM, House

inbound = select(Message).where(Message.direction == "in")

HOSTILE = {
    "NUL": "where\x00 is it?",
    "a lone surrogate": "where is it? \ud83d",
    "only NUL": "\x00\x00",
    "controls": "\x01\x02\x1b[31mwhere is it?",
    "right to left": "\u202ewhere is it?\u202c",
    "too long": "where is it? " * 20_000,
    "one long word": "x" * 100_000,
    "markup": "{{ 7*7 }} {driver} %s <script>",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f69a?",
    "digits": "9" * 5000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_taken_in(house: House, name: str) -> None:
    assert house.text(ANN, MAIN, HOSTILE[name]) is Outcome.ANSWERED
    house.pump()

    kept = house.one(inbound)
    assert "\x00" not in kept.text
    assert len(kept.text) >= len(HOSTILE[name].replace("\x00", "").replace("\ud83d", ""))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_can_be_passed_on_to_the_driver(house: House, name: str) -> None:
    house.report_out()
    house.text(ANN, MAIN, "talk to the driver: hello")
    house.hush()

    assert house.text(ANN, MAIN, HOSTILE[name]) is Outcome.ANSWERED
    house.pump()

    assert all(len(said) <= 1500 for said in house.said_to(SAM))
    assert {row.status for row in house.all(select(Message).where(Message.direction == "out"))} == {"sent"}


def test_a_mail_with_endless_headers_is_answered_in_its_conversation(house: House) -> None:
    outcome = house.mail(
        ANNS_MAIL,
        "where is it?",
        subject="\x00" + "s" * 1000,
        in_reply_to=f"<{'r' * 1000}@mail.example>",
        references=tuple(f"<{n}@mail.example>\x00" for n in range(200)),
        payload_type="multipart/form-data; boundary=" + "b" * 500,
        media=(Media(url=None, content_type="x" * 500, name="\x00\ud800.jpg"),),
    )
    house.pump()

    assert outcome is Outcome.ANSWERED
    (taken,) = house.post.sent
    assert taken.message.subject is not None
    assert taken.message.subject.startswith("Re: sss")
    assert len(taken.message.subject) <= 256


def test_an_address_that_fits_no_column_is_kept_and_not_answered(house: House) -> None:
    assert house.mail("a" * 300 + "@mail.example", "where is it?") is Outcome.IGNORED
    house.pump()

    assert house.post.sent == []


def test_a_provider_id_of_any_length_still_tells_repeats_from_news(house: House) -> None:
    for end in ("1", "2", "1"):
        house.mail(ANNS_MAIL, "where is it?", provider_id="i" * 400 + end)

    assert len(house.all(inbound)) == 2


def test_a_mail_without_a_usable_id_is_answered(house: House) -> None:
    house.mail(ANNS_MAIL, "where is it?", mail_id=f"<{'m' * 1000}@mail.example>")
    house.pump()

    (taken,) = house.post.sent
    assert taken.message.in_reply_to is None
