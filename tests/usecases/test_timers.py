"""Due timers become events of their threads: once, in time, of the present plan, and by any number of workers."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.usecases import fire_timers
from delivery.status import CustodyKind
from models.delivery import Delivery
from models.message import Message
from models.thread import Timer
from tests.days import TUESDAY, a_day, a_delivery, a_route, a_stop
from tests.usecases.house import ANN, ANNS, DRIVERS, MAIN, MORNING, SAM, House

SUNDAY_NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
SUNDAY_FIVE = datetime(2026, 11, 22, 22, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 11, 23, 13, tzinfo=UTC)


@pytest.fixture
def planned(build: Callable[..., House]) -> House:
    """A house on Sunday noon that has just got the plan of Monday: two parcels for Ann."""
    house = build()
    house.clock.at = SUNDAY_NOON
    house.load(a_day(a_route("R1", a_stop(1), a_stop(2, delivery=a_delivery("AC-2")))))
    return house


def states(house: House, kind: str | None = None) -> list[tuple[str, str | None]]:
    """What became of the timers, and why."""
    rows = house.all(select(Timer).where(Timer.kind == kind if kind else Timer.id > 0).order_by(Timer.id))
    return [(timer.state, timer.why) for timer in rows]


def test_a_reminder_fires_at_its_hour_and_never_again(planned: House) -> None:
    planned.clock.at = SUNDAY_FIVE - timedelta(microseconds=1)
    planned.pump()
    assert planned.said_to(ANN) == []

    planned.clock.at = SUNDAY_FIVE
    planned.pump()
    planned.pump()

    assert len(planned.said_to(ANN)) == 1


def test_one_household_is_reminded_of_all_its_parcels_in_one_message(planned: House) -> None:
    planned.clock.at = SUNDAY_FIVE
    planned.pump()

    (said,) = planned.said_to(ANN)
    assert ANNS in said or "2" in said
    assert states(planned, "day_before") == [("fired", None), ("fired", "told together with another")]


def test_what_leaves_on_one_van_is_told_in_one_message(planned: House) -> None:
    planned.clock.at = MORNING
    planned.hush()

    planned.text(SAM, DRIVERS, "leaving")
    planned.pump()

    (said,) = planned.said_to(ANN)
    assert "2 deliveries are on the van" in said
    assert ANNS in said
    assert "AC-2" in said
    assert states(planned, "out_for_delivery") == [("fired", None), ("fired", "told together with another")]


def test_what_leaves_on_two_vans_is_told_in_two_messages(build: Callable[..., House]) -> None:
    house = build()
    other = {"ref": "D2", "name": "Kim", "phone": "+15005550102"}
    house.load(a_day(a_route("R1", a_stop(1)), a_route("R2", a_stop(1, delivery=a_delivery("AC-2")), driver=other)))
    house.hush()

    for tracking_number in (ANNS, "AC-2"):
        house.report(CustodyKind.OUT_FOR_DELIVERY, tracking_number)
    house.pump()

    assert ["is on the van" in said for said in house.said_to(ANN)] == [True, True]


def test_what_falls_due_within_an_hour_is_told_together(planned: House) -> None:
    second = planned.delivery("AC-2").id
    planned.change(
        Timer, Timer.delivery_id == second, Timer.kind == "day_before", due_at=SUNDAY_FIVE + timedelta(hours=1)
    )
    planned.change(
        Timer, Timer.delivery_id == second, Timer.kind == "morning", due_at=MONDAY_EIGHT + timedelta(hours=1, seconds=1)
    )

    for at in (SUNDAY_FIVE, SUNDAY_FIVE + timedelta(hours=1), MONDAY_EIGHT):
        planned.clock.at = at
        planned.pump()

    assert [why for _, why in states(planned, "day_before")] == [None, "told together with another"]
    assert states(planned, "morning") == [("fired", None), ("waiting", None)]


def test_another_plan_version_voids_what_was_planned_before(planned: House) -> None:
    planned.change(Delivery, Delivery.tracking_number == ANNS, plan_version=2)

    planned.clock.at = SUNDAY_FIVE
    planned.pump()

    assert states(planned, "day_before") == [("void", "the plan has changed since"), ("fired", None)]
    assert "AC-2" in "".join(planned.said_to(ANN))


def test_a_delivery_that_was_moved_is_reminded_of_on_its_new_day_only(planned: House) -> None:
    planned.load(a_day(a_route("R1", a_stop(1, delivery=a_delivery(window=TUESDAY)))))

    planned.clock.at = SUNDAY_FIVE
    planned.pump()
    assert ANNS not in "".join(planned.said_to(ANN))
    planned.clock.at = SUNDAY_FIVE + timedelta(days=1)
    planned.pump()

    assert ANNS in planned.said_to(ANN)[-1]


def test_a_reminder_that_comes_too_late_is_void(planned: House) -> None:
    planned.clock.at = MONDAY_EIGHT + timedelta(hours=2)
    planned.pump()

    assert set(states(planned)) == {("void", "it came due too late to be of use")}
    assert planned.said_to(ANN) == []


def test_a_fact_that_comes_too_late_is_not_told(house: House) -> None:
    house.report(CustodyKind.OUT_FOR_DELIVERY)
    house.wait(hours=12, seconds=1)
    house.pump()

    assert house.said_to(ANN) == []


def test_a_timer_that_cannot_be_told_holds_back_no_other(planned: House) -> None:
    planned.change(Timer, Timer.delivery_id == planned.delivery().id, kind="a kind of another version")
    planned.clock.at = SUNDAY_FIVE
    planned.pump()

    assert ("failed", "ValueError") in states(planned)
    assert "AC-2" in "".join(planned.said_to(ANN))
    assert fire_timers.fire_due(planned.services) == 0


def test_a_timer_without_a_delivery_it_needs_is_set_aside(house: House) -> None:
    house.report(CustodyKind.OUT_FOR_DELIVERY)
    house.change(Timer, delivery_id=None)

    assert fire_timers.fire_due(house.services) == 1

    assert states(house) == [("failed", "LookupError")]


def test_a_dialogue_has_one_timer_of_a_name_and_starts_it_anew(house: House) -> None:
    house.text(ANN, MAIN, "reschedule")
    (first,) = house.all(select(Timer))
    house.wait(minutes=10)
    house.text(ANN, MAIN, "where is it?")

    (second,) = house.all(select(Timer))
    assert (second.id, second.state) == (first.id, "waiting")
    assert second.due_at >= first.due_at


def test_a_dialogue_that_was_answered_needs_its_timer_no_more(house: House) -> None:
    house.report_out()
    house.text(ANN, MAIN, "talk to the driver")
    assert states(house, "question_expires") == [("waiting", None)]
    house.text(ANN, MAIN, "the gate is open")

    assert states(house, "question_expires") == [("void", "cancelled by the dialogue")]


def test_a_question_nobody_answers_ends_with_its_timer(house: House) -> None:
    house.text(ANN, MAIN, "reschedule")
    asked = house.thread(ANN).state
    house.hush()
    house.wait(days=3)
    house.pump()

    assert states(house) == [("fired", None)]
    assert house.thread(ANN).state != asked
    assert house.said_to(ANN) == []


def test_the_brand_can_switch_a_kind_of_text_off(build: Callable[..., House]) -> None:
    house = build()
    house.clock.at = SUNDAY_NOON
    house.load(a_day(options={"texts": {"out_for_delivery": False, "morning": False}}))
    assert house.all(select(Timer.kind)) == ["day_before"]

    house.clock.at = MORNING
    house.report(CustodyKind.OUT_FOR_DELIVERY)
    house.pump()

    assert house.said_to(ANN) == []


def test_two_workers_at_once_fire_a_timer_once(build: Callable[..., House]) -> None:
    houses = [build() for _ in range(2)]
    houses[0].clock.at = SUNDAY_NOON
    stops = [a_stop(n, delivery=someones(n)) for n in range(1, 21)]
    houses[0].load(a_day(a_route("R1", *stops)))
    for house in houses:
        house.clock.at = SUNDAY_FIVE
    together = threading.Barrier(2)

    def work(house: House) -> None:
        together.wait()
        fire_timers.fire_due(house.services)

    threads = [threading.Thread(target=work, args=(house,)) for house in houses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    told = houses[0].all(select(Message.to_address).where(Message.direction == "out"))
    assert len(told) == len(set(told)) == 20
    assert set(states(houses[0], "day_before")) == {("fired", None)}


def someones(number: int) -> dict[str, object]:
    """A delivery to somebody with a telephone."""
    contact = {"name": f"No. {number}", "phone": f"+150055503{number:02}"}
    return a_delivery(f"AC-{number}XX7", contact=contact)
