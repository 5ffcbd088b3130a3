"""The page over HTTP: its parts, its state, its commands."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from twilio.rest import Client

from simulator import day, server
from simulator.control_api import PAGES
from simulator.demo import Demo
from simulator.server import Server
from simulator.world import World
from tests.simulator.conftest import ANN, BOB, LINE
from tests.simulator.listener import Listener


@pytest.fixture
def page(listener: Listener) -> Iterator[Server]:
    """Serve the page of a demo whose service is a listener that knows no time."""
    world = World(listener.url, lines=[LINE], senders=[day.MAIL_LINE])
    serving = server.start(world, demo=Demo(world))
    yield serving
    serving.stop()


def act(page: Server, what: str, body: Any, method: str = "POST", **headers: str) -> requests.Response:
    """Send a command as the page does."""
    return requests.request(method, f"{page.url}/do/{what}", json=body, headers=headers, timeout=3)


def state(page: Server) -> Any:
    """Fetch the state afresh."""
    return requests.get(f"{page.url}/state", timeout=3).json()


def test_the_page_and_its_parts_are_served(page: Server) -> None:
    html = requests.get(f"{page.url}/", timeout=3)

    assert html.headers["Content-Security-Policy"].startswith("default-src 'self'")
    for name in re.findall(r'(?:src|href)="(/pages/[^"]+)"', html.text):
        part = requests.get(page.url + name, timeout=3)
        assert part.status_code == 200
        assert part.headers["Content-Type"].startswith("text/")
    assert requests.get(f"{page.url}/pages/../view.py", timeout=3).status_code == 404


def test_nothing_is_asked_of_third_parties() -> None:
    for file in PAGES.iterdir():
        addresses = set(re.findall(r"https?://[\w.]+", file.read_text("utf-8")))
        assert addresses <= {"http://www.w3.org"}, file.name


def test_everything_on_the_page_has_a_name() -> None:
    html = (PAGES / "index.html").read_text("utf-8")

    assert '<html lang="en">' in html
    assert re.findall(r"<h1>", html) == ["<h1>"]
    for ref in re.findall(r'aria-labelledby="([^"]+)"', html):
        assert f'id="{ref}"' in html
    for field in re.findall(r'<(?:textarea|input|select)[^>]*id="([^"]+)"', html):
        assert f'for="{field}"' in html
    assert "aria-live" in html
    assert "prefers-reduced-motion" in (PAGES / "sim.css").read_text("utf-8")


def test_the_state_is_sent_only_when_it_changed(page: Server) -> None:
    first = requests.get(f"{page.url}/state", timeout=3)
    known = {"If-None-Match": first.headers["ETag"]}

    assert requests.get(f"{page.url}/state", headers=known, timeout=3).status_code == 304
    page.world.text(ANN, LINE, "hello")
    changed = requests.get(f"{page.url}/state", headers=known, timeout=3)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_text_from_the_page_reaches_the_service(page: Server, listener: Listener) -> None:
    assert act(page, "text", {"from": ANN, "to": LINE, "body": "where is it?"}).status_code == 200
    assert page.world.wait_idle()

    assert [post.form["Body"] for post in listener.at("/webhooks/twilio/messages")] == ["where is it?"]
    shown = state(page)
    (bubble,) = shown["phones"][0]["messages"]
    assert (bubble["mine"], bubble["body"], bubble["heard"]) == (True, "where is it?", True)
    assert shown["phones"][1]["messages"] == []
    assert shown["counts"]["inbound"] == 1
    assert shown["log"][0]["answers"] == [200]


def test_a_mail_from_the_page_can_be_new_or_an_answer(page: Server, listener: Listener) -> None:
    act(page, "mail", {"text": "Where is AC-7F3K9Q?"})
    assert page.world.wait_idle()
    mail: Any = {
        "personalizations": [{"to": [{"email": day.ANN_MAIL}]}],
        "from": {"email": day.MAIL_LINE},
        "subject": "Your delivery",
        "content": [{"type": "text/plain", "value": "2 to 4 pm"}],
    }
    headers = {"Authorization": f"Bearer {page.world.sendgrid_key}"}
    assert requests.post(f"{page.url}/v3/mail/send", json=mail, headers=headers, timeout=3).status_code == 202
    page.world.wait_for(lambda: page.world.mailbox(day.ANN_MAIL))
    newest = state(page)["mailbox"]["letters"][0]
    assert (newest["subject"], newest["mine"]) == ("Your delivery", False)

    act(page, "mail", {"id": newest["id"], "text": "Thanks"})
    assert page.world.wait_idle()

    assert [letter["subject"] for letter in state(page)["mailbox"]["letters"]] == [
        "Re: Your delivery",
        "Your delivery",
        "My delivery",
    ]
    assert len(listener.at("/webhooks/sendgrid/inbound")) == 2
    assert len(requests.get(f"{page.url}/letters", timeout=3).json()["letters"]) == 3


def test_faults_are_put_in_force_and_lifted(page: Server) -> None:
    added = act(page, "fault", {"kind": "throttled", "channel": "sms", "retry_after_s": 5}).json()["id"]
    act(page, "fault", {"kind": "receipts_lost", "address": BOB, "count": 2})

    assert [(fault["kind"], fault["address"]) for fault in state(page)["faults"]] == [
        ("throttled", None),
        ("receipts_lost", BOB),
    ]
    assert act(page, f"fault/{added}", None, "DELETE").status_code == 204
    assert act(page, f"fault/{added}", None, "DELETE").status_code == 404
    assert act(page, "fault", None, "DELETE").status_code == 204
    assert state(page)["faults"] == []


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("text", {"from": ANN, "to": LINE}),
        ("text", []),
        ("mail", {}),
        ("fault", {"kind": "earthquake"}),
        ("fault", {"kind": "slow", "id": 7}),
        ("fault", {}),
        ("van", "go"),
    ],
)
def test_a_wrong_command_is_refused_with_a_reason(page: Server, what: str, body: object) -> None:
    answer = act(page, what, body)

    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_foreign_page_may_command_nothing(page: Server, listener: Listener) -> None:
    body = {"from": ANN, "to": LINE, "body": "x"}

    assert act(page, "text", body, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert requests.post(f"{page.url}/do/text", data=body, timeout=3).status_code == 400
    assert listener.posts == []


def test_the_van_can_be_commanded(page: Server) -> None:
    act(page, "van", {"action": "next", "pace": 60})
    act(page, "van", {"action": "pause"})

    van = state(page)["van"]
    assert (van["phase"], van["next"], van["playing"], van["pace"]) == ("driving", 1, False, 60)
    act(page, "van", {"pace": 100000})
    assert state(page)["van"]["pace"] == 240
    act(page, "van", {"pace": None})
    assert state(page)["van"]["pace"] is None


def test_a_world_without_a_demo_shows_its_phones_and_texts(client: Client, running: Server) -> None:
    client.messages.create(to=ANN, from_=LINE, body="hello")
    running.world.wait_for(lambda: running.world.phone(ANN).bodies)

    assert "van" not in state(running)
    assert act(running, "van", {"action": "next"}).status_code == 400
    texts = requests.get(f"{running.url}/texts", timeout=3).json()
    assert (texts["requests"], texts["texts"][0]["body"], texts["texts"][0]["status"]) == (1, "hello", "delivered")
    keys = requests.get(f"{running.url}/keys", timeout=3).json()
    assert keys == {"inbound": running.world.inbound_key.public, "events": running.world.event_key.public}
