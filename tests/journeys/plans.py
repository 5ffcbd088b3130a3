"""Days that operators load: DESIGN's example with fresh addresses and numbers for every test that asks.

Several tests share one running service, so nobody's number may ever be used twice.
"""

import itertools
from dataclasses import dataclass, field
from typing import Any

_fresh = itertools.count(1)


def fresh_phone() -> str:
    """Answer a number that nobody has had."""
    return f"+1500555{next(_fresh):04d}"


@dataclass(frozen=True)
class Person:
    """A customer and what is brought."""

    name: str
    phone: str
    email: str
    tracking_number: str


@dataclass
class Plan:
    """One brand, one driver and stops at growing distance from the depot, north of it."""

    stops: int = 1
    driver_lines: int = 1
    brand: dict[str, Any] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    route: dict[str, Any] = field(default_factory=dict)
    day: str = "2026-11-23"
    language: str = "en"

    def __post_init__(self) -> None:
        number = next(_fresh)
        self.ref = f"acme-{number}"
        self.main, self.mailbox = fresh_phone(), f"track@acme{number}.example"
        self.lines = [fresh_phone() for _ in range(self.driver_lines)]
        self.driver, self.driver_ref = fresh_phone(), f"D{number}"
        for place in range(self.stops):
            name = ("Ann", "Ben", "Cleo", "Dan", "Eve")[place % 5]
            unique = next(_fresh)
            # With a zero and a letter pair that people confuse.
            parcel = f"AC-70F{unique:04d}K"
            self.people.append(Person(name, fresh_phone(), f"{name.lower()}{unique}@mail.example", parcel))

    @property
    def as_brand(self) -> dict[str, Any]:
        """Answer the brand as the day file holds it."""
        lines = [{"channel": "sms", "address": self.main, "use": "main"}]
        lines += [{"channel": "sms", "address": line, "use": "driver"} for line in self.lines]
        lines.append({"channel": "email", "address": self.mailbox, "use": "main"})
        return {
            "ref": self.ref,
            "name": "Acme",
            "zone": "America/New_York",
            "language": self.language,
            "quiet_hours": ["21:00", "08:00"],
            "lines": lines,
            **self.brand,
        }

    @property
    def as_route(self) -> dict[str, Any]:
        """Answer the route as the day file holds it."""
        return {
            "ref": f"R-{self.ref}",
            "brand": self.ref,
            "date": self.day,
            "starts_at": f"{self.day}T08:00:00-05:00",
            "depot": {"lat": 39.29, "lon": -76.61},
            "driver": {"ref": self.driver_ref, "name": "Sam", "phone": self.driver},
            "stops": [self._stop(place, person) for place, person in enumerate(self.people, 1)],
            **self.route,
        }

    @property
    def as_day(self) -> dict[str, Any]:
        """Answer the whole file."""
        return {"brands": [self.as_brand], "routes": [self.as_route]}

    def _stop(self, place: int, person: Person) -> dict[str, Any]:
        return {
            "seq": place,
            "service_s": 120,
            "travel_s": None,
            "delivery": {
                "tracking_number": person.tracking_number,
                "contact": {
                    "name": person.name,
                    "phone": person.phone,
                    "email": person.email,
                    "language": self.language,
                },
                "address": f"{place} Elm St, Baltimore",
                "lat": 39.29 + 0.011 * place,
                "lon": -76.602,
                "zone": "America/New_York",
                "window": [f"{self.day}T09:00:00-05:00", f"{self.day}T13:00:00-05:00"],
                "instructions": None,
                "secret_word": None,
            },
        }
