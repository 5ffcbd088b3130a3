"""Days to load: valid by default, each part changed by what a test says."""

from typing import Any

MONDAY = ["2026-11-23T09:00:00-05:00", "2026-11-23T13:00:00-05:00"]
TUESDAY = ["2026-11-24T09:00:00-05:00", "2026-11-24T13:00:00-05:00"]


def a_brand(**changes: Any) -> dict[str, Any]:
    """A brand with a main and a driver number and a mailbox."""
    return {
        "ref": "acme",
        "name": "Acme",
        "zone": "America/New_York",
        "language": "en",
        "quiet_hours": ["21:00", "08:00"],
        "lines": [
            {"channel": "sms", "address": "+15005550006", "use": "main"},
            {"channel": "sms", "address": "+15005550010", "use": "driver"},
            {"channel": "email", "address": "track@acme.example", "use": "main"},
        ],
    } | changes


def a_delivery(tracking_number: str = "AC-7F3K9Q", **changes: Any) -> dict[str, Any]:
    """A delivery to Ann, reached by phone and mail."""
    return {
        "tracking_number": tracking_number,
        "contact": {"name": "Ann", "phone": "+15005550201", "email": "ann@mail.example", "language": "en"},
        "address": "12 Elm St, Baltimore",
        "lat": 39.301,
        "lon": -76.602,
        "zone": "America/New_York",
        "window": MONDAY,
        "instructions": None,
        "secret_word": None,
    } | changes


def a_stop(seq: int = 1, *, delivery: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A stop of two minutes."""
    return {"seq": seq, "service_s": 120, "travel_s": None, "delivery": delivery or a_delivery()} | changes


def a_route(ref: str = "R1", *stops: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A route of Sam's on Monday; one stop unless told otherwise."""
    return {
        "ref": ref,
        "brand": "acme",
        "date": "2026-11-23",
        "starts_at": "2026-11-23T08:00:00-05:00",
        "depot": {"lat": 39.29, "lon": -76.61},
        "driver": {"ref": "D1", "name": "Sam", "phone": "+15005550101"},
        "stops": list(stops) or [a_stop()],
    } | changes


def a_day(*routes: dict[str, Any], **brand: Any) -> dict[str, Any]:
    """One brand and its routes."""
    return {"brands": [a_brand(**brand)], "routes": list(routes) or [a_route()]}
