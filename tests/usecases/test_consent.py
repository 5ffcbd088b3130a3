"""Consent by word, by carrier, by link: obeyed at once, confirmed once, and lifted only by the person."""

import pytest
from sqlalchemy import select

from bot.usecases import unsubscribe
from delivery.messages import MessageKind
from models.consent import Suppression
from models.thread import Thread
from tests.usecases.house import ANN, ANNS, ANNS_MAIL, DRIVERS, MAIN, SAM, House


def say(house: House, *texts: str) -> list[str]:
    """Let Ann say this; answers what she was told."""
    house.hush()
    for words in texts:
        house.text(ANN, MAIN, words)
        house.pump()
    return house.said_to(ANN)


def scopes(house: House) -> list[str]:
    return house.all(select(Suppression.scope).where(Suppression.lifted_at.is_(None)))


def test_a_stop_is_confirmed_once_and_then_there_is_silence(house: House) -> None:
    assert len(say(house, "STOP", "STOP", "where is it?", "stop it!", "HELP me")) == 1
    assert scopes(house) == ["all"]


def test_a_start_ends_the_silence(house: House) -> None:
    say(house, "STOP")

    assert len(say(house, "START", "where is it?")) == 2
    assert scopes(house) == []


def test_what_the_carrier_answered_is_recorded_and_not_answered_again(house: House) -> None:
    house.text(ANN, MAIN, "STOP", carrier_consent="stop")
    house.pump()
    assert (house.said_to(ANN), scopes(house)) == ([], ["all"])

    house.text(ANN, MAIN, "START", carrier_consent="start")
    house.pump()
    assert (house.said_to(ANN), scopes(house)) == ([], [])


def test_one_delivery_can_be_stopped_alone(house: House) -> None:
    say(house, f"stop {ANNS}")

    assert scopes(house) == [str(house.delivery().id)]


def test_a_recipient_who_stops_ends_the_talk_and_the_driver_is_told(house: House) -> None:
    house.report_out()
    say(house, "tell the driver I am in", "STOP")

    assert "gets no more texts" in house.said_to(SAM)[-1]
    house.hush()
    house.text(SAM, DRIVERS, "#1 hello")
    house.pump()
    assert house.said_to(ANN) == []


def test_a_muted_person_hears_nothing_unasked_until_morning(house: House) -> None:
    house.write()

    say(house, "mute")

    muted_until = house.one(select(Thread.muted_until).where(Thread.address == ANN))
    assert muted_until is None or muted_until > house.clock.now()


def test_the_language_a_person_writes_in_is_remembered(house: House) -> None:
    (said,) = say(house, "¿dónde está mi paquete por favor?")

    assert house.thread(ANN).language == "es"
    assert "AC-7F3K9Q" in said


def test_one_click_stops_what_nobody_asked_for(house: House) -> None:
    house.mail(ANNS_MAIL, "where is it?")
    house.hush()
    house.write(ANNS_MAIL, kind=MessageKind.RATING)
    house.send()
    url = house.post.sent[0].message.unsubscribe_url or ""

    assert unsubscribe.stop(house.services, url.rpartition("/")[2]) is True

    row = house.one(select(Suppression))
    assert (row.channel, row.source, row.scope) == ("email", "unsubscribed", "all")


@pytest.mark.parametrize("token", ["", "1", "1-", "1-" + "0" * 32, "-1-x", "9" * 30 + "-x", "é-x", "1-é"])
def test_a_made_up_click_stops_nothing(house: House, token: str) -> None:
    house.write()

    assert unsubscribe.stop(house.services, token) is False
    assert house.all(select(Suppression)) == []
