"""A driver's positions: kept as they came, believed only where they can be true, and told about once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.usecases import record_positions
from bot.usecases.present_route import present_route
from bot.usecases.record_positions import NoSuchDriver
from delivery.places import Place
from delivery.progress import Fix
from delivery.status import CustodyKind
from models.delivery import Delivery
from models.people import Driver
from models.route import Position, Route, RouteProgress
from models.thread import Timer
from tests.days import TUESDAY, a_day, a_delivery, a_route, a_stop
from tests.usecases.house import ANN, ANNS, BOB, BOBS, House, bobs_delivery

DEPOT, ANNS_DOOR, BOBS_DOOR = Place(39.29, -76.61), Place(39.301, -76.602), Place(39.311, -76.602)
FAR = Place(40.7, -74.0)


def fix(house: House, place: Place, *, ago_s: float = 0.0, accuracy_m: float | None = 5.0) -> Fix:
    return Fix(place, house.clock.now() - timedelta(seconds=ago_s), accuracy_m, None)


def record(house: House, *fixes: Fix) -> dict[str, int]:
    return dict(record_positions.record(house.services, driver_ref="D1", fixes=fixes))


def where(house: House) -> tuple[Place, float]:
    """Where the van is believed to be, and since how many seconds."""
    row = house.one(select(RouteProgress))
    return Place(row.lat, row.lon), (house.clock.now() - row.position_at).total_seconds()


def notices(house: House, tracking_number: str = ANNS) -> list[str]:
    number = house.delivery(tracking_number).id
    return house.all(select(Timer.kind).where(Timer.delivery_id == number).order_by(Timer.id))


def promise(house: House, *, end_in: timedelta) -> None:
    """Have Bob promised a window that ends so soon."""
    start, end = house.clock.now() - timedelta(hours=1), house.clock.now() + end_in
    house.change(Delivery, Delivery.tracking_number == BOBS, promised_start=start, promised_end=end)


def drive(house: House, place: Place) -> None:
    """Be somewhere a few minutes later."""
    house.wait(minutes=6)
    record(house, fix(house, place))
    house.pump()


def test_the_last_good_position_moves_the_van_in_whatever_order_they_come(house: House) -> None:
    fixes = [fix(house, ANNS_DOOR), fix(house, DEPOT, ago_s=600), fix(house, Place(39.295, -76.606), ago_s=300)]

    assert record(house, *fixes) == {"used": 3}

    assert where(house) == (ANNS_DOOR, 0.0)
    assert len(house.all(select(Position))) == 3


def test_a_batch_that_comes_twice_changes_nothing(house: House) -> None:
    fixes = [fix(house, DEPOT, ago_s=60), fix(house, ANNS_DOOR, ago_s=0)]
    record(house, *fixes)

    assert record(house, *fixes) == {"duplicate": 2}

    assert len(house.all(select(Position))) == 2


def test_a_late_position_never_draws_the_van_back(house: House) -> None:
    record(house, fix(house, ANNS_DOOR))

    assert record(house, fix(house, DEPOT, ago_s=60)) == {"late": 1}

    assert where(house)[0] == ANNS_DOOR
    assert set(house.all(select(Position.verdict))) == {"used", "late"}


BAD = [
    ({"place": ANNS_DOOR, "ago_s": -600}, "future"),
    ({"place": ANNS_DOOR, "accuracy_m": 5000.0}, "inaccurate"),
    ({"place": ANNS_DOOR, "accuracy_m": float("nan")}, "inaccurate"),
    ({"place": FAR}, "implausible"),
    ({"place": Place(0.0, 0.0)}, "implausible"),
    ({"place": ANNS_DOOR, "ago_s": 13 * 3600}, "late"),
]


@pytest.mark.parametrize(("bad", "verdict"), BAD)
def test_a_position_that_cannot_be_true_is_kept_and_not_believed(house: House, bad: dict, verdict: str) -> None:  # type: ignore[type-arg]
    record(house, fix(house, DEPOT, ago_s=60))

    assert record(house, fix(house, **bad)) == {verdict: 1}

    assert where(house) == (DEPOT, 60.0)
    assert house.all(select(Position.verdict).order_by(Position.id)) == ["used", verdict]


def test_a_far_jump_is_believed_after_a_long_silence(house: House) -> None:
    record(house, fix(house, FAR))
    house.wait(minutes=31)

    assert record(house, fix(house, DEPOT)) == {"used": 1}


def test_an_unknown_driver_is_refused(house: House) -> None:
    with pytest.raises(NoSuchDriver):
        record_positions.record(house.services, driver_ref="D9", fixes=[fix(house, DEPOT)])


def test_no_positions_are_no_news(house: House) -> None:
    assert record(house) == {}


def test_a_driver_without_a_route_is_recorded_and_moves_nothing(house: House) -> None:
    house.change(Route, driver_id=None)

    assert record(house, fix(house, DEPOT)) == {"used": 1}

    assert house.one(select(Position.route_id)) is None
    assert house.one(select(RouteProgress.position_at)) is None


def test_a_drive_past_every_door_is_told_once_to_each(house: House) -> None:
    house.report_out()
    for place in (DEPOT, Place(39.296, -76.606), ANNS_DOOR, ANNS_DOOR, Place(39.3011, -76.602)):
        drive(house, place)
    house.report(CustodyKind.DELIVERED)
    for place in (Place(39.306, -76.602), BOBS_DOOR, BOBS_DOOR):
        drive(house, place)

    # Who was told a narrow window hears of it when even that is not kept.
    expected = ["out_for_delivery", "approaching", "arriving", "delivered", "rating"]
    assert [kind for kind in notices(house) if kind != "delayed"] == expected
    assert [kind for kind in notices(house, BOBS) if kind != "delayed"] == expected[:3]
    assert len([said for said in house.said_to(BOB) if "arriving" in said]) == 1


def test_whoever_is_at_the_door_by_position_and_by_word_is_announced_once(house: House) -> None:
    house.report_out()
    drive(house, DEPOT)
    drive(house, ANNS_DOOR)

    house.report(CustodyKind.ARRIVED)
    house.pump()

    assert notices(house).count("arriving") == 1


def test_a_broken_promise_is_told_once_until_another_is_made(house: House) -> None:
    house.report_out()
    promise(house, end_in=timedelta(minutes=1))
    for _ in range(4):
        house.wait(minutes=1)
        record(house, fix(house, DEPOT))
    house.pump()

    assert notices(house, BOBS).count("delayed") == 1
    assert (house.delivery(BOBS).promised_end or house.clock.now()) > house.clock.now()


def test_nobody_is_told_of_a_delay_more_often_than_every_half_hour(house: House) -> None:
    house.report_out()
    told = []
    for minute in range(0, 75, 5):
        promise(house, end_in=timedelta(0))
        record(house, fix(house, DEPOT))
        house.pump()
        told.append((minute, notices(house, BOBS).count("delayed")))
        house.wait(minutes=5)

    assert [next(minute for minute, count in told if count == n) for n in (1, 2, 3)] == [0, 30, 60]


def test_what_is_completed_or_off_the_route_is_told_nothing(house: House) -> None:
    house.report_out()
    house.report(CustodyKind.CANCELLED)
    house.hush()

    drive(house, DEPOT)
    drive(house, ANNS_DOOR)

    assert house.said_to(ANN) == []


def test_a_switched_off_text_is_not_sent(build: Callable[..., House]) -> None:
    house = build()
    house.load(a_day(options={"texts": {"arriving": False, "approaching": False}}))
    house.report(CustodyKind.OUT_FOR_DELIVERY)
    house.hush()

    drive(house, DEPOT)
    drive(house, ANNS_DOOR)

    assert house.said_to(ANN) == []


# Which of Sam's routes is the present one.

AFTERNOON = {"starts_at": "2026-11-23T13:00:00-05:00"}
TOMORROW = {"date": "2026-11-24", "starts_at": "2026-11-24T08:00:00-05:00"}


@pytest.fixture
def three(build: Callable[..., House]) -> House:
    """Sam drives in the morning, in the afternoon and tomorrow."""
    house = build()
    house.load(
        a_day(
            a_route("R1", a_stop(1)),
            a_route("R2", a_stop(1, delivery=bobs_delivery()), **AFTERNOON),
            a_route("R3", a_stop(1, delivery=a_delivery("AC-3XX7", window=TUESDAY)), **TOMORROW),
        )
    )
    return house


def present(house: House, *, planned: bool = True) -> str | None:
    with house.services.database.read() as session:
        driver = session.scalars(select(Driver.id)).one()
        number = present_route(session, driver, now=house.clock.now(), planned=planned)
        return None if number is None else session.get_one(Route, number).ref


def test_the_morning_is_present_until_all_of_it_is_done(three: House) -> None:
    three.clock.at += timedelta(hours=3)
    assert present(three) == "R1"

    three.report(CustodyKind.DELIVERED)

    assert present(three) == "R2"


def test_the_afternoon_is_present_once_it_has_left_even_if_a_stop_was_forgotten(three: House) -> None:
    three.report(CustodyKind.OUT_FOR_DELIVERY)
    assert present(three) == "R1"

    three.report(CustodyKind.OUT_FOR_DELIVERY, BOBS)

    assert present(three) == "R2"


def test_a_finished_day_stays_present_until_the_next_begins(three: House) -> None:
    three.report(CustodyKind.DELIVERED)
    three.report(CustodyKind.DELIVERED, BOBS)

    assert present(three) == "R2"
    three.clock.at += timedelta(hours=15)
    assert present(three) == "R3"


def test_a_route_may_end_after_midnight_but_not_on_the_next_day(three: House) -> None:
    three.report(CustodyKind.OUT_FOR_DELIVERY, BOBS)

    three.clock.at += timedelta(hours=15)
    assert present(three) == "R2"
    three.clock.at += timedelta(hours=3)
    assert present(three) == "R3"


def test_positions_do_not_move_a_van_that_leaves_another_day(three: House) -> None:
    three.clock.at -= timedelta(days=1)

    assert present(three) == "R1"
    assert present(three, planned=False) is None
    assert record(three, fix(three, DEPOT)) == {"used": 1}
    assert three.all(select(RouteProgress.position_at)) == [None, None, None]


def test_a_driver_with_nothing_left_to_drive_has_no_route(three: House) -> None:
    three.clock.at += timedelta(days=5)

    assert present(three) is None
