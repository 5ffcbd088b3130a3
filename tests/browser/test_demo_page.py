"""The demo's page with a listener in the place of the service: what is done on it is sent and shown."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from twilio.rest import Client

from simulator import day, server
from simulator.demo import Demo
from simulator.server import Server
from simulator.world import World
from tests.browser.visits import DESKTOP, PHONE, Visit, visit
from tests.simulator.listener import Listener


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Listen in the place of the service."""
    listening = Listener()
    yield listening
    listening.stop()


@pytest.fixture
def serving(listener: Listener) -> Iterator[Server]:
    """Serve a demo whose van stands still."""
    listener.replies["/healthz"] = json.dumps({"now": "2026-11-23T14:30:00+00:00", "rate": 1}).encode()
    world = World(listener.url, lines=[day.MAIN_LINE], senders=[day.MAIL_LINE])
    demo = Demo(world)
    running = server.start(world, demo=demo)
    demo.start()
    yield running
    demo.stop()
    running.stop()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def seen(request: pytest.FixtureRequest, browser: Browser, serving: Server) -> Iterator[Visit]:
    """Look at the page at one size."""
    with visit(browser, serving.url, size=request.param) as visiting:
        yield visiting


def test_a_conversation_is_seen_and_survives_a_reload(seen: Visit, serving: Server, listener: Listener) -> None:
    page = seen.page
    ann = page.get_by_role("article", name="Ann’s phone")
    ann.get_by_label("Text message from Ann").fill("where is it?")
    ann.get_by_role("button", name="Send").click()
    ann.get_by_text("sent ✓").wait_for()

    world = serving.world
    client = Client(world.account_sid, world.auth_token)
    client.api.base_url = serving.url
    client.messages.create(to=day.ANN, from_=day.MAIN_LINE, body="See http://127.0.0.1:9/t/abc. <b>Bye</b>")
    assert client.http_client.session is not None
    client.http_client.session.close()
    link = ann.get_by_role("link", name="127.0.0.1:9/t/abc")
    link.wait_for()
    assert link.get_attribute("href") == "http://127.0.0.1:9/t/abc"
    assert ann.get_by_text("<b>Bye</b>").count() == 1

    page.reload()
    ann.get_by_text("where is it?", exact=True).first.wait_for()
    assert ann.locator(".bubble").count() == 2
    assert page.locator("#clock").inner_text() == "9:30 AM"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (seen.troubles, seen.strangers) == ([], [])


def test_buttons_act_and_show_it(seen: Visit, serving: Server) -> None:
    page = seen.page
    throttle = page.get_by_role("button", name="Carrier throttles")
    throttle.click()
    page.locator('[data-fault*="throttled"][aria-pressed="true"]').wait_for()
    assert [rule.kind.value for rule in serving.world.faults.rules()] == ["throttled"]
    throttle.click()
    page.locator('[data-fault*="throttled"][aria-pressed="false"]').wait_for()
    assert serving.world.faults.rules() == ()

    page.get_by_role("button", name="Driver taps next").click()
    page.get_by_text("On the way to stop 1 of 12, Priya").wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_text("On the way to stop 1 of 12, Priya (paused)").wait_for()
    assert "Priya" in (page.locator("#map").get_attribute("aria-label") or "")


def test_a_mail_is_written_and_shown(seen: Visit, listener: Listener) -> None:
    page = seen.page

    page.get_by_label("Your mail").fill("Where is AC-7F3K9Q?")
    page.locator("#mail-form").get_by_role("button", name="Send").click()

    page.locator("#letters").get_by_text("Where is AC-7F3K9Q?").wait_for()
    assert len(listener.at("/webhooks/sendgrid/inbound")) == 1
