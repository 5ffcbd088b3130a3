"""What an operator sees: settings and files that are wrong, a database that goes away, and the commands."""

import json
import re
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import requests

from tests.journeys.conftest import Stage
from tests.journeys.cut_line import CutLine
from tests.journeys.house import Doorstep, until
from tests.journeys.plans import Plan

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("command", ["serve", "worker", "check", "load"])
def test_bad_settings_are_all_told_and_nothing_starts(tmp_path: Path, command: str) -> None:
    doorstep = Doorstep("mysql://nowhere", "nonsense", tmp_path)
    wrong = {"SECRET_KEY": "short", "API_KEY": "", "TWILIO_ACCOUNT_SID": "AC12", "SENDGRID_INBOUND_PUBLIC_KEY": "zzz"}

    refused = doorstep.run(command, *(["-"] if command == "load" else []), **wrong, REHEARSAL_RATE="fast")

    # `check` always runs; what it finds is its result.
    assert refused.returncode == (1 if command == "check" else 2), refused.stderr
    told = refused.stderr + refused.stdout
    for name in (*wrong, "DATABASE_URL", "TWILIO_BASE_URL", "SENDGRID_BASE_URL", "REHEARSAL_RATE"):
        assert name in told
    assert "zzz" not in told
    assert "Traceback" not in told
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", doorstep.port)) != 0


def test_a_rehearsal_with_real_providers_is_refused(tmp_path: Path) -> None:
    doorstep = Doorstep(f"sqlite:///{tmp_path / 'd.db'}", "", tmp_path)

    refused = doorstep.run("serve")

    assert refused.returncode == 2
    assert "REHEARSAL_START" in refused.stderr + refused.stdout
    assert not (tmp_path / "d.db").exists()


def test_a_bad_day_is_refused_whole_with_every_mistake(stage: Stage) -> None:
    plan = Plan(stops=3)
    day = plan.as_day
    first, second, third = day["routes"][0]["stops"]
    first["delivery"]["contact"]["phone"] = "12"
    second["delivery"]["window"] = ["2026-11-23T13:00:00-05:00", "2026-11-23T09:00:00-05:00"]
    second["delivery"]["lat"] = 123.0
    third["delivery"]["tracking_number"] = first["delivery"]["tracking_number"].lower()
    file = stage.doorstep.folder / "bad.json"
    file.write_text(json.dumps(day, indent=2))

    refused = stage.doorstep.run("load", str(file))
    told = refused.stderr + refused.stdout

    assert refused.returncode != 0
    for path in ("stops[0].delivery.contact.phone", "stops[1].delivery.window", "stops[1].delivery.lat", "stops[2]"):
        assert path in told
    assert len(re.findall(r"line \d+", told)) >= 4
    missing = stage.doorstep.api("GET", f"/deliveries/{plan.people[1].tracking_number}", expect=404)
    assert missing["status"] == 404
    stage.doorstep.api("PUT", f"/brands/{plan.ref}", plan.as_brand)
    by_api = stage.doorstep.api("PUT", f"/routes/R-{plan.ref}", day["routes"][0], expect=422)
    assert len(by_api["errors"]) >= 4
    assert stage.doorstep.run("load", "-", given="{broken").returncode != 0


@pytest.mark.postgres
def test_a_database_that_goes_away_is_waited_for(own_stage_behind: Callable[[], tuple[Stage, CutLine]]) -> None:
    stage, line = own_stage_behind()
    plan = stage.open_day(Plan())
    ann = plan.people[0]
    url = stage.doorstep.url

    line.cut()
    assert until(lambda: stage.doorstep.status_of("/readyz") == 503, timeout_s=30)
    assert stage.doorstep.status_of("/healthz") == 200
    form = {"MessageSid": "SM" + "1" * 32, "AccountSid": stage.world.account_sid, "From": ann.phone, "To": plan.main}
    form["Body"] = ann.tracking_number
    assert stage.doorstep.post_twilio(form).status_code == 503
    mail = {"from": ann.email, "to": plan.mailbox, "text": "hi", "envelope": json.dumps({"to": [plan.mailbox]})}
    assert requests.post(f"{url}/webhooks/sendgrid/inbound", data=mail, timeout=30).status_code == 503
    assert stage.doorstep.api("GET", f"/deliveries/{ann.tracking_number}", expect=503)["status"] == 503
    line.mend()

    assert until(lambda: stage.doorstep.status_of("/readyz") == 200, timeout_s=30)
    assert stage.doorstep.post_twilio(form).status_code == 200
    stage.hears(ann.phone, ann.tracking_number)


def test_the_commands_do_what_they_say(stage: Stage) -> None:
    plan = stage.open_day(Plan())
    ann = plan.people[0]
    stage.answer_to(ann.phone, plan.main, ann.tracking_number)
    stage.doorstep.report(ann.tracking_number, "out_for_delivery")
    stage.doorstep.report(ann.tracking_number, "delivered", lat=39.301, lon=-76.602)
    stage.hears(ann.phone, "was delivered")

    assert stage.doorstep.run("--help").returncode == 0
    checked = stage.doorstep.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert stage.doorstep.run("migrate").returncode == 0
    assert stage.doorstep.run("verify-custody").returncode == 0
    forgotten = stage.doorstep.run("forget", ann.phone, "--yes")
    assert forgotten.returncode == 0, forgotten.stderr
    assert ann.phone not in json.dumps(stage.doorstep.delivery(ann.tracking_number))
    assert ann.email not in json.dumps(stage.doorstep.delivery(ann.tracking_number))
    assert stage.doorstep.run("verify-custody").returncode == 0
    assert "Elm" not in stage.doorstep.log()
    assert ann.phone not in stage.doorstep.log()
    assert ann.tracking_number not in stage.doorstep.log()


def test_a_changed_custody_record_is_found(own_stage: Callable[..., Stage]) -> None:
    stage = own_stage()
    plan = stage.open_day(Plan())
    stage.doorstep.report(plan.people[0].tracking_number, "out_for_delivery")
    assert stage.doorstep.run("verify-custody").returncode == 0
    database = stage.doorstep.database_url
    change = "UPDATE custody_events SET lat = 1.0 WHERE id = (SELECT max(id) FROM custody_events)"
    if stage.doorstep.on_postgres:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(change)
    else:
        stage.doorstep.stop()
        with sqlite3.connect(database.removeprefix("sqlite:///")) as file:
            for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                file.execute(f"DROP TRIGGER {trigger}")
            file.execute(change)
        file.close()

    broken = stage.doorstep.run("verify-custody")

    assert broken.returncode == 1
    assert plan.people[0].tracking_number in broken.stdout + broken.stderr


def test_texts_and_routes_are_read_line_by_line(tmp_path: Path) -> None:
    doorstep = Doorstep("", "", tmp_path)
    texts = ["where is my parcel", "STOP", "5", "AC-7F3K9Q"]
    asked = [
        {"text": text, "role": "customer", "now": "2026-11-23T10:00:00", "zone": "America/New_York"} for text in texts
    ]
    understood = doorstep.run("understand", given="".join(json.dumps(line) + "\n" for line in asked))
    answers = [json.loads(line) for line in understood.stdout.splitlines()]
    assert [answer["intent"] for answer in answers][:2] == ["track", "stop"]
    assert answers[3]["tracking_numbers"] == ["AC-7F3K9Q"]

    at = "2026-11-23T13:0{}:00+00:00"
    stops = [
        {"id": n, "lat": 39.3 + n / 50, "lon": -76.6, "travel_s": None, "service_s": 60, "cell": None, "window": None}
        for n in (1, 2)
    ]
    events = [
        {
            "type": "route",
            "route": 1,
            "driver": 7,
            "at": at.format(0),
            "start": {"lat": 39.3, "lon": -76.6},
            "stops": stops,
        },
        {"type": "depart", "route": 1, "stop": None, "at": at.format(1)},
        {"type": "position", "route": 1, "lat": 39.31, "lon": -76.6, "at": at.format(2)},
        {"type": "ask", "route": 1, "stop": 2, "at": at.format(3), "id": "q1"},
        {"type": "end", "route": 1, "at": at.format(9)},
    ]
    replayed = doorstep.run("eta-replay", given="".join(json.dumps(line) + "\n" for line in events))
    [answer] = [json.loads(line) for line in replayed.stdout.splitlines()]

    assert answer["id"] == "q1"
    assert at.format(3) < answer["low"] <= answer["median"] <= answer["high"]
    assert set(answer) == {"id", "median", "low", "high", "q20", "level"}
