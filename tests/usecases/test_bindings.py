"""Which line stands for which delivery towards a driver: alone where the pool allows, shared with tags otherwise."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.usecases import bindings, close_talks
from bot.usecases.bindings import Bound
from delivery.status import CustodyKind
from models.brand import Line
from models.delivery import Delivery
from models.people import Driver
from models.relay import Binding
from tests.days import a_brand, a_delivery, a_route, a_stop
from tests.usecases.house import ANN, House

POOL = ["+15005550010", "+15005550011", "+15005550012"]


@pytest.fixture
def talk(build: Callable[..., House]) -> Callable[..., House]:
    """Build a house with so many driver lines and four deliveries."""

    def build_one(lines: int) -> House:
        house = build()
        pool = [{"channel": "sms", "address": address, "use": "driver"} for address in POOL[:lines]]
        main = {"channel": "sms", "address": "+15005550006", "use": "main"}
        stops = [a_stop(n, delivery=a_delivery(f"AC-{n}XX7")) for n in range(1, 5)]
        house.load({"brands": [a_brand(lines=[main, *pool])], "routes": [a_route("R1", *stops)]})
        return house

    return build_one


def keep_open(house: House, delivery: int, *, driver: str = "D1") -> Bound | None:
    with house.services.database.write() as session:
        driver_id = session.scalars(select(Driver.id).where(Driver.ref == driver)).one()
        return bindings.keep_open(
            session,
            brand_id=1,
            delivery_id=delivery,
            driver_id=driver_id,
            thread_id=house.thread(ANN).id,
            now=house.clock.now(),
        )


def line(house: House, bound: Bound | None) -> tuple[str, bool]:
    """The number that stands for a talk, and whether for it alone."""
    assert bound is not None
    with house.services.database.read() as session:
        return session.get_one(Line, bound.line_id).address, bound.exclusive


def close(house: House, delivery: int) -> None:
    with house.services.database.write() as session:
        bindings.close(session, delivery, house.clock.now())


def test_each_talk_has_a_line_of_its_own_until_the_pool_is_used_up(talk: Callable[..., House]) -> None:
    house = talk(3)

    assert [line(house, keep_open(house, n)) for n in (1, 2, 3, 4)] == [
        (POOL[1], True),
        (POOL[2], True),
        (POOL[0], True),
        (POOL[0], False),
    ]


def test_the_database_refuses_two_talks_alone_on_one_line(talk: Callable[..., House]) -> None:
    house = talk(1)

    assert [line(house, keep_open(house, n))[1] for n in (1, 2, 3)] == [True, False, False]
    assert len(house.all(select(Binding).where(Binding.exclusive, Binding.closed_at.is_(None)))) == 1


def test_a_talk_that_goes_on_keeps_its_line_and_lives_longer(talk: Callable[..., House]) -> None:
    house = talk(2)
    first = keep_open(house, 1)
    house.wait(hours=1, minutes=59)

    assert keep_open(house, 1) == first

    assert house.one(select(Binding)).expires_at == house.clock.now() + bindings.IDLE


def test_a_talk_that_ran_out_but_was_not_closed_goes_on(talk: Callable[..., House]) -> None:
    house = talk(2)
    first = keep_open(house, 1)
    house.wait(hours=3)

    with house.services.database.read() as session:
        assert bindings.find(session, 1, house.clock.now()) is None
    assert keep_open(house, 1) == first


def test_a_line_rests_before_it_stands_for_somebody_else(talk: Callable[..., House]) -> None:
    house = talk(2)
    keep_open(house, 1)
    close(house, 1)

    assert line(house, keep_open(house, 2)) == (POOL[0], True)
    assert line(house, keep_open(house, 3)) == (POOL[0], False)
    house.wait(hours=48)
    assert line(house, keep_open(house, 4)) == (POOL[1], True)


def test_a_line_that_rests_may_stand_for_the_same_delivery_again(talk: Callable[..., House]) -> None:
    house = talk(1)
    first = keep_open(house, 1)
    close(house, 1)

    again = keep_open(house, 1)

    assert line(house, again) == line(house, first) == (POOL[0], True)


def test_another_driver_gets_a_line_of_their_own_and_the_former_talk_ends(talk: Callable[..., House]) -> None:
    house = talk(2)
    first = keep_open(house, 1)
    with house.services.database.write() as session:
        session.add(Driver(brand_id=1, ref="D2", name="Kim", phone="+15005550102"))

    second = keep_open(house, 1, driver="D2")

    assert first is not None
    assert second is not None
    assert second.id != first.id
    assert line(house, second) == (POOL[1], True)
    closed = house.one(select(Binding).where(Binding.closed_at.is_not(None)))
    assert (closed.id, closed.quarantine_until) == (first.id, house.clock.now() + bindings.QUARANTINE)


def test_without_a_line_for_drivers_there_is_no_talk(talk: Callable[..., House]) -> None:
    assert keep_open(talk(0), 1) is None


def test_idle_talks_are_closed_after_two_hours(talk: Callable[..., House]) -> None:
    house = talk(3)
    keep_open(house, 1)
    house.wait(minutes=1)
    keep_open(house, 2)
    house.wait(hours=1, minutes=59)

    assert close_talks.close_due(house.services) == 1
    assert house.one(select(Binding.delivery_id).where(Binding.closed_at.is_not(None))) == 1
    house.wait(minutes=1)
    assert close_talks.close_due(house.services) == 1
    assert close_talks.close_due(house.services) == 0


@pytest.mark.parametrize("kind", [CustodyKind.DELIVERED, CustodyKind.FAILED, CustodyKind.CANCELLED])
def test_a_talk_outlives_its_delivery_by_half_an_hour(talk: Callable[..., House], kind: CustodyKind) -> None:
    house = talk(2)
    keep_open(house, 1)
    (number,) = house.all(select(Delivery.tracking_number).where(Delivery.id == 1))

    house.report(kind, number)

    assert house.one(select(Binding)).expires_at == house.clock.now() + bindings.GRACE


def test_the_grace_never_makes_a_talk_longer(talk: Callable[..., House]) -> None:
    house = talk(2)
    keep_open(house, 1)
    house.wait(hours=1, minutes=50)
    before = house.one(select(Binding)).expires_at

    house.report(CustodyKind.DELIVERED, "AC-1XX7")

    assert house.one(select(Binding)).expires_at == before < house.clock.now() + timedelta(minutes=30)
