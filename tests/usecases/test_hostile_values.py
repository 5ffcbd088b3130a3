"""Values at the edge of what columns hold and calendars know: written or refused, never a failure."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.port import Accepted, Receipt
from bot.usecases import record_receipt
from delivery.messages import MessageKind, MessageStatus
from delivery.status import CustodyKind
from models.message import Message
from models.thread import Timer
from tests.days import a_brand, a_delivery, a_route, a_stop
from tests.usecases.house import ANN, ANNS, DRIVERS, MAIN, SAM, House

ENDLESS = ".".join(["d" * 60] * 3) + ".x." + "e" * 40 + ".example"


def test_a_mailbox_of_an_endless_domain_can_write(house: House) -> None:
    mailbox = f"t@{ENDLESS}"
    brand = a_brand(ref="long", lines=[{"channel": "email", "address": mailbox, "use": "main"}])
    stop = a_stop(1, delivery=a_delivery("LO-7F3K9Q", contact={"name": "Lou", "email": "lou@mail.example"}))
    house.load({"brands": [brand], "routes": [a_route("R9", stop, brand="long", driver=None)]})
    house.report(CustodyKind.OUT_FOR_DELIVERY, "LO-7F3K9Q")
    house.pump()

    (mail,) = [taken.message for taken in house.post.sent]
    assert mail.from_address == mailbox
    assert len(mail.mail_id or "") <= 256


@pytest.mark.parametrize("provider_id", ["x" * 300, "\x00", "é" * 256])
def test_a_receipt_with_an_odd_id_is_never_a_failure(house: House, provider_id: str) -> None:
    number = house.write()
    record_receipt.record(
        house.services, Receipt(message_id=number, provider_id=provider_id, status=MessageStatus.DELIVERED)
    )

    assert house.message(number).status in ("queued", "delivered")


def test_a_provider_that_answers_with_an_endless_id_sends_once(house: House) -> None:
    house.sms.script(Accepted(provider_id="x" * 300, status=MessageStatus.SENT))
    number = house.write()
    house.send()

    assert (house.message(number).status, len(house.sms.sent)) == ("sent", 1)


@pytest.mark.parametrize(
    "words", ["late 999 h", "late 99999999999999999999", "#1 early 999 h", "#99999999999999999 done"]
)
def test_a_driver_who_types_endless_numbers_harms_nobody(house: House, words: str) -> None:
    house.report_out()
    for _ in range(3):
        house.text(SAM, DRIVERS, words)
        house.pump()
    house.text(ANN, MAIN, "where is it?")
    house.pump()

    assert house.said_to(ANN)
    assert house.all(select(Timer.why).where(Timer.state == "failed")) == []
    assert house.all(select(Message).where(Message.status == "failed")) == []


QUIET = ["22:00", "02:30"]
# In New York: an hour that does not exist, one that comes twice, and the last minute before each.
NIGHTS: dict[str, Any] = {
    "spring": (datetime(2026, 3, 8, 6, 30, tzinfo=UTC), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
    "autumn, first": (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
    "autumn, second": (datetime(2026, 11, 1, 6, 15, tzinfo=UTC), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_quiet_hours_that_end_in_a_changed_night_hold_and_let_go(house: House, night: str) -> None:
    written_at, end = NIGHTS[night]
    house.clock.at = written_at
    house.load({"brands": [a_brand(quiet_hours=QUIET)], "routes": []})
    number = house.write(ANN, kind=MessageKind.REMINDER, delivery_id=house.delivery(ANNS).id)
    house.send()
    held_until = house.message(number).not_before
    assert held_until is not None
    assert written_at < held_until <= end
    house.clock.at = held_until + timedelta(seconds=1)
    house.send()

    assert house.message(number).status == "sent"
