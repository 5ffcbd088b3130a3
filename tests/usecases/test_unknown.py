"""Messages of which nobody knows whether they went: settled by a receipt, by the provider's list, else by a rule."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.port import Accepted, Ambiguous, NotSent, Receipt
from bot.usecases import claim, record_receipt, resolve_unknown, send_messages
from delivery.messages import MessageKind, MessageStatus
from models.message import Message
from tests.usecases.house import ANN, ANNS_MAIL, House


def lose(house: House, *, accepted: bool, kind: MessageKind = MessageKind.RELAY, to: str = ANN) -> int:
    """Send a message whose answer is lost; `accepted` tells whether the provider has it."""
    house.sms.script(Ambiguous("read time-out"), accepts_anyway=accepted)
    house.post.script(Ambiguous("read time-out"), accepts_anyway=accepted)
    number = house.write(to, kind=kind)
    house.send()
    assert house.message(number).status == "unknown"
    return number


def resolve(house: House, *, after: timedelta = resolve_unknown.ASK_AFTER) -> int:
    house.clock.advance(after)
    return resolve_unknown.resolve_due(house.services)


def test_the_provider_is_not_asked_before_its_receipt_had_time_to_come(house: House) -> None:
    lose(house, accepted=True)

    assert resolve(house, after=resolve_unknown.ASK_AFTER - timedelta(seconds=1)) == 0
    assert resolve(house, after=timedelta(seconds=1)) == 1


def test_a_message_in_the_providers_list_was_sent(house: House) -> None:
    number = lose(house, accepted=True)

    assert resolve(house) == 1

    row = house.message(number)
    assert (row.status, row.provider_id, row.sent_at) == ("sent", "sms-1", house.clock.now())
    assert row.why == "found in the provider's list of what it accepted"
    assert len(house.sms.sent) == 1


def test_the_same_words_said_twice_are_not_taken_for_each_other(house: House) -> None:
    house.write(kind=MessageKind.RELAY)
    house.send()
    number = lose(house, accepted=False)

    assert resolve(house) == 0
    assert house.message(number).status == "unknown"


def test_a_receipt_settles_it_and_the_list_is_not_asked(house: House) -> None:
    number = lose(house, accepted=True)
    receipt = Receipt(message_id=number, provider_id="sms-1", status=MessageStatus.DELIVERED)

    assert record_receipt.record(house.services, receipt) is True
    assert resolve(house) == 0

    row = house.message(number)
    assert (row.status, row.provider_id, row.sent_at is not None) == ("delivered", "sms-1", True)


def test_what_the_provider_does_not_know_is_sent_again_where_its_kind_allows(house: House) -> None:
    number = lose(house, accepted=False, kind=MessageKind.RELAY)

    assert resolve(house) == 0
    assert resolve(house, after=resolve_unknown.DECIDE_AFTER) == 1
    assert house.message(number).why == "the provider does not know it; sent again"
    house.send()

    assert (house.message(number).status, len(house.sms.sent)) == ("sent", 1)


def test_a_rating_is_asked_for_again_tomorrow(house: House) -> None:
    number = lose(house, accepted=False, kind=MessageKind.RATING)

    assert resolve(house, after=resolve_unknown.DECIDE_AFTER) == 1
    house.send()
    assert house.message(number).status == "queued"
    assert house.message(number).not_before == house.clock.now() + timedelta(days=1)
    house.wait(days=1)
    house.send()

    assert house.message(number).status == "sent"


@pytest.mark.parametrize("kind", [MessageKind.REPLY, MessageKind.ETA, MessageKind.REMINDER, MessageKind.CONSENT])
def test_what_would_be_stale_is_given_up_and_stays_unknown(house: House, kind: MessageKind) -> None:
    number = lose(house, accepted=False, kind=kind)

    resolve(house, after=resolve_unknown.DECIDE_AFTER)
    resolve(house, after=timedelta(hours=1))

    row = house.message(number)
    assert (row.status, row.try_at) == ("unknown", None)
    assert row.why == "the provider does not know it; given up, since it is of no use any more"
    assert len(house.sms.tried) == 1


def test_a_late_receipt_settles_even_what_was_given_up(house: House) -> None:
    number = lose(house, accepted=True, kind=MessageKind.REPLY)
    house.sms.sent.clear()
    resolve(house, after=resolve_unknown.DECIDE_AFTER)

    record_receipt.record(
        house.services, Receipt(message_id=number, provider_id="SM77", status=MessageStatus.DELIVERED)
    )

    assert (house.message(number).status, house.message(number).provider_id) == ("delivered", "SM77")


@pytest.mark.parametrize("kind", list(MessageKind))
def test_a_mail_of_unknown_fate_is_never_sent_again(house: House, kind: MessageKind) -> None:
    house.mail(ANNS_MAIL, "where is it?")
    house.hush()
    number = lose(house, accepted=True, kind=kind, to=ANNS_MAIL)
    house.post.sent.clear()  # Mail providers keep no list to ask.

    resolve(house, after=resolve_unknown.DECIDE_AFTER)
    house.wait(days=1, hours=1)
    house.pump()

    assert house.message(number).status == "unknown"
    assert len(house.post.tried) == 1


def test_a_list_that_cannot_be_read_is_asked_again_later(house: House) -> None:
    number = lose(house, accepted=True)
    find, calls = house.sms.find_accepted, []

    def away(*args: object, **fields: object) -> Accepted | None:
        calls.append(args)
        raise NotSent("connect")

    house.sms.find_accepted = away  # type: ignore[method-assign]
    assert resolve(house, after=resolve_unknown.DECIDE_AFTER) == 0
    assert resolve(house, after=timedelta(seconds=5)) == 0
    house.sms.find_accepted = find  # type: ignore[method-assign]
    resolve(house, after=timedelta(minutes=1))

    assert (house.message(number).status, len(calls)) == ("sent", 1)


def test_one_message_that_cannot_be_looked_into_holds_back_no_other(house: House) -> None:
    odd, other = lose(house, accepted=True), lose(house, accepted=True, to="+15005550207")
    find = house.sms.find_accepted

    def fails(message: object, **fields: object) -> Accepted | None:
        if message.id == odd:  # type: ignore[attr-defined]
            raise RuntimeError("a bug of this test")
        return find(message, **fields)  # type: ignore[arg-type]

    house.sms.find_accepted = fails  # type: ignore[method-assign]
    resolve(house)

    assert (house.message(odd).status, house.message(other).status) == ("unknown", "sent")


def test_work_that_was_started_and_never_finished_is_unknown(house: House) -> None:
    number = house.write(kind=MessageKind.RELAY)
    claim.claim(house.services, limit=1)
    house.wait(seconds=61)

    assert send_messages.rescue(house.services) == 1
    assert house.message(number).why == "the worker stopped while sending; waiting for a receipt"
    assert send_messages.rescue(house.services) == 0
    resolve(house, after=resolve_unknown.DECIDE_AFTER)
    house.send()

    assert len(house.sms.sent) == 1


def test_a_channel_that_was_switched_off_is_not_asked(house: House) -> None:
    number = lose(house, accepted=True, kind=MessageKind.REPLY)
    del house.services.channels[house.sms.name]  # type: ignore[attr-defined]

    assert resolve(house, after=resolve_unknown.DECIDE_AFTER) == 0

    assert house.message(number).try_at is None
    assert house.all(select(Message.id).where(Message.status == "queued")) == []
