"""Words between recipient and driver: nobody learns the other's address, and nothing goes astray."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import or_, select

from bot.channels.port import NotSent, Refused
from bot.usecases import close_talks, consent
from bot.usecases.consent import Who
from bot.usecases.relay import for_driver
from conversations.context import DeliveryView
from delivery.status import CustodyKind, Status
from models.delivery import Case
from models.message import Message
from models.people import Contact, Driver
from models.relay import Binding
from models.route import Route, Stop
from tests.days import a_brand, a_route, a_stop
from tests.guards.message_values import sms
from tests.usecases.house import ANN, ANNS, ANNS_MAIL, BOB, DRIVERS, MAIN, SAM, STRANGER, House, bobs_delivery, the_day


def talk(house: House, from_: str, to: str, words: str) -> None:
    house.text(from_, to, words)
    house.pump()
    house.wait(seconds=20)


def everything_said(house: House, address: str) -> str:
    """All that was ever written to an address, sent or not."""
    rows = house.all(select(Message).where(Message.direction == "out", Message.to_address == address))
    return "\n".join(f"{row.from_address} {row.text} {row.subject}" for row in rows)


def test_words_go_both_ways_and_no_address_ever_does(house: House) -> None:
    house.report_out()
    talk(house, ANN, MAIN, f"tell the driver to call me: {ANN} or (500) 555-0201 or {ANNS_MAIL}")
    talk(house, SAM, DRIVERS, f"my number is {SAM}, 5005550101 or sam@mail.example, see wa.me/15005550101")
    talk(house, ANN, MAIN, "thanks")
    talk(house, BOB, MAIN, f"tell the driver {BOB}")
    talk(house, SAM, DRIVERS, "#2 hello Bob")
    talk(house, SAM, DRIVERS, "#1 hello Ann")
    house.report(CustodyKind.DELIVERED)
    talk(house, ANN, MAIN, "you left it at the wrong door")

    to_sam, to_ann, to_bob = (everything_said(house, address) for address in (SAM, ANN, BOB))
    for secret in (ANN, BOB, "555-0201", "5550202", ANNS_MAIL, MAIN):
        assert secret not in to_sam
    for secret in (SAM, "5550101", "sam@mail", "wa.me", DRIVERS):
        assert secret not in to_ann + to_bob
    assert "hello Bob" in to_bob
    assert "hello Bob" not in to_ann
    assert "hello Ann" not in to_bob


def test_a_brand_can_leave_numbers_in_relayed_words(build: Callable[..., House]) -> None:
    house = build()
    house.load(the_day(options={"relay_masking": False}))
    house.report_out()

    talk(house, ANN, MAIN, "tell the driver to call 500 555 0201")

    assert "500 555 0201" in house.said_to(SAM)[0]


def test_with_a_line_per_talk_the_driver_needs_no_tag(build: Callable[..., House]) -> None:
    house = build()
    second = {"channel": "sms", "address": "+15005550011", "use": "driver"}
    house.load({**the_day(), "brands": [a_brand(lines=[*a_brand()["lines"], second])]})
    house.report_out()
    talk(house, ANN, MAIN, "tell the driver I am upstairs")
    talk(house, BOB, MAIN, "tell the driver I am downstairs")
    first, other = [taken.message.from_address for taken in house.sms.sent if taken.message.to_address == SAM]
    house.hush()

    talk(house, SAM, first, "hello upstairs")
    talk(house, SAM, other, "hello downstairs")

    assert first != other
    assert [said.endswith("hello upstairs") for said in house.said_to(ANN)] == [True]
    assert [said.endswith("hello downstairs") for said in house.said_to(BOB)] == [True]


def test_on_a_shared_line_words_without_a_tag_reach_nobody(house: House) -> None:
    house.report_out()
    talk(house, ANN, MAIN, "tell the driver I am upstairs")
    talk(house, BOB, MAIN, "tell the driver I am downstairs")
    house.hush()

    talk(house, SAM, DRIVERS, "the gate is locked")

    assert house.said_to(ANN) + house.said_to(BOB) == []
    (asked,) = house.said_to(SAM)
    assert "#1" in asked
    assert "#2" in asked


def test_a_text_after_the_talk_is_over_goes_to_nobody(house: House) -> None:
    house.report_out()
    talk(house, ANN, MAIN, "tell the driver I am upstairs")
    house.wait(hours=3)
    close_talks.close_due(house.services)
    house.hush()

    talk(house, SAM, DRIVERS, "the gate is locked")

    assert house.said_to(ANN) + house.said_to(BOB) == []
    assert len(house.said_to(SAM)) == 1


def test_a_strangers_text_to_a_drivers_line_reaches_no_driver(house: House) -> None:
    house.report_out()
    talk(house, ANN, MAIN, "tell the driver I am upstairs")
    house.hush()

    talk(house, STRANGER, DRIVERS, "the gate is locked")

    assert house.said_to(SAM) + house.said_to(ANN) == []


def test_without_a_driver_the_person_is_told_and_somebody_looks(house: House) -> None:
    house.report_out()
    house.change(Driver, phone=None)

    talk(house, ANN, MAIN, "tell the driver I am upstairs")

    (said,) = house.said_to(ANN)
    assert "could not pass this on to the driver" in said
    assert house.one(select(Case)).note == "a message could not be passed on"
    assert house.all(select(Binding)) == []


def test_without_a_line_for_drivers_the_person_is_told_and_somebody_looks(build: Callable[..., House]) -> None:
    house = build()
    main = {"channel": "sms", "address": MAIN, "use": "main"}
    house.load({**the_day(), "brands": [a_brand(lines=[main])]})
    house.report_out()

    talk(house, ANN, MAIN, "tell the driver I am upstairs")

    (said,) = house.said_to(ANN)
    assert "could not pass this on to the driver" in said
    assert house.one(select(Case)).kind == "asked_for_person"


def test_a_recipient_that_cannot_be_reached_is_a_case_for_the_driver(house: House) -> None:
    house.report_out()
    house.change(Contact, Contact.name == "Bob", phone=None)

    talk(house, SAM, DRIVERS, "#2 I am at the gate")

    assert house.said_to(SAM) == ["We could not pass this on for #2 14 Oak Ave, Baltimore. The office will look at it."]


def test_another_driver_takes_the_talk_over(house: House) -> None:
    house.report_out()
    talk(house, ANN, MAIN, "tell the driver I am upstairs")
    with house.services.database.write() as session:
        kim = Driver(brand_id=1, ref="D2", name="Kim", phone="+15005550102")
        session.add(kim)
        session.flush()
        number = kim.id
    house.change(Route, driver_id=number)
    house.hush()

    talk(house, ANN, MAIN, "are you there?")
    talk(house, SAM, DRIVERS, "no longer mine")

    assert [said.endswith("are you there?") for said in house.said_to("+15005550102")] == [True]
    assert house.said_to(ANN) == []


def test_words_held_back_by_a_failing_carrier_die_with_their_talk_and_the_sender_is_told(house: House) -> None:
    house.report_out()
    house.text(ANN, MAIN, "tell the driver I am upstairs")
    house.sms.script(NotSent("connect"), NotSent("connect"))
    house.send()
    house.change(Binding, closed_at=house.clock.now())
    house.wait(minutes=1)
    house.pump()

    row = house.one(select(Message).where(Message.kind == "relay"))
    assert (row.status, row.why) == ("suppressed", "the talk between driver and recipient had ended")
    assert house.said_to(SAM) == []
    assert "did not reach" in house.said_to(ANN)[-1]


def test_words_to_a_person_who_stopped_are_not_sent_and_the_driver_is_told(house: House) -> None:
    house.report_out()
    talk(house, BOB, MAIN, "tell the driver I am downstairs")
    house.hush()
    with house.services.database.write() as session:
        who = Who(1, "sms", BOB)
        consent.stop(session, house.services.secret, who, delivery_id=None, source="test", now=house.clock.now())

    talk(house, SAM, DRIVERS, "#2 hello")

    assert house.said_to(BOB) == []
    assert "Your text for #2 14 Oak Ave, Baltimore did not reach the customer." in house.said_to(SAM)[-1]


def test_words_that_the_carrier_refuses_are_told_back(house: House) -> None:
    house.report_out()
    house.sms.script(Refused("30006", "landline"))

    talk(house, ANN, MAIN, "tell the driver I am upstairs")

    assert "did not reach" in house.said_to(ANN)[-1]


def test_words_that_were_no_longer_of_use_are_told_back(house: House) -> None:
    house.report_out()
    house.text(ANN, MAIN, "tell the driver I am upstairs")
    house.wait(minutes=31)
    house.pump()

    assert house.said_to(SAM) == []
    assert "did not reach" in house.said_to(ANN)[-1]


def test_the_driver_reads_the_brands_language_and_the_recipient_their_own(build: Callable[..., House]) -> None:
    house = build()
    ana = {"name": "Ana", "phone": ANN, "language": "es"}
    house.load(
        {"brands": [a_brand()], "routes": [a_route("R1", a_stop(1, delivery={**bobs_delivery(), "contact": ana}))]}
    )
    house.report(CustodyKind.OUT_FOR_DELIVERY, bobs_delivery()["tracking_number"])
    house.hush()

    talk(house, SAM, DRIVERS, "#1 hello")

    assert "repartidor" in house.said_to(ANN)[0].lower() or "conductor" in house.said_to(ANN)[0].lower()
    languages = house.all(select(Message.language).where(Message.to_address == SAM).distinct())
    assert languages == ["en"]


def test_a_talk_ends_half_an_hour_after_the_handover(house: House) -> None:
    house.report_out()
    talk(house, ANN, MAIN, "tell the driver I am upstairs")
    house.report(CustodyKind.DELIVERED)
    house.wait(minutes=29)
    talk(house, ANN, MAIN, "which door?")
    house.wait(hours=2)
    house.hush()

    talk(house, ANN, MAIN, "are you still there?")

    assert house.said_to(SAM) == []
    sent = select(Message.text).where(Message.to_address == SAM, Message.kind == "relay")
    assert len(house.all(sent)) == 2


def test_a_delivery_that_left_the_route_has_no_driver_to_talk_to(house: House) -> None:
    house.report_out()
    talk(house, ANN, MAIN, "tell the driver I am upstairs")
    house.change(Stop, Stop.seq == 1, removed_at=house.clock.now())
    house.hush()

    talk(house, ANN, MAIN, "are you there?")

    assert house.said_to(SAM) == []
    assert "could not pass this on to the driver" in "".join(house.said_to(ANN))


def test_every_row_of_a_talk_names_its_binding(house: House) -> None:
    house.report_out()
    talk(house, ANN, MAIN, "tell the driver I am upstairs")
    talk(house, SAM, DRIVERS, "coming")

    relayed = house.all(select(Message).where(Message.kind == "relay"))
    assert len(relayed) == 2
    assert len({row.binding_id for row in relayed}) == 1
    assert house.all(select(Message.id).where(or_(Message.kind != "relay"), Message.binding_id.is_not(None))) == []
    assert house.one(select(Binding)).last_at >= house.clock.now() - timedelta(minutes=1)


@pytest.mark.parametrize(("tag", "line"), [(7, "#7: at the back"), (None, "12 Elm St: at the back")])
def test_words_for_the_driver_stand_behind_the_tag_or_else_the_address(tag: int | None, line: str) -> None:
    view = DeliveryView(1, ANNS, Status.OUT_FOR_DELIVERY, "America/New_York", "12 Elm St", tag=tag)

    key, data = for_driver(view, "at the back")

    assert sms(key, "en", data) == line
