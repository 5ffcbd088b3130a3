"""A customer texts a tracking number, opens the link, and learns what is theirs to know."""

import json
import re
from datetime import datetime

import pytest
import requests

from tests.journeys.conftest import Stage
from tests.journeys.plans import Plan, fresh_phone

pytestmark = pytest.mark.slow

LINK = re.compile(r"https?://\S+/t/\S+")


@pytest.mark.parametrize("way", ["file", "api"])
def test_a_customer_texts_a_tracking_number_and_gets_one_honest_answer(stage: Stage, way: str) -> None:
    plan = Plan()
    ann = plan.people[0]
    if way == "file":
        file = stage.doorstep.folder / f"{plan.ref}.json"
        file.write_text(json.dumps(plan.as_day))
        loaded = stage.doorstep.run("load", str(file))
        assert loaded.returncode == 0, loaded.stderr
    else:
        stage.open_day(plan)
    written = ann.tracking_number.lower().replace("-", " ").replace("0", "O")

    answer = stage.answer_to(ann.phone, plan.main, f"{written[:5]} {written[5:]}")
    stage.world.wait_idle()

    assert stage.world.phone(ann.phone).bodies == [answer]
    assert ann.tracking_number in answer
    assert "9:00 AM-1:00 PM" in answer
    _has_the_documented_shape(stage.doorstep.delivery(written.replace(" ", "")), plan)


def _has_the_documented_shape(shown: dict[str, object], plan: Plan) -> None:
    ann = plan.people[0]
    assert shown["tracking_number"] == ann.tracking_number
    assert (shown["status"], shown["stops_away"]) == ("scheduled", 1)
    assert (shown["cases"], shown["rating"]) == ([], None)
    assert isinstance(shown["window"], list)
    assert [datetime.fromisoformat(at).hour for at in shown["window"]] == [14, 18]
    eta = shown["eta"]
    assert isinstance(eta, dict)
    assert {"median", "low", "high", "level", "position_age_s"} <= set(eta)
    low, median, high = (datetime.fromisoformat(eta[name]) for name in ("low", "median", "high"))
    assert low <= median <= high
    assert 0 < eta["level"] < 1
    assert eta["position_age_s"] is None
    messages = shown["messages"]
    assert isinstance(messages, list)
    names = {"id", "direction", "channel", "from", "to", "text", "status", "why", "created_at", "sent_at"}
    assert [set(row) for row in messages] == [names, names]
    assert [(row["direction"], row["from"], row["to"]) for row in messages] == [
        ("in", ann.phone, plan.main),
        ("out", plan.main, ann.phone),
    ]
    assert [row["status"] for row in messages] == ["received", "delivered"]
    assert messages[1]["why"]
    assert datetime.fromisoformat(messages[1]["sent_at"]) >= datetime.fromisoformat(messages[1]["created_at"])


def test_a_customer_opens_the_page_from_the_link_in_the_text(stage: Stage) -> None:
    plan = stage.open_day(Plan(stops=2))
    ben = plan.people[1]
    stage.doorstep.report(plan.people[0].tracking_number, "out_for_delivery")
    stage.doorstep.report(ben.tracking_number, "out_for_delivery")

    text = next(text for text in stage.said_to(ben.phone) if LINK.search(text))
    found = LINK.search(text)
    assert found is not None
    page = requests.get(found[0], timeout=10)

    assert page.status_code == 200
    assert ben.tracking_number in page.text
    assert ben.phone not in page.text
    assert plan.driver not in page.text
    assert "noindex" in page.headers.get("X-Robots-Tag", "") + page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "en" in re.findall(r"<html[^>]*lang=\"(\w+)", page.text)
    assert requests.get(found[0][:-4] + "AAAA", timeout=10).status_code == 404
    assert requests.get(f"{stage.doorstep.url}/t/unknown", timeout=10).status_code == 404


def test_a_stranger_learns_nothing_but_a_status(stage: Stage) -> None:
    plan = stage.open_day(Plan(stops=2))
    ann, ben = plan.people
    stranger = fresh_phone()
    stage.doorstep.report(ben.tracking_number, "out_for_delivery")

    of_nobody = stage.answer_to(stranger, plan.main, "AC-9Z9Z9Z9Z")
    of_scheduled = stage.answer_to(stranger, plan.main, ann.tracking_number)
    of_out = stage.answer_to(stranger, plan.main, ben.tracking_number.lower().replace("-", " "))

    assert of_nobody.replace("AC-9Z9Z9Z9Z", "") == of_scheduled.replace(ann.tracking_number, "")
    assert "on its way today" in of_out
    for text in (of_nobody, of_scheduled, of_out):
        assert not re.search(r"http|Elm|Ann|Ben|Sam|\bAM\b|\bPM\b", text)


def test_a_customer_with_several_deliveries_is_asked_which(stage: Stage) -> None:
    plan = Plan(stops=2)
    ann = plan.people[0]
    route = plan.as_route
    route["stops"][1]["delivery"]["contact"] = route["stops"][0]["delivery"]["contact"]
    plan.route = {"stops": route["stops"]}
    stage.open_day(plan)

    asked = stage.answer_to(ann.phone, plan.main, "can you bring it on Friday instead")
    assert all(person.tracking_number in asked for person in plan.people), asked
    offered = stage.answer_to(ann.phone, plan.main, "2")

    assert plan.people[1].tracking_number in offered
    assert plan.people[0].tracking_number not in offered


def test_a_customer_is_answered_in_the_language_they_write(stage: Stage) -> None:
    plan = stage.open_day(Plan(language="es"))
    ann = plan.people[0]

    stage.answer_to(ann.phone, plan.main, ann.tracking_number, like="prevista de 9:00 a 13:00")
    stage.answer_to(ann.phone, plan.main, "Where is my package?", like="planned for 9:00 AM-1:00 PM")
    stage.answer_to(ann.phone, plan.main, "où est mon colis ?", like="entre 9h00 et 13h00")
    stage.answer_to(ann.phone, plan.main, ann.tracking_number, like="entre 9h00 et 13h00")


def test_the_doors_for_machines_are_open_and_the_others_locked(stage: Stage) -> None:
    url = stage.doorstep.url
    assert requests.get(f"{url}/healthz", timeout=10).status_code == 200
    assert requests.get(f"{url}/readyz", timeout=10).status_code == 200
    metrics = requests.get(f"{url}/metrics", timeout=10)
    assert metrics.status_code == 200
    assert re.search(r"^# TYPE \w+ (counter|gauge|histogram)$", metrics.text, re.MULTILINE)

    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
        locked = requests.get(f"{url}/api/v1/deliveries/AC-1", headers=headers, timeout=10)
        assert locked.status_code == 401
        assert locked.headers["Content-Type"] == "application/problem+json"
        assert locked.json()["status"] == 401
    missing = stage.doorstep.api("GET", "/deliveries/AC-NOT-THERE-1", expect=404)
    assert {"type", "title", "status"} <= set(missing)
