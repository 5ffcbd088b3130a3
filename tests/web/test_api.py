"""The API: who may call it, what it takes, what it shows, and the one form of its errors."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.services import Services
from models.brand import Line
from models.delivery import Case, Delivery, Rating
from models.message import Message
from models.people import Contact
from models.thread import Thread
from tests.clocks import FixedClock
from tests.days import a_brand, a_delivery, a_route, a_stop
from tests.web.house import API_KEY, Api

EVENTS = "/deliveries/AC-7F3K9Q/events"


@pytest.fixture
def loaded(api: Api) -> Api:
    """The API of a house with one route of two stops."""
    assert api.put("/brands/acme", a_brand()).status_code == 200
    route = a_route("R1", a_stop(1), a_stop(2, delivery=a_delivery("AC-2", contact={"name": "Bob"})))
    assert api.put("/routes/R1", route).status_code == 200
    return api


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer wrong", f"Basic {API_KEY}", API_KEY, "Bearer clé", f"Bearer {API_KEY}x"]
)
@pytest.mark.parametrize("path", ["/api/v1/cases", "/api/v1/nothing"])
def test_nobody_enters_without_the_key(client: FlaskClient, header: str | None, path: str) -> None:
    answer = client.get(path, headers={} if header is None else {"Authorization": header})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert answer.json["title"] == "Unauthorized"


def test_the_word_bearer_may_be_written_in_any_case(client: FlaskClient) -> None:
    assert client.get("/api/v1/cases", headers={"Authorization": f"bearer {API_KEY}"}).status_code == 200


def test_a_route_shows_its_stops_with_estimates(loaded: Api) -> None:
    route = loaded.get("/routes/R1").json

    assert route is not None
    assert (route["brand"], route["date"], route["driver"]) == ("acme", "2026-11-23", "D1")
    assert [(stop["seq"], stop["tracking_number"], stop["stops_away"]) for stop in route["stops"]] == [
        (1, "AC-7F3K9Q", 1),
        (2, "AC-2", 2),
    ]
    assert route["stops"][0]["eta"]["low"].endswith("Z")
    assert route["position"] is None


def test_a_route_without_stops_is_shown_empty(loaded: Api) -> None:
    answer = loaded.put("/routes/R1", {**a_route("R1"), "stops": []})

    assert answer.json is not None
    assert (answer.status_code, answer.json["stops"]) == (200, [])


def test_a_reference_of_two_brands_needs_the_brand(loaded: Api) -> None:
    loaded.put("/brands/other", a_brand(ref="other", lines=[]))
    loaded.put("/routes/R1", a_route("R1", a_stop(delivery=a_delivery("OT-1")), brand="other"))

    answers = [loaded.get(path) for path in ("/routes/R1", "/routes/R1?brand=other", "/routes/R1?brand=none")]

    assert [answer.status_code for answer in answers] == [409, 200, 404]


def test_a_delivery_is_found_however_its_number_is_written(loaded: Api) -> None:
    row = loaded.get("/deliveries/ac 7f3k9q").json

    assert row is not None
    assert row["tracking_number"] == "AC-7F3K9Q"
    assert row["status"] == "scheduled"
    assert row["window"] == ["2026-11-23T14:00:00Z", "2026-11-23T18:00:00Z"]
    assert row["stops_away"] == 1
    assert set(row["eta"]) == {"median", "low", "high", "level", "position_age_s", "live"}
    assert (row["messages"], row["cases"], row["rating"]) == ([], [], None)


def test_a_tracking_number_may_hold_a_slash(loaded: Api) -> None:
    loaded.put("/routes/R5", a_route("R5", a_stop(delivery=a_delivery("AC/55 B"))))

    found = loaded.get("/deliveries/AC%2F55%20B")
    reported = loaded.post("/deliveries/AC%2F55%20B/events", {"type": "arrived"})

    assert (found.status_code, reported.json and reported.json["status"]) == (200, "arrived")


def test_a_report_changes_a_delivery_once(loaded: Api) -> None:
    body = {"type": "out_for_delivery", "at": "2026-11-23T08:05:00-05:00", "lat": 39.3, "lon": -76.6, "note": "Van 4"}
    first = loaded.post(EVENTS, body)
    second = loaded.post(EVENTS, body)

    assert first.json is not None
    assert (first.status_code, first.json["status"]) == (200, "out_for_delivery")
    assert (second.status_code, second.json) == (200, first.json)


def test_a_report_without_an_hour_means_now(loaded: Api, services: Services) -> None:
    loaded.post(EVENTS, {"type": "delivered"})

    with services.database.read() as session:
        row = session.scalars(select(Delivery).where(Delivery.tracking_normal == "AC7F3K9Q")).one()
    assert row.completed_at == services.clock.now()
    done = loaded.get("/deliveries/AC-7F3K9Q").json
    assert done is not None
    assert (done["eta"], done["stops_away"]) == (None, None)


def test_a_delivery_that_is_over_does_not_go_out_again(loaded: Api) -> None:
    loaded.post(EVENTS, {"type": "delivered"})

    answer = loaded.post(EVENTS, {"type": "arrived"})

    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["detail"].startswith("Nothing was changed")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "type"),
        ({"type": "lost"}, "type"),
        ({"type": "rescheduled"}, "type"),
        ({"type": "arrived", "at": "noon"}, "at"),
        ({"type": "arrived", "lat": 1}, "lon"),
        ({"type": "arrived", "lon": 1}, "lat"),
        ({"type": "arrived", "latitude": 1}, "latitude"),
        ({"type": "arrived", "note": "\u0000"}, "note"),
        ([], ""),
    ],
)
def test_a_wrong_report_is_refused_by_its_path(loaded: Api, body: object, path: str) -> None:
    answer = loaded.post(EVENTS, body)

    assert answer.status_code == 422
    assert answer.json is not None
    assert [error["path"] for error in answer.json["errors"]] == [path]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/deliveries/AC-0"),
        ("GET", "/messages?tracking_number=AC-0"),
        ("GET", "/routes/R0"),
        ("POST", "/cases/99/close"),
        ("GET", "/nothing"),
    ],
)
def test_what_is_not_there_is_told_in_one_form(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(f"/api/v1{path}", method=method, headers={"Authorization": f"Bearer {API_KEY}"})

    assert answer.status_code == 404
    assert answer.json is not None
    assert set(answer.json) == {"type", "title", "status", "detail", "errors"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_event_of_an_unknown_delivery_is_not_found(api: Api) -> None:
    assert api.post("/deliveries/AC-0/events", {"type": "arrived"}).status_code == 404


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.delete("/api/v1/cases", headers={"Authorization": f"Bearer {API_KEY}"})

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": "{}", "content_type": "text/plain"}, 415),
        ({"data": "{", "content_type": "application/json"}, 400),
        ({"data": b'"\xff"', "content_type": "application/json"}, 400),
        ({"data": b'{"ref": "\\ud800"}', "content_type": "application/json"}, 400),
        ({"data": b"[" * 100_000, "content_type": "application/json"}, 400),
        ({"data": b" " * (4 * 1024 * 1024 + 1), "content_type": "application/json"}, 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(client: FlaskClient, sent: dict[str, Any], status: int) -> None:
    answer = client.put("/api/v1/brands/acme", headers={"Authorization": f"Bearer {API_KEY}"}, **sent)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_every_mistake_in_a_route_is_named_at_once(loaded: Api) -> None:
    bad = a_route("R2", a_stop(1, delivery=a_delivery("AC-9", contact={"phone": "12"})), date="x", brand="none")

    answer = loaded.put("/routes/R2", bad)

    assert answer.status_code == 422
    assert answer.json is not None
    assert {error["path"] for error in answer.json["errors"]} == {
        "date",
        "brand",
        "stops[0].delivery.contact.phone",
    }
    assert loaded.get("/routes/R2").status_code == 404


def test_positions_are_counted_by_what_became_of_them(loaded: Api, clock: FixedClock) -> None:
    here = {"lat": 39.3, "lon": -76.61, "at": clock.at.isoformat(), "accuracy_m": 8, "speed_mps": 3.5}
    vague = here | {"at": (clock.at - timedelta(seconds=9)).isoformat(), "accuracy_m": 90_000}

    answers = [loaded.post("/drivers/D1/positions", [here, vague]), loaded.post("/drivers/D1/positions", [])]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == {"used": 1, "inaccurate": 1}
    route = loaded.get("/routes/R1").json
    assert route is not None
    assert route["position"] == {"lat": 39.3, "lon": -76.61, "at": "2026-11-23T17:00:00Z"}


@pytest.mark.parametrize(
    ("ref", "body", "status"),
    [
        ("D9", [], 404),
        ("D1", {}, 422),
        ("D1", [1], 422),
        ("D1", [{"at": "2026-11-23T12:00:00Z", "lat": 91, "lon": 0}], 422),
        ("D1", [{"lat": 1, "lon": 0}], 422),
        ("D1", [{}] * 1001, 413),
    ],
)
def test_wrong_positions_are_refused(loaded: Api, ref: str, body: object, status: int) -> None:
    assert loaded.post(f"/drivers/{ref}/positions", body).status_code == status


def test_messages_of_a_delivery_are_listed_with_why(loaded: Api, services: Services) -> None:
    add_message(services, direction="out", status="suppressed", why="the person opted out", delivery=True)
    add_message(services, direction="in", status="received", why=None, delivery=False)

    rows = loaded.get("/messages?tracking_number=AC-7F3K9Q").json

    assert rows is not None
    assert [(row["direction"], row["from"], row["why"]) for row in rows] == [
        ("out", "+15005550006", "the person opted out"),
        ("in", "+15005550201", None),
    ]
    assert set(rows[0]) == {
        "id", "direction", "channel", "from", "to", "text", "status", "why", "created_at", "sent_at"
    }  # fmt: skip
    row = loaded.get("/deliveries/AC-7F3K9Q").json
    assert row is not None
    assert row["messages"] == rows
    assert loaded.get("/messages?tracking_number=AC-2").json == []


def test_messages_of_no_delivery_are_not_listed(loaded: Api) -> None:
    assert loaded.get("/messages").status_code == 400


def test_a_case_is_listed_until_it_is_closed(loaded: Api, services: Services) -> None:
    with services.database.write() as session:
        row = session.scalars(select(Delivery).where(Delivery.tracking_normal == "AC7F3K9Q")).one()
        now = services.clock.now()
        case = Case(brand_id=row.brand_id, delivery_id=row.id, kind="low_rating", subject=str(row.id), opened_at=now)
        session.add_all([case, Rating(delivery_id=row.id, score=2, comment="Wet", created_at=now, updated_at=now)])
        session.flush()
        number = case.id
    listed = loaded.get("/cases?open=1").json

    closings = [
        loaded.post(f"/cases/{number}/close", {"note": "Called"}),
        loaded.post(f"/cases/{number}/close"),
        loaded.post(f"/cases/{number}/close", {"nope": 1}),
    ]

    assert listed is not None
    assert [(case["id"], case["brand"], case["tracking_number"]) for case in listed] == [(number, "acme", "AC-7F3K9Q")]
    assert [answer.status_code for answer in closings] == [200, 200, 422]
    assert [answer.json["changed"] for answer in closings[:2] if answer.json] == [True, False]
    assert loaded.get("/cases?open=1").json == []
    everything = loaded.get("/cases").json
    assert everything is not None
    assert everything[0]["note"] == "Called"
    shown = loaded.get("/deliveries/AC-7F3K9Q").json
    assert shown is not None
    assert shown["rating"] == {"score": 2, "comment": "Wet"}
    assert [case["closed_at"] is not None for case in shown["cases"]] == [True]


@pytest.mark.parametrize("path", ["/deliveries/%00", "/routes/R1?brand=%00"])
def test_an_address_with_a_nul_is_refused(api: Api, path: str) -> None:
    assert api.get(path).status_code == 400


def add_message(services: Services, *, direction: str, status: str, why: str | None, delivery: bool) -> None:
    ours, theirs = "+15005550006", "+15005550201"
    with services.database.write() as session:
        line = session.scalars(select(Line).where(Line.address == ours)).one()
        row = session.scalars(
            select(Delivery).join(Contact, Delivery.contact_id == Contact.id).where(Contact.phone == theirs)
        ).one()
        thread = session.scalars(select(Thread).where(Thread.line_id == line.id)).one_or_none()
        if thread is None:
            thread = Thread(brand_id=line.brand_id, line_id=line.id, address=theirs)
            session.add(thread)
            session.flush()
        session.add(
            Message(
                direction=direction,
                channel="sms",
                brand_id=line.brand_id,
                line_id=line.id,
                thread_id=thread.id,
                delivery_id=row.id if delivery else None,
                from_address=ours if direction == "out" else theirs,
                to_address=theirs if direction == "out" else ours,
                text="words",
                status=status,
                why=why,
                created_at=services.clock.now(),
            )
        )
