"""The delivery day: the van moves, the times follow, the customer is told, and rates."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.journeys.conftest import Stage
from tests.journeys.house import until
from tests.journeys.plans import Plan

pytestmark = pytest.mark.slow


def test_the_van_moves_and_the_time_of_arrival_follows(stage: Stage) -> None:
    plan = stage.open_day(Plan(stops=3))
    ann, _, cleo = plan.people
    for person in plan.people:
        stage.doorstep.report(person.tracking_number, "out_for_delivery")
    assert any(cleo.tracking_number in text for text in stage.said_to(cleo.phone))

    def drive(lat: float) -> dict[str, Any]:
        fix = {"at": stage.doorstep.now(), "lat": lat, "lon": -76.602, "accuracy_m": 8, "speed_mps": 9.0}
        stage.doorstep.api("POST", f"/drivers/{plan.driver_ref}/positions", [fix])
        return stage.doorstep.delivery(cleo.tracking_number)

    at_depot = drive(39.2901)
    assert at_depot["stops_away"] == 3
    assert at_depot["eta"]["position_age_s"] is not None
    assert at_depot["eta"]["position_age_s"] < 30
    stage.doorstep.report(ann.tracking_number, "arrived", lat=39.301, lon=-76.602)
    done = stage.doorstep.report(ann.tracking_number, "delivered", note="left with the neighbour")
    assert done["status"] == "delivered"
    assert done["eta"] is None
    near = drive(39.312)

    assert near["stops_away"] == 2
    assert datetime.fromisoformat(near["eta"]["median"]) < datetime.fromisoformat(at_depot["eta"]["median"])
    stage.answer_to(cleo.phone, plan.main, "where is my parcel?", like="2 stops away")


def test_a_customer_is_told_of_the_day_and_rates_it(stage: Stage) -> None:
    plan = stage.open_day(Plan(stops=2))
    ann, ben = plan.people
    for person in plan.people:
        stage.doorstep.report(person.tracking_number, "out_for_delivery")
        stage.hears(person.phone, "on the van")
    stage.doorstep.report(ann.tracking_number, "delivered")
    stage.hears(ann.phone, "was delivered")
    # Reported twice: no second text.
    stage.doorstep.report(ann.tracking_number, "delivered")

    thanks = stage.answer_to(ann.phone, plan.main, "5")
    assert "5" in thanks
    assert stage.doorstep.delivery(ann.tracking_number)["rating"] == {"score": 5, "comment": None}
    stage.answer_to(ann.phone, plan.main, "very friendly driver")
    assert stage.doorstep.delivery(ann.tracking_number)["rating"] == {"score": 5, "comment": "very friendly driver"}
    assert stage.doorstep.delivery(ann.tracking_number)["cases"] == []
    stage.world.wait_idle()
    assert sum("was delivered" in text for text in stage.world.phone(ann.phone).bodies) == 1

    stage.doorstep.report(ben.tracking_number, "delivered")
    stage.hears(ben.phone, "was delivered")
    stage.answer_to(ben.phone, plan.main, "4 stars")
    assert stage.doorstep.delivery(ben.tracking_number)["rating"]["score"] == 4


def test_a_bad_rating_becomes_a_case_with_the_customers_words(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]
    stage.doorstep.report(ann.tracking_number, "out_for_delivery")
    stage.hears(ann.phone, "on the van")
    stage.doorstep.report(ann.tracking_number, "delivered")
    stage.hears(ann.phone, "was delivered")

    answer = stage.answer_to(ann.phone, plan.main, "2 the box was wet")

    shown = stage.doorstep.delivery(ann.tracking_number)
    assert shown["rating"] == {"score": 2, "comment": "the box was wet"}
    assert [case["kind"] for case in shown["cases"]] == ["low_rating"]
    assert "person" in answer
    closed = stage.doorstep.api("POST", f"/cases/{shown['cases'][0]['id']}/close", {"note": "refunded"})
    assert closed["closed"]
    stage.hears(ann.phone, "How is it now")


def test_a_customer_rates_while_the_talk_with_the_driver_is_open(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]
    stage.doorstep.report(ann.tracking_number, "out_for_delivery")
    stage.hears(ann.phone, "on the van")
    stage.answer_to(ann.phone, plan.main, "tell the driver the bell is broken")
    stage.world.wait_for(lambda: any("bell is broken" in text for text in stage.world.phone(plan.driver).bodies))
    stage.doorstep.report(ann.tracking_number, "delivered")
    stage.hears(ann.phone, "was delivered")
    heard_by_driver = len(stage.world.phone(plan.driver).bodies)

    stage.answer_to(ann.phone, plan.main, "3")
    stage.answer_to(ann.phone, plan.main, "he was a bit late")

    assert stage.doorstep.delivery(ann.tracking_number)["rating"] == {"score": 3, "comment": "he was a bit late"}
    stage.world.wait_idle()
    assert len(stage.world.phone(plan.driver).bodies) == heard_by_driver


def test_a_late_van_is_announced_once(stage: Stage) -> None:
    plan = Plan(stops=2)
    route = plan.as_route
    soon = datetime.fromisoformat(stage.doorstep.now()) + timedelta(minutes=3)
    for stop in route["stops"]:
        stop["delivery"]["window"] = ["2026-11-23T09:00:00-05:00", soon.isoformat()]
    # An hour away from the second door.
    route["stops"][1]["delivery"]["lat"] = 39.75
    plan.route = {"stops": route["stops"]}
    stage.open_day(plan)
    ben = plan.people[1]
    for person in plan.people:
        stage.doorstep.report(person.tracking_number, "out_for_delivery")
    stage.said_to(ben.phone)

    for lat in (39.2905, 39.2915, 39.2925):
        fix = {"at": stage.doorstep.now(), "lat": lat, "lon": -76.602}
        stage.doorstep.api("POST", f"/drivers/{plan.driver_ref}/positions", [fix])
    until(lambda: any("late" in text for text in stage.world.phone(ben.phone).bodies))
    stage.world.wait_idle()

    assert sum("late" in text for text in stage.world.phone(ben.phone).bodies) == 1
