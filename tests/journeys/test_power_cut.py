"""The power goes while messages leave: nothing is lost and nothing goes twice."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Stage
from tests.journeys.house import until
from tests.journeys.plans import Plan

pytestmark = pytest.mark.slow

PEOPLE = 80
# A worker has so many sends under way at once; no more can be in its hands when the power goes.
AT_ONCE = 32
# What a dying process had in its hands may be settled later, by a receipt or the provider's list; it is never lost.
WENT, IN_HAND = {"sent", "delivered"}, {"started", "unknown"}


def test_a_power_cut_loses_nothing_and_doubles_nothing(own_stage: Callable[..., Stage]) -> None:
    stage = own_stage()
    plan = stage.open_day(Plan(stops=PEOPLE))

    for person in plan.people:
        stage.world.text(person.phone, plan.main, person.tracking_number, wait=False)
    stage.world.wait_for(lambda: len(stage.world.accepted()) >= PEOPLE // 4)
    if stage.doorstep.on_postgres:
        stage.doorstep.kill("worker")
        stage.doorstep.spawn("worker")
    else:
        stage.doorstep.kill("serve")
        stage.doorstep.spawn("serve")
    stage.doorstep.wait_ready()

    def seen() -> dict[str, tuple[int, list[str]]]:
        found = {}
        for person in plan.people:
            rows = stage.doorstep.delivery(person.tracking_number)["messages"]
            inbound = sum(row["direction"] == "in" for row in rows)
            found[person.phone] = (inbound, [row["status"] for row in rows if row["direction"] == "out"])
        return found

    def is_settled() -> bool:
        rows = seen().values()
        return all(inbound == 1 and outs and outs[0] in WENT | IN_HAND for inbound, outs in rows)

    until(is_settled, timeout_s=40, every_s=1)
    stage.world.wait_idle()

    made = {person.phone: len(stage.world.accepted(person.phone)) for person in plan.people}
    rows = seen()
    odd = {phone: row for phone, row in rows.items() if row[0] != 1 or len(row[1]) != 1}
    assert odd == {}
    assert set(made.values()) <= {0, 1}
    for phone, (_, outs) in rows.items():
        assert outs[0] in IN_HAND or (outs[0] in WENT and made[phone] == 1), (phone, outs, made[phone])
    assert sum(outs[0] in IN_HAND for _, outs in rows.values()) <= AT_ONCE
    assert sum(made.values()) >= PEOPLE - AT_ONCE
