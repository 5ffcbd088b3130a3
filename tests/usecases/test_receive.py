"""An inbound message: kept whole, answered once, and never more believed than it deserves."""

import json

import pytest
from sqlalchemy import select

from bot.channels.port import Media
from bot.usecases import reply_tokens
from bot.usecases.budget import PER_MINUTE
from bot.usecases.receive_message import Outcome
from models import message
from models.consent import Suppression
from models.delivery import Case
from models.message import Message, Payload
from models.thread import Thread
from tests.usecases.house import ANN, ANNS, ANNS_MAIL, BOB, DRIVERS, MAIN, STRANGER, House, a_mail, a_text

inbound_rows = select(Message).where(Message.direction == "in").order_by(Message.id)
outgoing_rows = select(Message).where(Message.direction == "out").order_by(Message.id)


def test_a_text_is_answered_on_its_thread(house: House) -> None:
    assert house.text(ANN, MAIN, "where is it?") is Outcome.ANSWERED
    house.pump()

    (said,) = house.said_to(ANN)
    assert ANNS in said
    kept = house.one(inbound_rows)
    assert (kept.status, kept.text, kept.from_address, kept.why) == ("received", "where is it?", ANN, None)


def test_a_repeat_is_a_success_without_effect(house: House) -> None:
    first = a_text(ANN, MAIN, "where is it?")
    house.receive(first)
    before = house.thread(ANN)
    house.wait(minutes=5)

    assert house.receive(first) is Outcome.REPEATED
    house.pump()

    assert len(house.all(inbound_rows)) == len(house.all(outgoing_rows)) == 1
    after = house.thread(ANN)
    assert (after.version, after.last_inbound_at) == (before.version, before.last_inbound_at)


def test_a_mail_repeated_late_does_not_draw_the_conversation_back(house: House) -> None:
    old = a_mail(ANNS_MAIL, "where is it?", number=1, subject="Monday")
    house.receive(old)
    house.receive(a_mail(ANNS_MAIL, "and now?", number=2, subject="Tuesday"))

    assert house.receive(old) is Outcome.REPEATED

    assert house.thread(ANNS_MAIL).last_subject == "Tuesday"


def test_the_same_number_of_two_channels_is_no_repeat(house: House) -> None:
    house.receive(a_text(ANN, MAIN, "where is it?", provider_id="one"))

    assert house.receive(a_mail(ANNS_MAIL, "where is it?", provider_id="one")) is Outcome.ANSWERED


def test_a_text_to_a_line_that_is_not_ours_is_left_alone(house: House) -> None:
    assert house.text(ANN, "+15005550888", "where is it?") is Outcome.UNKNOWN_LINE
    assert house.all(inbound_rows) == []


@pytest.mark.parametrize("body", ["I am on holiday.", "STOP", f"Delivery of {ANNS} failed"])
def test_an_automatic_mail_is_kept_and_never_answered(house: House, body: str) -> None:
    assert house.mail(ANNS_MAIL, body, automatic=True) is Outcome.IGNORED
    house.pump()

    assert house.said_to(ANNS_MAIL) == []
    assert house.one(inbound_rows).why == "an automatic message: never answered"
    assert house.all(select(Suppression)) == []


def test_a_mail_from_our_own_mailbox_is_never_answered(house: House) -> None:
    assert house.mail("track@acme.example", "where is it?") is Outcome.IGNORED
    assert house.text(DRIVERS, MAIN, "where is it?") is Outcome.IGNORED
    house.pump()

    assert house.all(outgoing_rows) == []


def test_more_texts_in_a_minute_than_people_type_are_kept_but_not_answered(house: House) -> None:
    outcomes = [house.text(ANN, MAIN, "where is it?") for _ in range(PER_MINUTE + 2)]

    assert outcomes == [Outcome.ANSWERED] * PER_MINUTE + [Outcome.IGNORED] * 2
    assert len(house.all(inbound_rows)) == PER_MINUTE + 2
    assert len(house.all(outgoing_rows)) == PER_MINUTE
    house.wait(seconds=61)
    assert house.text(ANN, MAIN, "where is it?") is Outcome.ANSWERED
    assert house.text(BOB, MAIN, "where is it?") is Outcome.ANSWERED


def test_texts_that_are_passed_on_count_as_well(house: House) -> None:
    house.report_out()
    outcomes = [house.text(ANN, MAIN, f"tell the driver: {n} is my floor") for n in range(PER_MINUTE + 2)]

    assert outcomes[-2:] == [Outcome.IGNORED] * 2


@pytest.mark.parametrize("word", ["STOP", "stop texting me"])
def test_a_stop_is_obeyed_even_when_the_budget_is_spent(house: House, word: str) -> None:
    for _ in range(PER_MINUTE):
        house.text(ANN, MAIN, "where is it?")

    assert house.text(ANN, MAIN, word) is Outcome.IGNORED

    assert house.one(select(Suppression)).scope == "all"


def test_a_mail_that_may_be_forged_learns_what_anybody_may_know_and_changes_nothing(house: House) -> None:
    house.report_out()
    house.hush()
    before = house.delivery().window_start

    assert house.mail(ANNS_MAIL, f"{ANNS} put it off until Wednesday", authentic=False) is Outcome.ANSWERED
    house.pump()

    (said,) = house.said_to(ANNS_MAIL)
    assert "12 Elm" not in said
    assert "/t/" not in said
    assert house.delivery().window_start == before
    mails = house.thread(ANNS_MAIL)
    assert (mails.state, mails.version, mails.language) == (None, 0, None)
    assert house.all(select(Case)) == []


def test_a_stop_by_a_mail_that_may_be_forged_is_obeyed_once_and_then_met_with_silence(house: House) -> None:
    for words in ("unsubscribe", "unsubscribe", "where is it?"):
        house.mail(ANNS_MAIL, words, authentic=False)
    house.pump()

    assert house.one(select(Suppression)).channel == "email"
    assert len(house.said_to(ANNS_MAIL)) == 1


def test_a_start_by_a_mail_that_may_be_forged_changes_nothing_and_is_not_confirmed(house: House) -> None:
    house.mail(ANNS_MAIL, "unsubscribe")
    house.hush()

    house.mail(ANNS_MAIL, "START", authentic=False)
    house.pump()

    assert house.one(select(Suppression)).lifted_at is None
    assert house.said_to(ANNS_MAIL) == []


def test_a_reply_token_proves_who_was_written_to(house: House) -> None:
    house.mail(ANNS_MAIL, "where is it?")
    house.hush()
    number = house.thread(ANNS_MAIL).id
    answer_to = reply_tokens.address(house.services.secret, thread_id=number, line_address="track@acme.example")
    token = answer_to.removeprefix("r-").partition("@")[0]

    fields = {"to_address": answer_to, "reply_token": token, "authentic": False}
    assert house.mail(ANNS_MAIL, "where is it?", **fields) is Outcome.ANSWERED
    assert house.mail("mallory@mail.example", "where is it?", **fields) is Outcome.ANSWERED
    house.pump()

    assert ANNS in house.said_to(ANNS_MAIL)[0]
    assert ANNS not in house.said_to("mallory@mail.example")[0]


@pytest.mark.parametrize("token", ["", "a", "é", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a" * 500])
def test_a_made_up_reply_token_proves_nothing(house: House, token: str) -> None:
    assert house.mail(ANNS_MAIL, "where is it?", authentic=False, reply_token=token) is Outcome.ANSWERED
    house.pump()

    assert ANNS not in house.said_to(ANNS_MAIL)[0]


def test_a_state_that_cannot_be_read_begins_anew_and_a_person_looks(house: House) -> None:
    house.text(ANN, MAIN, "where is it?")
    house.change(Thread, Thread.address == ANN, state='{"version": 99}')

    assert house.text(ANN, MAIN, "where is it?") is Outcome.ANSWERED
    house.pump()

    assert len(house.said_to(ANN)) == 2
    assert house.one(select(Case)).kind == "unreadable_state"
    assert '"version":2' in (house.thread(ANN).state or "")


def test_pictures_are_kept_as_references(house: House) -> None:
    pictures = (Media(url="https://x.example/1", content_type="image/jpeg", name="n" * 300, size=12),)

    house.text(ANN, MAIN, "", media=pictures)

    row = house.one(select(message.Media))
    assert (row.url, row.content_type, row.size, row.attempts) == ("https://x.example/1", "image/jpeg", 12, 0)
    assert len(row.name) == 256


def test_the_payload_is_kept_whole(house: House) -> None:
    fields = {"Body": "h\u00e9 \U0001f600 \x00", "Odd": "\ud800", "MessageSid": "SM1"}
    house.text(ANN, MAIN, "one", payload=fields)
    house.mail(ANNS_MAIL, "two", payload=bytes(range(256)))

    texts, mail = house.all(select(Payload).order_by(Payload.message_id))
    assert json.loads(texts.body) == fields
    assert mail.body == bytes(range(256))


def test_one_address_has_a_thread_on_every_line_it_writes_to(house: House) -> None:
    house.text(ANN, MAIN, "where is it?")
    house.text(ANN, DRIVERS, "where is it?")
    house.text(STRANGER, MAIN, "where is it?")
    house.text(ANN, MAIN, "where is it?")

    assert house.thread(ANN, MAIN).version == house.thread(ANN, DRIVERS).version
    assert len({house.thread(ANN, MAIN).id, house.thread(ANN, DRIVERS).id, house.thread(STRANGER).id}) == 3
