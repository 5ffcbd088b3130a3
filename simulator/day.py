"""The demo's day: one brand in Baltimore, one driver, twelve stops, two customers whose phones are on the page.

Pure data for an instant at which the rehearsal stands; knows nothing of the service but the form of a day.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ZONE = "America/New_York"
BRAND, ROUTE, DRIVER = "acme", "R1", "D1"
MAIN_LINE = "+15005550006"
DRIVER_LINES = ("+15005550010", "+15005550011", "+15005550012")
MAIL_LINE = "track@acme.example"
ANN, BOB, SAM = "+15005550201", "+15005550202", "+15005550101"
ANN_MAIL = "ann@mail.example"
ANN_PARCEL, BOB_PARCEL, ANN_SECOND_PARCEL = "AC-7F3K9Q", "AC-5HD4WP", "AC-2M8XTJ"

# How a van gets through a town: streets are longer than the crow's way, and there are lights.
METRES_PER_DEGREE = 111_195.0
DETOUR, SPEED_MPS, SERVICE_S = 1.35, 8.0, 150


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the map, degrees WGS84."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Call:
    """One stop of the demo's route."""

    seq: int
    tracking_number: str
    name: str
    phone: str
    address: str
    spot: Spot
    email: str | None = None


DEPOT = Spot(39.2741, -76.6205)
CALLS = (
    Call(1, "AC-9TKX4E", "Priya", "+15005550203", "1400 Light St", Spot(39.2728, -76.6121)),
    Call(2, "AC-3WQR7N", "Luis", "+15005550204", "501 E Fort Ave", Spot(39.2712, -76.6032)),
    Call(3, "AC-8CVM2H", "Grace", "+15005550205", "900 Covington St", Spot(39.2793, -76.6069)),
    Call(4, "AC-6NYP5D", "Omar", "+15005550206", "601 E Pratt St", Spot(39.2866, -76.6053)),
    Call(5, "AC-4JFT8K", "Mei", "+15005550207", "250 S President St", Spot(39.2853, -76.6018)),
    Call(6, ANN_PARCEL, "Ann", ANN, "812 S Bond St", Spot(39.2829, -76.5945), ANN_MAIL),
    Call(7, "AC-7RHG3W", "Noah", "+15005550208", "1900 Fleet St", Spot(39.2848, -76.5893)),
    Call(8, BOB_PARCEL, "Bob", BOB, "2206 Eastern Ave", Spot(39.2861, -76.5857)),
    Call(9, "AC-5XEK6M", "Ines", "+15005550209", "131 S Patterson Park Ave", Spot(39.2898, -76.5846)),
    Call(10, ANN_SECOND_PARCEL, "Ann", ANN, "1800 E Baltimore St (workshop)", Spot(39.2925, -76.5917), ANN_MAIL),
    Call(11, "AC-9DWT4C", "Kofi", "+15005550210", "1100 E Fayette St", Spot(39.2935, -76.6008)),
    Call(12, "AC-3GNJ8P", "Zoe", "+15005550211", "401 N Charles St", Spot(39.2951, -76.6155)),
)


def distance_m(one: Spot, other: Spot) -> float:
    """Answer the metres between two near points as the crow flies."""
    north = (other.lat - one.lat) * METRES_PER_DEGREE
    east = (other.lon - one.lon) * METRES_PER_DEGREE * math.cos(math.radians(one.lat))
    return math.hypot(north, east)


def travel_s(one: Spot, other: Spot) -> float:
    """Answer the planned seconds of a drive between two points: the way at town speed and a minute of parking."""
    return round(distance_m(one, other) * DETOUR / SPEED_MPS + 60)


def starts_at(now: datetime) -> datetime:
    """Answer when the driver leaves: ten to fifteen minutes from now, on a full five minutes."""
    soon = now + timedelta(minutes=15)
    return soon - timedelta(minutes=soon.minute % 5, seconds=soon.second, microseconds=soon.microsecond)


def demo_day(now: datetime) -> dict[str, Any]:
    """Build the day, in the form `doorstep load` takes, for a rehearsal that stands at `now`."""
    leaves_at = starts_at(now).astimezone(ZoneInfo(ZONE))
    stops, at, here = [], leaves_at, DEPOT
    for call in CALLS:
        drive_s = travel_s(here, call.spot)
        at, here = at + timedelta(seconds=drive_s), call.spot
        stops.append(_stop(call, drive_s, _window(at)))
        at += timedelta(seconds=SERVICE_S)
    route = {
        "ref": ROUTE,
        "brand": BRAND,
        "date": leaves_at.date().isoformat(),
        "starts_at": leaves_at.isoformat(),
        "depot": {"lat": DEPOT.lat, "lon": DEPOT.lon},
        "driver": {"ref": DRIVER, "name": "Sam", "phone": SAM},
        "stops": stops,
    }
    return {"brands": [_brand()], "routes": [route]}


def _brand() -> dict[str, Any]:
    lines = [{"channel": "sms", "address": MAIN_LINE, "use": "main"}]
    lines += [{"channel": "sms", "address": line, "use": "driver"} for line in DRIVER_LINES]
    lines += [{"channel": "email", "address": MAIL_LINE, "use": "main"}]
    return {
        "ref": BRAND,
        "name": "Acme",
        "zone": ZONE,
        "language": "en",
        "quiet_hours": ["21:00", "08:00"],
        "lines": lines,
    }


def _window(at: datetime) -> tuple[datetime, datetime]:
    """Answer the two hours promised for a planned arrival, on a half hour."""
    early = at - timedelta(minutes=30)
    start = early - timedelta(minutes=early.minute % 30, seconds=early.second, microseconds=early.microsecond)
    return start, start + timedelta(hours=2)


def _stop(call: Call, drive_s: float, window: tuple[datetime, datetime]) -> dict[str, Any]:
    contact = {"name": call.name, "phone": call.phone, "email": call.email, "language": "en"}
    return {
        "seq": call.seq,
        "service_s": SERVICE_S,
        "travel_s": drive_s,
        "delivery": {
            "tracking_number": call.tracking_number,
            "contact": contact,
            "address": f"{call.address}, Baltimore",
            "lat": call.spot.lat,
            "lon": call.spot.lon,
            "zone": ZONE,
            "window": [window[0].isoformat(), window[1].isoformat()],
            "instructions": None,
            "secret_word": None,
        },
    }
