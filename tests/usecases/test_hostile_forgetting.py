"""A person who asked to be forgotten is: in the driver's texts too, on every channel, and for good."""

from sqlalchemy import select

from bot.usecases import forget
from bot.usecases.receive_message import Outcome
from models.consent import Suppression
from models.message import Message
from models.relay import Binding
from tests.days import a_brand
from tests.usecases.house import ANN, MAIN, SAM, House, a_text

SECRET = "the spare key is under the third pot"


def whatsapp(house: House) -> None:
    brand = a_brand()
    brand["lines"].append({"channel": "whatsapp", "address": "+15005550008", "use": "main"})
    house.load({"brands": [brand], "routes": []})
    inbound = a_text(ANN, "+15005550008", "where is it?", number=77, channel="whatsapp")
    assert house.receive(inbound) is Outcome.ANSWERED


def test_the_stop_of_a_forgotten_person_holds_on_the_channel_they_used(house: House) -> None:
    whatsapp(house)
    house.hush()
    forget.forget(house.services, ANN)

    assert "whatsapp" in house.all(select(Suppression.channel))


def test_what_was_passed_on_to_the_driver_is_forgotten_too(house: House) -> None:
    house.report_out()
    house.text(ANN, MAIN, f"tell the driver: {SECRET}")
    house.pump()
    assert any(SECRET in said for said in house.said_to(SAM))
    forget.forget(house.services, ANN)

    assert not any(SECRET in text for text in house.all(select(Message.text)))


def test_the_talk_of_a_forgotten_person_is_over(house: House) -> None:
    house.report_out()
    house.text(ANN, MAIN, "tell the driver: hello")
    house.hush()
    forget.forget(house.services, ANN)

    assert house.one(select(Binding)).closed_at is not None
