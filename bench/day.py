"""A day for benchmarks: so many recipients on so many routes of one brand, as the API takes it."""

LINE, DRIVER_LINE = "+15005550006", "+15005550010"


def phone(number: int) -> str:
    """Name the phone of a recipient."""
    return f"+1555{number:07d}"


def brand() -> dict[str, object]:
    """Make the brand; its lines are as good as without a rate limit in the carrier's eyes of a benchmark."""
    return {
        "name": "Acme",
        "zone": "America/New_York",
        "language": "en",
        "quiet_hours": ["21:00", "08:00"],
        "lines": [
            {"channel": "sms", "address": LINE, "use": "main"},
            {"channel": "sms", "address": DRIVER_LINE, "use": "driver"},
        ],
    }


def route(number: int, *, stops: int, date: str) -> dict[str, object]:
    """Make one route of a day (ISO date)."""
    return {
        "brand": "acme",
        "date": date,
        "starts_at": f"{date}T08:00:00-05:00",
        "depot": {"lat": 39.29, "lon": -76.61},
        "driver": {"ref": f"D{number}", "name": "Sam", "phone": f"+1666{number:07d}"},
        "stops": [_stop(number * stops + at, seq=at + 1, date=date) for at in range(stops)],
    }


def _stop(number: int, *, seq: int, date: str) -> dict[str, object]:
    return {
        "seq": seq,
        "service_s": 90,
        "travel_s": None,
        "delivery": {
            "tracking_number": f"AC-{number:06d}",
            "contact": {"name": "Ann", "phone": phone(number)},
            "address": f"{number} Elm St",
            "lat": 39.29 + (number % 97) / 1000,
            "lon": -76.61 + (number % 89) / 1000,
            "zone": "America/New_York",
            "window": [f"{date}T09:00:00-05:00", f"{date}T17:00:00-05:00"],
        },
    }
