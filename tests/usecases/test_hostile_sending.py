"""Sends that go wrong in ways no provider documents: nothing is lost, nothing goes twice, nobody else waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.channels.port import Accepted, InboundMessage, NotSent, OutgoingMessage, Receipt
from bot.clock import RehearsalClock
from bot.services import Services
from bot.usecases import (
    budget,
    claim,
    gate,
    receive_message,
    reconcile_inbound,
    record_receipt,
    resolve_unknown,
    send_messages,
)
from bot.usecases.receive_message import Outcome
from delivery.messages import MessageKind
from models.base import AnyRow
from models.people import Contact
from tests.usecases.house import ANN, ANNS_MAIL, BOB, MAIN, House, a_text
from tests.usecases.test_unknown import lose, resolve

LATER = "+15005550207"


def start(house: House, **fields: Any) -> tuple[int, claim.Claimed]:
    number = house.write(**fields)
    (claimed,) = claim.claim(house.services, limit=1)
    return number, claimed


def outlive_the_lease(house: House) -> None:
    house.wait(seconds=claim.LEASE.total_seconds() + 1)
    assert send_messages.rescue(house.services) == 1


def test_what_a_slow_but_living_send_learns_is_not_thrown_away(house: House) -> None:
    number, claimed = start(house, kind=MessageKind.RELAY)
    outlive_the_lease(house)
    send_messages.send(house.services, claimed)
    house.sms.find_accepted = lambda *_, **__: None  # type: ignore[method-assign]
    resolve(house, after=resolve_unknown.DECIDE_AFTER)
    house.send()

    row = house.message(number)
    assert (row.status, row.provider_id, len(house.sms.sent)) == ("sent", "sms-1", 1)


def test_a_send_that_comes_back_after_all_calls_off_its_repetition(house: House) -> None:
    number, claimed = start(house, kind=MessageKind.RELAY)
    outlive_the_lease(house)
    resolve(house, after=resolve_unknown.DECIDE_AFTER)
    assert house.message(number).status == "queued"
    send_messages.send(house.services, claimed)
    house.send()

    assert (house.message(number).status, len(house.sms.sent)) == ("sent", 1)


def test_a_send_of_an_earlier_attempt_says_nothing_about_the_next(house: House) -> None:
    number, claimed = start(house, kind=MessageKind.RELAY)
    outlive_the_lease(house)
    resolve(house, after=resolve_unknown.DECIDE_AFTER)
    (again,) = claim.claim(house.services, limit=1)
    house.sms.script(NotSent("connect"))
    send_messages.send(house.services, claimed)

    assert house.message(number).status == "started"
    send_messages.send(house.services, again)
    assert house.message(number).status == "sent"


def test_a_message_that_cannot_be_made_into_a_mail_fails_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.mail(ANNS_MAIL, "where is it?")
    house.hush()

    def broken(*_args: object, **_fields: object) -> None:
        raise ValueError("a bug of this test")

    monkeypatch.setattr(send_messages, "render_mail", broken)
    number = house.write(ANNS_MAIL)
    house.send()

    row = house.message(number)
    assert (row.status, row.why) == ("failed", "refused with unsendable: it cannot be written for its channel")


def test_an_error_of_our_own_in_a_send_leaves_it_unknown_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_message: OutgoingMessage) -> Accepted:
        raise RuntimeError("a bug of this test")

    monkeypatch.setattr(house.sms, "send", broken)
    number = house.write()
    house.send()

    assert house.message(number).status == "unknown"


def test_unknown_messages_that_cannot_be_looked_into_do_not_fill_every_batch(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd, other = lose(house, accepted=True), lose(house, accepted=True, to=LATER)
    find = house.sms.find_accepted

    def fails(message: OutgoingMessage, **fields: Any) -> Accepted | None:
        if message.id == odd:
            raise RuntimeError("a bug of this test")
        return find(message, **fields)

    house.sms.find_accepted = fails  # type: ignore[method-assign]
    monkeypatch.setattr(resolve_unknown, "_BATCH", 1)
    for _ in range(3):
        resolve(house)

    assert house.message(other).status == "sent"


def test_a_receipt_in_words_we_do_not_know_still_proves_that_a_message_was_accepted(house: House) -> None:
    number = lose(house, accepted=True)
    house.sms.sent.clear()
    record_receipt.record(house.services, Receipt(message_id=number, provider_id="SM77", status=None))
    resolve(house, after=resolve_unknown.DECIDE_AFTER)
    house.send()

    assert (house.message(number).status, len(house.sms.tried)) == ("sent", 1)


def test_the_carrier_is_told_in_its_own_seconds_how_long_a_text_is_of_use(house: House) -> None:
    number, claimed = start(house, kind=MessageKind.ETA, not_after=house.clock.now() + timedelta(minutes=20))
    assert send_messages.outgoing(house.services, claimed).valid_for_s == 1200

    rehearsed = RehearsalClock(house.clock.now(), 60.0, house.clock.now(), machine=house.clock)
    object.__setattr__(house.services, "clock", rehearsed)

    assert send_messages.outgoing(house.services, claimed).valid_for_s == 20
    assert house.message(number).id == number


def test_a_text_that_breaks_us_does_not_keep_other_lost_texts_from_being_taken_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = house.clock.now()
    house.sms.received += [(at, a_text(ANN, MAIN, "break", number=901)), (at, a_text(BOB, MAIN, "where?", number=902))]
    receive = receive_message.receive

    def fragile(services: Services, inbound: InboundMessage) -> Outcome:
        if inbound.text == "break":
            raise RuntimeError("a bug of this test")
        return receive(services, inbound)

    monkeypatch.setattr(receive_message, "receive", fragile)

    assert reconcile_inbound.take_in_missing(house.services) == 1


def test_a_line_whose_list_cannot_be_read_does_not_keep_the_other_lines_from_being_asked(house: House) -> None:
    house.sms.received.append((house.clock.now(), a_text(ANN, MAIN, "where?", number=903)))
    listed = house.sms.list_inbound

    def odd(address: str, since: datetime) -> Any:
        if address != MAIN:
            raise ValueError("an answer that nobody expects")
        return listed(address, since)

    house.sms.list_inbound = odd  # type: ignore[method-assign]
    house.post.list_inbound = odd  # type: ignore[method-assign]

    assert reconcile_inbound.take_in_missing(house.services) == 1


def test_a_day_of_many_notices_does_not_silence_the_answer_to_their_reader(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "PER_MINUTE", 20)
    for _ in range(25):
        house.write(ANN, kind=MessageKind.DAY_OF)
    house.hush()
    house.text(ANN, MAIN, "where is it?")
    house.pump()

    assert len(house.said_to(ANN)) == 1


def test_a_notice_is_not_sent_to_an_address_that_the_plan_has_corrected(house: House) -> None:
    number = house.write(ANN, kind=MessageKind.DAY_OF, delivery_id=house.delivery().id)

    house.change(Contact, Contact.phone == ANN, phone=LATER)
    house.send()

    row = house.message(number)
    assert (row.status, row.why) == ("suppressed", "the recipient has another address now")


def test_a_crowd_on_one_line_waits_its_turn_and_is_not_looked_at_all_the_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    judge = gate.judge

    def counting(session: Session, services: Services, rows: Sequence[AnyRow]) -> list[gate.Verdict]:
        seen.append(len(rows))
        return judge(session, services, rows)

    monkeypatch.setattr(gate, "judge", counting)
    for n in range(150):
        house.write(f"+1500555{n:04}", kind=MessageKind.REMINDER)
    for _ in range(130):
        house.send()
        house.wait(seconds=0.1)

    assert len(house.sms.sent) == 150
    assert sum(seen) < 10 * 150
