"""People are reminded at the right hour, in rehearsed days."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.journeys.conftest import Stage
from tests.journeys.house import until
from tests.journeys.plans import Plan

pytestmark = pytest.mark.slow


def _household(*, stops: int = 3) -> Plan:
    """Make a plan whose first two deliveries go to one phone."""
    plan = Plan(stops=stops)
    planned = plan.as_route["stops"]
    planned[1]["delivery"]["contact"] = planned[0]["delivery"]["contact"]
    plan.route = {"stops": planned}
    return plan


def _rows(stage: Stage, number: str) -> list[dict[str, Any]]:
    return [row for row in stage.doorstep.delivery(number)["messages"] if row["direction"] == "out"]


def _hour(row: dict[str, Any]) -> str:
    return datetime.fromisoformat(row["created_at"]).strftime("%d %H:%M")


def test_people_are_reminded_the_day_before_although_the_service_was_restarted(own_stage: Callable[..., Stage]) -> None:
    stage = own_stage(REHEARSAL_START="2026-11-22T16:56:00-05:00", REHEARSAL_RATE="30")
    plan = stage.open_day(_household())
    ann, second, cleo = plan.people
    stage.doorstep.kill()
    stage.doorstep.start()

    merged = stage.hears(ann.phone, "2 deliveries", timeout_s=20)
    alone = stage.hears(cleo.phone, cleo.tracking_number)
    stage.world.wait_idle()

    assert ann.tracking_number in merged
    assert second.tracking_number in merged
    assert "9:00 AM-1:00 PM" in alone
    assert "tomorrow" in alone
    assert len(stage.world.phone(ann.phone).bodies) == len(stage.world.phone(cleo.phone).bodies) == 1
    # 17:00 in New York, or what a restart makes of it.
    assert [_hour(row)[:7] for row in _rows(stage, cleo.tracking_number)] == ["22 22:0"]
    stage.answer_to(cleo.phone, plan.main, "ok", like="see you")


def test_people_are_reminded_in_the_morning_and_not_in_the_night(own_stage: Callable[..., Stage]) -> None:
    stage = own_stage(REHEARSAL_START="2026-11-23T06:00:00-05:00", REHEARSAL_RATE="360")
    plan = stage.open_day(_household())
    ann, _, cleo = plan.people
    stage.doorstep.report(cleo.tracking_number, "out_for_delivery")

    held = until(lambda: _rows(stage, cleo.tracking_number))[0]
    assert held["status"] == "queued"
    assert until(lambda: "quiet hours" in (_rows(stage, cleo.tracking_number)[0]["why"] or ""))
    assert stage.world.accepted() == ()
    stage.hears(cleo.phone, "on the van", timeout_s=40)
    merged = stage.hears(ann.phone, "2 deliveries", timeout_s=10)
    stage.world.wait_idle()

    sent = datetime.fromisoformat(_rows(stage, cleo.tracking_number)[0]["sent_at"])
    assert sent.strftime("%d %H") == "23 13"
    assert "today" in merged
    assert len(stage.world.phone(ann.phone).bodies) == 1
