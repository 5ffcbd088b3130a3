"""Customers and drivers talk to each other, and neither gets the other's number."""

import pytest

from tests.journeys.conftest import Stage
from tests.journeys.house import Doorstep
from tests.journeys.plans import Person, Plan

pytestmark = pytest.mark.slow


def _out(stage: Stage, plan: Plan) -> Plan:
    stage.open_day(plan)
    for person in plan.people:
        stage.doorstep.report(person.tracking_number, "out_for_delivery")
        stage.hears(person.phone, "on the van")
    return plan


def _line_of(stage: Stage, driver: str, words: str) -> str:
    """Answer the line on which the driver got these words."""
    stage.hears(driver, words)
    return next(text.from_ for text in stage.world.phone(driver).received if words in text.body)


def test_a_customer_and_a_driver_talk_without_numbers(stage: Stage) -> None:
    plan = _out(stage, Plan())
    ann = plan.people[0]

    stage.answer_to(ann.phone, plan.main, "tell the driver please ring twice, my number is 410-555-0177")
    passed = stage.hears(plan.driver, "ring twice")
    line = _line_of(stage, plan.driver, "ring twice")
    stage.world.text(plan.driver, line, "Will do, call me on +1 410 555 0188 if needed")
    answered = stage.hears(ann.phone, "Will do")
    stage.world.text(ann.phone, plan.main, "thank you, the dog is friendly")
    stage.hears(plan.driver, "the dog is friendly")

    assert line in plan.lines
    assert "0177" not in passed
    assert "0188" not in answered
    assert "Sam" in answered
    _nobody_sees_the_other(stage, plan, ann)
    _every_word_is_kept(stage.doorstep, ann)


def _nobody_sees_the_other(stage: Stage, plan: Plan, ann: Person) -> None:
    stage.world.wait_idle()
    ours = {plan.main, *plan.lines}
    for mine, other in ((ann.phone, plan.driver), (plan.driver, ann.phone)):
        for text in stage.world.phone(mine).received:
            assert text.from_ in ours
            assert other not in text.body
            assert other.removeprefix("+1") not in text.body.replace("-", "").replace(" ", "")


def _every_word_is_kept(doorstep: Doorstep, ann: Person) -> None:
    rows = doorstep.api("GET", f"/messages?tracking_number={ann.tracking_number}")
    rows = rows if isinstance(rows, list) else rows["messages"]
    assert any("the dog is friendly" in row["text"] and row["direction"] == "in" for row in rows)


def test_a_driver_with_several_lines_just_replies(stage: Stage) -> None:
    plan = _out(stage, Plan(stops=3, driver_lines=3))
    lines = []
    for person in plan.people:
        stage.answer_to(person.phone, plan.main, f"tell the driver this is {person.name} at the blue door")
        lines.append(_line_of(stage, plan.driver, f"this is {person.name}"))
    assert sorted(lines) == sorted(plan.lines)

    for person, line in zip(reversed(plan.people), reversed(lines), strict=True):
        stage.world.text(plan.driver, line, f"ok see you soon dear {person.name}")

    for person in plan.people:
        stage.hears(person.phone, f"dear {person.name}")
    stage.world.wait_idle()
    for person in plan.people:
        others = [f"dear {other.name}" for other in plan.people if other is not person]
        assert not any(word in text for word in others for text in stage.world.phone(person.phone).bodies)


def test_a_driver_with_one_line_tags_replies_or_is_asked(stage: Stage) -> None:
    plan = _out(stage, Plan(stops=2))
    ann, ben = plan.people
    for person in plan.people:
        stage.answer_to(person.phone, plan.main, f"tell the driver {person.name} is at home")
    tag = stage.hears(plan.driver, "Ben is at home").partition(":")[0]
    line = plan.lines[0]
    assert tag.startswith("#")

    stage.world.text(plan.driver, line, f"{tag} leaving now for you")
    stage.hears(ben.phone, "leaving now for you")
    question = stage.answer_to(plan.driver, line, "which floor is it please", like="For which stop")
    assert "1 Elm St" in question
    assert "2 Elm St" in question
    stage.world.text(plan.driver, line, "1")
    stage.hears(ann.phone, "which floor is it please")
    stage.world.wait_idle()

    assert not any("leaving now" in text for text in stage.world.phone(ann.phone).bodies)
    assert not any("which floor" in text for text in stage.world.phone(ben.phone).bodies)


def test_a_driver_needs_nothing_but_words(stage: Stage) -> None:
    plan = stage.open_day(Plan(stops=2))
    ann, ben = plan.people
    line = plan.lines[0]

    assert "1 Elm St" in stage.answer_to(plan.driver, line, "list")
    stage.answer_to(plan.driver, line, "next", like="1 Elm St")
    stage.doorstep.report(ann.tracking_number, "out_for_delivery")
    stage.doorstep.report(ben.tracking_number, "out_for_delivery")
    stage.answer_to(plan.driver, line, "arrived", like="Arrived")
    stage.answer_to(plan.driver, line, "done", like="Delivered")
    assert stage.doorstep.delivery(ann.tracking_number)["status"] == "delivered"
    stage.hears(ann.phone, "was delivered")
    stage.answer_to(plan.driver, line, "failed nobody home", like="Not delivered")

    assert stage.doorstep.delivery(ben.tracking_number)["status"] == "failed"
    assert "nobody home" in stage.hears(ben.phone, "could not deliver")


def test_words_that_come_after_the_talk_reach_nobody_else(stage: Stage) -> None:
    plan = _out(stage, Plan(stops=2))
    ann, ben = plan.people
    stage.answer_to(ann.phone, plan.main, "tell the driver the gate code is 4417")
    stage.hears(plan.driver, "gate code")
    stranger = Plan().people[0].phone

    stage.world.text(stranger, plan.lines[0], "hello who is this")
    stage.world.text(ann.phone, plan.lines[0], "hello from the wrong line")
    stage.world.wait_idle()

    assert not any("hello" in text for text in stage.world.phone(ben.phone).bodies)
    assert not any("hello who" in text for text in stage.world.phone(plan.driver).bodies)
    assert not any("hello" in text for text in stage.world.phone(ann.phone).bodies)
