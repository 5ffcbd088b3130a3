"""A provider that fails in the middle: every text is made exactly once, and every row says what is known of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.journeys.bare_provider import BareProvider, open_provider
from tests.journeys.conftest import Stage
from tests.journeys.house import ACCOUNT, Doorstep, until
from tests.journeys.plans import Person, Plan

pytestmark = pytest.mark.slow


def _answer_row(doorstep: Doorstep, person: Person) -> dict[str, Any]:
    rows = doorstep.delivery(person.tracking_number)["messages"]
    return next((row for row in rows if row["direction"] == "out"), {"status": "none", "why": None})


def test_a_text_is_made_once_whatever_the_carrier_answers(stage: Stage) -> None:
    kinds = ("throttled", "error_after", "dropped_after", "hang_after", "error_before")
    plan = stage.open_day(Plan(stops=len(kinds)))
    troubled = dict(zip(kinds, plan.people, strict=True))
    for kind, person in troubled.items():
        stage.world.fault(kind, person.phone, count=1, delay_s=20)
        stage.world.text(person.phone, plan.main, person.tracking_number)

    for kind in ("throttled", "error_after", "dropped_after"):
        stage.hears(troubled[kind].phone, troubled[kind].tracking_number, timeout_s=20)
    settled = ("throttled", "error_after", "dropped_after", "hang_after")
    until(lambda: all(_answer_row(stage.doorstep, troubled[kind])["status"] == "delivered" for kind in settled))

    statuses = {kind: _answer_row(stage.doorstep, person)["status"] for kind, person in troubled.items()}
    assert statuses == dict.fromkeys(settled, "delivered") | {"error_before": "unknown"}
    made = {kind: len(stage.world.accepted(person.phone)) for kind, person in troubled.items()}
    assert made == dict.fromkeys(settled, 1) | {"error_before": 0}
    assert all(_answer_row(stage.doorstep, person)["why"] for person in plan.people)


def test_a_provider_with_few_words_is_enough(kind: str, new_database: Callable[[str], str], tmp_path: Path) -> None:
    with open_provider() as provider:
        doorstep = Doorstep(new_database(kind), provider.url, tmp_path).start()
        try:
            _live_with(doorstep, provider)
            doorstep.stop()
        finally:
            doorstep.kill()


def _live_with(doorstep: Doorstep, provider: BareProvider) -> None:
    troubles = ["", "drop", "500", "429"]
    plan = Plan(stops=len(troubles))
    doorstep.api("PUT", f"/brands/{plan.ref}", plan.as_brand)
    doorstep.api("PUT", f"/routes/R-{plan.ref}", plan.as_route)
    for trouble, person in zip(troubles, plan.people, strict=True):
        provider.trouble[person.phone] = [trouble]
        form = {
            "MessageSid": f"SM{person.phone[2:]:0>32}",
            "AccountSid": ACCOUNT,
            "From": person.phone,
            "To": plan.main,
        }
        assert doorstep.post_twilio({**form, "Body": person.tracking_number}).status_code == 200
    ann = plan.people[0]
    mail = {"from": ann.email, "to": plan.mailbox, "subject": "Hi", "text": f"where is {ann.tracking_number}"}
    mail |= {"envelope": f'{{"to": ["{plan.mailbox}"], "from": "{ann.email}"}}', "SPF": "pass"}
    assert requests.post(f"{doorstep.url}/webhooks/sendgrid/inbound", data=mail, timeout=10).status_code == 200

    def unsettled() -> list[str]:
        return [row["status"] for row in (_answer_row(doorstep, who) for who in plan.people) if row["status"] != "sent"]

    # A lost answer is looked for in the provider's list after a quarter of a minute.
    until(lambda: not unsettled(), timeout_s=60, every_s=0.5)

    assert unsettled() == []
    for person in plan.people:
        assert [person.tracking_number in body for body in provider.bodies(person.phone)] == [True]
    assert "list" in _answer_row(doorstep, plan.people[1])["why"]
    until(lambda: bool(provider.mails))
    assert [person["email"] for mail in provider.mails for person in mail["personalizations"][0]["to"]] == [ann.email]
