"""Who wants no more messages gets none, and who wants them again gets them."""

import pytest

from tests.journeys.conftest import Stage
from tests.journeys.house import until
from tests.journeys.plans import Person, Plan

pytestmark = pytest.mark.slow


class Nobody(set[tuple[str, str]]):
    """Opt-outs of a carrier that leaves them to the service; its own block would hide what must not be tried."""

    def add(self, pair: tuple[str, str]) -> None:
        """Forget it at once."""


@pytest.fixture(autouse=True)
def _carrier_leaves_it_to_us(stage: Stage) -> None:
    stage.world.carrier.opt_outs = Nobody()


def _out_why(stage: Stage, person: Person) -> dict[str, str | None]:
    rows = stage.doorstep.delivery(person.tracking_number)["messages"]
    return {row["status"]: row["why"] for row in rows if row["direction"] == "out" and row["to"] == person.phone}


def test_stop_is_silence_and_start_ends_it(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]
    stage.answer_to(ann.phone, plan.main, ann.tracking_number)

    stage.answer_to(ann.phone, plan.main, "Stop", like="no more messages")
    before = len(stage.world.accepted(ann.phone))
    stage.doorstep.report(ann.tracking_number, "out_for_delivery")
    stage.world.text(ann.phone, plan.main, "where is my parcel")
    until(lambda: "suppressed" in _out_why(stage, ann), timeout_s=3)
    stage.world.wait_idle()

    assert len(stage.world.accepted(ann.phone)) == before
    stage.answer_to(ann.phone, plan.main, "START", like="again")
    stage.answer_to(ann.phone, plan.main, ann.tracking_number, like=ann.tracking_number)


def test_a_plain_wish_for_quiet_is_confirmed_once(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]

    stage.answer_to(ann.phone, plan.main, "please stop texting me", like="no more messages")
    stage.world.text(ann.phone, plan.main, "I said stop texting me!")
    stage.doorstep.report(ann.tracking_number, "out_for_delivery")
    stage.doorstep.report(ann.tracking_number, "delivered")
    until(lambda: False, timeout_s=0.7)
    stage.world.wait_idle()

    assert len(stage.world.phone(ann.phone).bodies) == 1


def test_cancel_is_a_stop_and_says_how_to_call_the_delivery_off(stage: Stage) -> None:
    plan = stage.open_day(Plan(day="2026-11-25"))
    ann = plan.people[0]

    explained = stage.answer_to(ann.phone, plan.main, "CANCEL")
    assert "delivery still comes" in explained
    assert "START" in explained
    stage.answer_to(ann.phone, plan.main, "START", like="again")
    stage.answer_to(ann.phone, plan.main, "I do not want my delivery", like="OK")
    stage.answer_to(ann.phone, plan.main, "OK")

    assert stage.doorstep.delivery(ann.tracking_number)["status"] == "cancelled"


def test_one_delivery_is_quiet_and_the_other_speaks(stage: Stage) -> None:
    plan = Plan(stops=2)
    ann = plan.people[0]
    stops = plan.as_route["stops"]
    stops[1]["delivery"]["contact"] = stops[0]["delivery"]["contact"]
    plan.route = {"stops": stops}
    stage.open_day(plan)
    quiet, loud = (person.tracking_number for person in plan.people)

    stage.answer_to(ann.phone, plan.main, f"no more messages about {quiet}", like="no more messages about")
    stage.doorstep.report(quiet, "out_for_delivery")
    stage.doorstep.report(loud, "out_for_delivery")
    stage.hears(ann.phone, f"{loud} is on the van")
    stage.answer_to(ann.phone, plan.main, f"where is {quiet}?", like=f"{quiet} is the driver's next stop")
    stage.world.wait_idle()

    assert not any(f"{quiet} is on the van" in text for text in stage.world.phone(ann.phone).bodies)


def test_a_provider_that_knows_of_a_stop_is_believed(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]
    stage.world.fault("rejected", ann.phone, code=21610, count=1)

    stage.doorstep.report(ann.tracking_number, "out_for_delivery")
    until(lambda: "suppressed" in _out_why(stage, ann))
    assert "21610" in (_out_why(stage, ann)["suppressed"] or "")
    stage.doorstep.report(ann.tracking_number, "delivered")
    until(lambda: "opted out" in (_out_why(stage, ann)["suppressed"] or ""))

    assert set(_out_why(stage, ann)) == {"suppressed"}
    assert stage.world.accepted(ann.phone) == ()
    stage.world.text(ann.phone, plan.main, "START")
    stage.answer_to(ann.phone, plan.main, ann.tracking_number, like="was delivered")
