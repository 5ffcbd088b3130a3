"""Requests that nobody with good manners sends: never a failure of ours, never a look at what is not theirs."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.services import Services
from bot.usecases import load_day, unsubscribe
from bot.web.limits import visitor
from tests.days import a_brand, a_day, a_delivery, a_route, a_stop
from tests.web.house import API_KEY, Api

HUGE = "9" * 5000
ROW_PATHS = ("/webhooks/twilio/status/{}", "/api/v1/cases/{}/close")


@pytest.mark.parametrize("path", ROW_PATHS)
@pytest.mark.parametrize("number", ["99999999999999999999", HUGE, "0", "-1", "٣", "1e3"])
def test_an_impossible_row_number_is_not_found(client: FlaskClient, path: str, number: str) -> None:
    answer = client.post(path.format(number), headers={"Authorization": f"Bearer {API_KEY}"})

    assert 400 <= answer.status_code < 500


VALUES = {
    "huge whole number": HUGE,
    "huge number": "1e308",
    "too huge number": "1e999",
    "NaN": "NaN",
    "infinity": "Infinity",
    "surrogate": '"\\ud800"',
    "NUL": '"\\u0000"',
    "deep": "[" * 5000 + "]" * 5000,
    "last second": '"9999-12-31T23:59:59+00:00"',
    "first second": '"0001-01-01T00:00:00+00:00"',
    "before time": '"0001-01-01T00:00:00+23:59"',
    "last day": '"9999-12-31"',
    "object": "{}",
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("field", ["at", "lat", "accuracy_m", "x"])
def test_a_position_with_a_hostile_value_is_never_a_failure(
    client: FlaskClient, services: Services, name: str, field: str
) -> None:
    load_day.load(services, a_day())
    fix = {"at": '"2026-11-23T17:00:00Z"', "lat": "39", "lon": "-76"} | {field: VALUES[name]}
    body = "[{" + ", ".join(f'"{key}": {value}' for key, value in fix.items()) + "}]"

    answer = client.post(
        "/api/v1/drivers/D1/positions",
        data=body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {API_KEY}"},
    )

    assert answer.status_code < 500


def test_a_key_that_is_half_a_character_is_never_a_failure(client: FlaskClient) -> None:
    for body in ('{"\\ud800": 1}', '{"\\u0000": 1}'):
        answer = client.put(
            "/api/v1/brands/acme",
            data=body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {API_KEY}"},
        )
        assert 400 <= answer.status_code < 500


FAR = ("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00")


@pytest.mark.parametrize("far", FAR)
def test_a_plan_for_the_end_of_time_harms_nobody(api: Api, services: Services, far: str) -> None:
    load_day.load(services, a_day())
    windows = (["2026-11-23T09:00:00Z", far], [far, "2026-11-23T09:00:00Z"])
    routes: list[dict[str, Any]] = [
        a_route("R1", a_stop(1, delivery=a_delivery(window=window))) for window in windows if sorted(window) == window
    ]
    routes += [a_route("R1", starts_at=far), a_route("R1", date=far[:10])]
    for route in routes:
        assert api.put("/routes/R1", route).status_code < 500
        assert api.get("/deliveries/AC-7F3K9Q").status_code < 500
        assert api.get("/routes/R1").status_code < 500


@pytest.mark.parametrize("far", FAR)
def test_a_report_from_the_end_of_time_harms_nobody(api: Api, services: Services, far: str) -> None:
    load_day.load(services, a_day())

    assert api.post("/deliveries/AC-7F3K9Q/events", {"type": "delivered", "at": far}).status_code < 500
    assert api.get("/deliveries/AC-7F3K9Q").status_code < 500


LONG = {
    "sharp s": "ß" * 64,
    "ligature": "ﬃ" * 64,
    "expands a lot": "\ufdfa" * 64,
    "too long": "A" * 65,
}


@pytest.mark.parametrize("name", LONG)
def test_a_tracking_number_that_grows_when_it_is_compared_is_never_a_failure(
    api: Api, services: Services, name: str
) -> None:
    load_day.load(services, a_day())
    stop = a_stop(1, delivery=a_delivery(LONG[name]))

    assert api.put("/routes/R9", a_route("R9", stop)).status_code in (200, 422)
    assert api.get(f"/deliveries/{LONG[name]}").status_code in (200, 404)


def test_a_mailbox_with_an_endless_name_is_never_a_failure(api: Api, services: Services) -> None:
    domain = ".".join(["d" * 60] * 4)[:240] + ".example"
    brand = a_brand(lines=[{"channel": "email", "address": f"t@{domain}", "use": "main"}])
    assert api.put("/brands/acme", brand).status_code in (200, 422)
    stop = a_stop(1, delivery=a_delivery(contact={"name": "Ann", "email": "ann@mail.example"}))
    assert api.put("/routes/R9", a_route("R9", stop)).status_code in (200, 422)
    answer = api.post("/deliveries/AC-7F3K9Q/events", {"type": "delivered"})
    assert answer.status_code in (200, 404)


def test_two_brands_with_the_same_driver_reference_are_told_apart(api: Api, services: Services) -> None:
    other = a_brand(ref="other", lines=[{"channel": "sms", "address": "+15005550007", "use": "main"}])
    theirs = a_route("R2", a_stop(1, delivery=a_delivery("OT-7F3K9Q")), brand="other")
    load_day.load(services, {"brands": [*a_day()["brands"], other], "routes": [a_route(), theirs]})
    fix = [{"at": services.clock.now().isoformat(), "lat": 39.3, "lon": -76.6}]

    assert api.post("/drivers/D1/positions", fix).status_code == 409
    assert api.post("/drivers/D1/positions?brand=other", fix).status_code == 200
    assert api.get("/routes/R1?brand=acme").get_json()["position"] is None
    assert api.get("/routes/R2?brand=other").get_json()["position"] is not None
    assert api.post("/drivers/D1/positions?brand=nobody", fix).status_code == 404


@pytest.mark.parametrize(
    ("remote", "forwarded", "who"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9:51234", "203.0.113.9"),
        ("127.0.0.1", "[2001:db8:1:2:3::4]:51234", "2001:db8:1:2::"),
        ("2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.0.0.7", "10.0.0.7"),
        ("198.51.100.1", "203.0.113.9", "198.51.100.1"),
        (None, "203.0.113.9", "unknown"),
    ],
)
def test_a_visitor_is_told_by_the_last_address_that_is_not_ours(remote: str | None, forwarded: str, who: str) -> None:
    assert visitor(remote, forwarded) == who


def test_a_mail_provider_may_unsubscribe_many_people_from_one_address(client: FlaskClient, services: Services) -> None:
    load_day.load(services, a_day())
    path = unsubscribe.url(services, 1).removeprefix(services.public_url)

    answers = {client.post(path).status_code for _ in range(80)}

    assert 429 not in answers
