"""The chain of custody proves itself: whole while nothing was touched, broken where anything was."""

import pytest
from sqlalchemy import ColumnElement, delete, update

from bot.usecases import verify_custody
from bot.usecases.verify_custody import Broken
from delivery.status import CustodyKind, Status
from models.delivery import CustodyEvent, Delivery
from tests.usecases.house import ANN, ANNS, MAIN, House


@pytest.fixture
def delivered(house: House) -> House:
    """Ann's delivery has been handed over, with the driver's note."""
    house.report(CustodyKind.OUT_FOR_DELIVERY)
    house.report(CustodyKind.DELIVERED, note="with the neighbour")
    return house


def touch(house: House, condition: ColumnElement[bool], **values: object) -> None:
    with house.services.database.write() as session:
        session.execute(update(CustodyEvent).where(condition).values(**values))


def test_an_untouched_chain_is_whole(delivered: House) -> None:
    assert verify_custody.verify(delivered.services).broken == ()


@pytest.mark.parametrize(
    "values",
    [{"note": "on the street"}, {"by": "someone"}, {"lat": 1.0}, {"note_digest": "0" * 64}, {"hash": "0" * 64}],
)
def test_a_changed_record_is_named(delivered: House, values: dict[str, object]) -> None:
    touch(delivered, CustodyEvent.kind == CustodyKind.DELIVERED, **values)

    assert verify_custody.verify(delivered.services).broken == (Broken(ANNS, 3),)


def test_a_chain_without_its_end_is_noticed(delivered: House) -> None:
    with delivered.services.database.write() as session:
        session.execute(delete(CustodyEvent).where(CustodyEvent.kind == CustodyKind.DELIVERED))

    assert verify_custody.verify(delivered.services).broken == (Broken(ANNS, 3),)


def test_a_chain_that_is_gone_is_noticed(delivered: House) -> None:
    with delivered.services.database.write() as session:
        session.execute(delete(CustodyEvent))

    assert len(verify_custody.verify(delivered.services).broken) == 2


def test_a_delivery_that_stands_where_no_record_leads_is_noticed(delivered: House) -> None:
    with delivered.services.database.write() as session:
        session.execute(update(Delivery).where(Delivery.tracking_number == ANNS).values(status=Status.FAILED))

    assert verify_custody.verify(delivered.services).broken == (Broken(ANNS, 4),)


def test_words_may_be_erased_and_the_chain_still_proves_itself(delivered: House) -> None:
    touch(delivered, CustodyEvent.kind == CustodyKind.DELIVERED, note=None)

    assert verify_custody.verify(delivered.services).broken == ()


def test_what_recipients_do_after_the_delivery_keeps_the_chain_whole(delivered: House) -> None:
    delivered.text(ANN, MAIN, "I never got it")
    delivered.pump()

    assert verify_custody.verify(delivered.services).broken == ()
