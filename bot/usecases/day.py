"""What a day is once it was read: the brands, routes, stops and deliveries that a plan asks for.

How it is read from plain data lives in read_day.py, how it becomes rows in load_day.py.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.channels.port import ChannelName
from bot.usecases.plain_data import Problem
from delivery.windows import QuietHours, Window
from models.brand import LineUse

LANGUAGES = ("en", "es", "fr")
TEXTS = (
    "day_before",
    "morning",
    "out_for_delivery",
    "approaching",
    "arriving",
    "delayed",
    "delivered",
    "failed",
    "cancelled",
    "rating",
    "early",
    "case_closed",
)
"""The unasked texts a brand may switch off."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """An address of the brand."""

    path: str
    channel: ChannelName
    address: str
    use: LineUse


@dataclass(frozen=True, slots=True)
class PlannedBrand:
    """A brand as the plan wants it."""

    path: str
    ref: str
    name: str
    zone: str
    language: str
    quiet: QuietHours | None
    support: str | None
    options: dict[str, Any]
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """Who receives a delivery."""

    name: str | None
    phone: str | None
    email: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """A stop with its delivery; `normal` is the tracking number as it is compared."""

    path: str
    seq: int
    service_s: float | None
    travel_s: float | None
    tracking_number: str
    normal: str
    contact: PlannedContact
    address: str
    lat: float
    lon: float
    zone: str | None
    window: Window | None
    instructions: str | None
    secret_word: str | None


@dataclass(frozen=True, slots=True)
class PlannedDriver:
    """Who drives the route."""

    ref: str
    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class PlannedRoute:
    """A route as the plan wants it, whole."""

    path: str
    ref: str
    brand: str
    date: date
    starts_at: datetime
    depot: tuple[float, float]
    driver: PlannedDriver | None
    stops: tuple[PlannedStop, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What one file or one request asks for."""

    brands: tuple[PlannedBrand, ...] = ()
    routes: tuple[PlannedRoute, ...] = ()
    problems: list[Problem] = field(default_factory=list)
