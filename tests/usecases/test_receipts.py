"""What a provider reports of a message, in whatever order and however often, does no harm."""

import itertools
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.port import Receipt
from bot.usecases import claim, record_receipt, send_messages
from delivery.messages import MessageKind, MessageStatus
from models.consent import Suppression
from models.message import Message
from models.message import Receipt as ReceiptRow
from tests.usecases.house import ANN, BOB, DRIVERS, MAIN, SAM, House

SENT, DELIVERED, UNDELIVERED = MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.UNDELIVERED


def sent(house: House, **fields: Any) -> int:
    number = house.write(**fields)
    house.send()
    return number


def report(house: House, number: int | None, status: MessageStatus | None, *, id: str = "sms-1", **fields: Any) -> bool:
    receipt = Receipt(message_id=number, provider_id=id, status=status, **fields)
    return record_receipt.record(house.services, receipt)


@pytest.mark.parametrize("order", list(itertools.permutations([MessageStatus.QUEUED, SENT, DELIVERED])))
def test_the_order_of_receipts_does_not_matter(house: House, order: tuple[MessageStatus, ...]) -> None:
    number = sent(house)

    assert [report(house, number, status) for status in order] == [True] * 3
    assert [report(house, number, status) for status in order] == [False] * 3

    assert house.message(number).status == "delivered"
    assert len(house.all(select(ReceiptRow))) == 3


def test_a_receipt_says_why(house: House) -> None:
    number = sent(house)

    report(house, number, UNDELIVERED, code="30003")

    assert house.message(number).why == "the provider reports undelivered (code 30003)"


def test_a_word_we_do_not_know_is_kept_and_changes_nothing(house: House) -> None:
    number = sent(house)

    assert report(house, number, None, code="c" * 99) is True

    assert (house.message(number).status, house.message(number).why) == ("sent", "accepted by the provider")
    assert house.one(select(ReceiptRow.status)) == "other"


def test_a_receipt_for_another_message_of_the_provider_is_not_about_this_one(house: House) -> None:
    number = sent(house)

    assert report(house, number, UNDELIVERED, id="SM-of-somebody") is False
    assert report(house, 999, UNDELIVERED) is False
    assert report(house, None, UNDELIVERED, id="SM-of-somebody") is False
    assert report(house, None, UNDELIVERED, id="") is False

    assert house.message(number).status == "sent"


def test_a_receipt_finds_its_message_by_the_providers_id_alone(house: House) -> None:
    number = sent(house)

    assert report(house, None, DELIVERED) is True

    assert house.message(number).status == "delivered"


def test_a_receipt_is_never_about_an_inbound_message(house: House) -> None:
    house.text(ANN, MAIN, "where is it?")

    assert report(house, house.one(select(Message.id).where(Message.direction == "in")), DELIVERED, id="SM1") is False


def test_a_receipt_that_overtakes_the_answer_is_kept(house: House) -> None:
    number = house.write()
    (claimed,) = claim.claim(house.services, limit=1)
    report(house, number, DELIVERED, id="sms-1")

    send_messages.send(house.services, claimed)

    row = house.message(number)
    assert (row.status, row.provider_id, row.lease_token is not None) == ("delivered", "sms-1", True)
    assert row.sent_at == house.clock.now()


def test_a_receipt_with_the_id_of_another_message_breaks_nothing(house: House) -> None:
    sent(house)
    number = house.write(words="other")

    assert report(house, number, DELIVERED, id="sms-1") is False

    assert house.message(number).status == "queued"


def test_two_reports_that_differ_late_in_a_long_name_are_two(house: House) -> None:
    number = sent(house)

    assert report(house, number, SENT, event_id="e" * 200 + "1") is True
    assert report(house, number, DELIVERED, event_id="e" * 200 + "2") is True
    assert report(house, number, DELIVERED, event_id="e" * 200 + "2") is False


@pytest.mark.parametrize("fields", [{"opted_out": True}, {"address_is_bad": True}])
def test_an_opt_out_that_the_carrier_reports_becomes_consent(house: House, fields: dict[str, Any]) -> None:
    number = sent(house)

    report(house, number, UNDELIVERED, code="21610", **fields)
    later = sent(house)

    assert house.one(select(Suppression)).scope == "all"
    assert house.message(later).status == "suppressed"


def test_whoever_wrote_words_that_did_not_arrive_is_told_once(house: House) -> None:
    house.report_out()
    house.text(ANN, MAIN, "tell the driver the gate is open")
    house.pump()
    relayed = house.one(select(Message).where(Message.kind == MessageKind.RELAY))
    house.hush()

    report(house, relayed.id, UNDELIVERED, id=relayed.provider_id)
    report(house, relayed.id, MessageStatus.FAILED, id=relayed.provider_id)
    house.pump()

    assert len(house.said_to(ANN)) == 1
    assert house.said_to(SAM) == []


def test_a_driver_is_told_for_which_stop_words_did_not_arrive(house: House) -> None:
    house.report_out()
    house.text(BOB, MAIN, "tell the driver the gate is open")
    house.pump()
    house.text(SAM, DRIVERS, "on my way to you")
    house.pump()
    relayed = house.one(select(Message).where(Message.kind == MessageKind.RELAY, Message.to_address == BOB))
    house.hush()

    report(house, relayed.id, UNDELIVERED, id=relayed.provider_id)
    house.pump()

    (told,) = house.said_to(SAM)
    assert "#2" in told
    assert house.said_to(BOB) == []


def test_other_messages_that_did_not_arrive_concern_nobody_else(house: House) -> None:
    number = sent(house, kind=MessageKind.ETA)
    house.hush()

    report(house, number, UNDELIVERED)
    house.pump()

    assert house.sms.sent == []


def test_a_late_bounce_that_names_only_our_message_is_about_it(house: House) -> None:
    number = sent(house)

    assert report(house, number, UNDELIVERED, id="") is True

    assert house.message(number).status == "undelivered"
