"""A person settles a case, and its thread hears of it."""

import pytest
from sqlalchemy import select

from bot.usecases import close_case
from bot.usecases.close_case import NoSuchCase
from delivery.status import CustodyKind
from models.delivery import Case, CustodyEvent, Rating
from models.thread import Timer
from tests.usecases.house import ANN, ANNS, MAIN, House


@pytest.fixture
def rated(house: House) -> House:
    """Ann was asked for a rating."""
    house.report(CustodyKind.DELIVERED)
    house.wait(minutes=15)
    house.hush()
    return house


def say(house: House, *texts: str) -> None:
    for words in texts:
        house.text(ANN, MAIN, words)
        house.pump()
        house.wait(seconds=30)


def test_a_low_rating_opens_a_case_and_is_asked_about_again_when_it_is_closed(rated: House) -> None:
    say(rated, "2", "the box was wet")
    case = rated.one(select(Case))
    assert (case.kind, case.closed_at) == ("low_rating", None)
    rated.hush()

    assert close_case.close(rated.services, case_id=case.id, note="sent a new one") is True
    rated.pump()
    say(rated, "5")

    assert ANNS in "".join(rated.said_to(ANN)) or rated.said_to(ANN)
    assert rated.one(select(Rating)).score == 5
    closed = rated.one(select(Case))
    assert closed.closed_at is not None
    assert (closed.note or "").endswith("sent a new one")


def test_a_comment_joins_its_rating(rated: House) -> None:
    say(rated, "5", "very friendly driver")

    rating = rated.one(select(Rating))
    assert (rating.score, rating.comment) == (5, "very friendly driver")
    assert rated.all(select(Case)) == []


def test_a_case_is_closed_once(house: House) -> None:
    say(house, "I want to talk to a human")
    number = house.one(select(Case)).id
    house.hush()

    assert [close_case.close(house.services, case_id=number) for _ in range(2)] == [True, False]
    house.pump()

    assert len(house.said_to(ANN)) == 1
    assert house.all(select(Timer.once).where(Timer.kind == "case_closed")) == [f"case:{number}"]


def test_an_unknown_case_is_refused(house: House) -> None:
    with pytest.raises(NoSuchCase):
        close_case.close(house.services, case_id=99)


def test_one_open_case_of_a_kind_is_enough_until_it_is_closed(house: House) -> None:
    say(house, "I want to talk to a human", "I want to talk to a human")
    assert len(house.all(select(Case))) == 1

    close_case.close(house.services, case_id=house.one(select(Case)).id)
    house.pump()
    say(house, "I want to talk to a human")

    assert len(house.all(select(Case))) == 2


def test_a_delivery_that_never_came_is_disputed_in_its_chain(rated: House) -> None:
    say(rated, f"{ANNS} never arrived, it is not here")

    assert "not_received" in rated.all(select(Case.kind))
    assert rated.all(select(CustodyEvent.kind).order_by(CustodyEvent.id))[-1] == "disputed"
