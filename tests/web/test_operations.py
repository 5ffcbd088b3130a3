"""What an operator watches: health, readiness, counts, the log; and the small doors of the web."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from flask.testing import FlaskClient

from bot import logs
from bot.app import create_app
from bot.services import Services
from bot.settings import Rehearsal
from bot.usecases import load_day, pulse
from bot.web.limits import MOST_ADDRESSES, Limiter, visitor
from models.session import Database
from tests.clocks import NOON, FixedClock
from tests.days import a_day
from tests.web.house import Api, some_services, some_settings


@pytest.fixture
def nowhere(clock: FixedClock) -> FlaskClient:
    """The web of a house whose database is gone."""
    url = "sqlite:////nowhere/at/all.db"
    return create_app(some_settings(url), some_services(Database(url), clock)).test_client()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged during a test."""
    stream = io.StringIO()
    before = structlog.get_config()
    logs.configure(stream=stream)
    yield stream
    structlog.configure(**before)


def test_health_tells_what_time_it_is_for_the_business(client: FlaskClient) -> None:
    found = client.get("/healthz").json

    assert found is not None
    assert (found["status"], found["now"], found["rate"]) == ("ok", "2026-11-23T17:00:00Z", 1)
    assert found["version"]


def test_health_tells_the_rate_of_a_rehearsal(services: Services, database_url: str) -> None:
    settings = some_settings(database_url, rehearsal=Rehearsal(datetime(2026, 11, 23, tzinfo=UTC), 60.0))

    found = create_app(settings, services).test_client().get("/healthz").json

    assert found is not None
    assert found["rate"] == 60


def test_readiness_needs_a_worker_that_ran_lately(client: FlaskClient, services: Services, clock: FixedClock) -> None:
    never = client.get("/readyz")
    pulse.beat(services, name="send", started=0.0, result="ok")
    fresh = client.get("/readyz")
    clock.advance(timedelta(seconds=31))
    stale = client.get("/readyz")

    assert [answer.status_code for answer in (never, fresh, stale)] == [503, 200, 503]
    assert [answer.json and answer.json["reasons"] for answer in (never, fresh, stale)] == [
        ["no worker has run yet"],
        [],
        ["no worker has run for 31 seconds"],
    ]
    assert stale.json is not None
    assert stale.json["tick_ages_s"] == {"send": 31.0}


def test_readiness_needs_a_database(nowhere: FlaskClient) -> None:
    found = nowhere.get("/readyz")

    assert (found.status_code, found.json and found.json["reasons"]) == (503, ["the database does not answer"])
    assert nowhere.get("/healthz").status_code == 200


def test_metrics_count_without_naming_anybody(client: FlaskClient, services: Services, api: Api) -> None:
    load_day.load(services, a_day())
    pulse.beat(services, name="send", started=0.0, result="ok")
    api.get("/cases")

    found = client.get("/metrics").text

    assert 'doorstep_requests_total{status="200",view="deliveries.get_cases"} 1.0' in found
    assert 'doorstep_deliveries_open{status="scheduled"} 1.0' in found
    assert 'doorstep_messages_waiting{status="queued"} 0.0' in found
    assert "doorstep_cases_open 0.0" in found
    assert 'doorstep_tick_age_seconds{tick="send"} 0.0' in found
    assert "AC-7F3K9Q" not in found


def test_metrics_without_a_database_say_so(nowhere: FlaskClient) -> None:
    assert "doorstep_database_up 0.0" in nowhere.get("/metrics").text


def test_the_api_without_a_database_asks_to_come_again(nowhere: FlaskClient) -> None:
    answer = Api(nowhere).get("/cases")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.content_type == "application/problem+json"


def test_a_page_without_a_database_says_that_something_went_wrong(nowhere: FlaskClient) -> None:
    answer = nowhere.get("/t/token")

    assert (answer.status_code, "Please try again" in answer.text) == (503, True)


def test_every_request_is_one_line_with_ids_and_no_address(api: Api, log: io.StringIO) -> None:
    api.get("/deliveries/AC-7F3K9Q?phone=%2B15005550201")
    api.put("/routes/R1", {})

    lines: list[dict[str, Any]] = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["event"], line["kind"], line["status"]) for line in lines] == [
        ("request", "deliveries.get_delivery", 404),
        ("request", "plan.put_route", 422),
    ]
    assert lines[1]["route"] == "R1"
    assert "duration_ms" in lines[0]
    assert "AC-7F3K9Q" not in log.getvalue()


def test_what_is_not_there_is_told_in_plain_words(client: FlaskClient) -> None:
    answer = client.get("/nothing")

    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


def test_styles_may_be_kept_for_a_while(client: FlaskClient) -> None:
    with client.get("/static/doorstep.css") as answer:
        assert "max-age=3600" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("remote", "forwarded", "who"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("8.8.8.8", "198.51.100.1", "8.8.8.8"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("::1", "2001:db8::1", "2001:db8::"),
        ("a socket", "198.51.100.1", "a socket"),
        (None, "198.51.100.1", "unknown"),
    ],
)
def test_a_visitor_is_the_peer_or_whom_our_own_proxy_names(remote: str | None, forwarded: str, who: str) -> None:
    assert visitor(remote, forwarded) == who


def test_the_limiter_forgets_the_oldest_addresses() -> None:
    limiter = Limiter(rate_per_s=0.001, burst=1)
    first = limiter.wait_s("first", now=NOON)
    for number in range(MOST_ADDRESSES):
        limiter.wait_s(str(number), now=NOON)

    assert (first, limiter.wait_s("first", now=NOON)) == (0, 0)
    assert limiter.wait_s("first", now=NOON) > 0
