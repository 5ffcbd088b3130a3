"""A day read from plain data: every problem is found at once, with its path and its remedy.

What only the database can tell (does the brand exist?) is checked in load_day.py.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bot.channels.port import ChannelName
from bot.usecases import checks
from bot.usecases.day import (
    LANGUAGES,
    TEXTS,
    Day,
    PlannedBrand,
    PlannedContact,
    PlannedDriver,
    PlannedLine,
    PlannedRoute,
    PlannedStop,
)
from bot.usecases.plain_data import Problem, Record
from delivery import tracking_numbers
from delivery.windows import QuietHours
from models.brand import LineUse

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_HOP_S = 86_400.0
_LONGEST_NUMBER = 64
_REMEDIES = {
    "tracking number": "Keep one; case, spaces, hyphens, O for 0 and I or L for 1 do not tell two numbers apart"
}
_SHORT_CODE = re.compile(r"\d{3,8}")


def a_day(value: object) -> Day:
    """Read brands and routes; what is wrong is in `problems`."""
    problems: list[Problem] = []
    root = _root(value, problems)
    root.only("brands", "routes")
    brands = tuple(_brand(record) for record in root.children("brands", required=False))
    routes = tuple(_route(record) for record in root.children("routes", required=False))
    if not brands and not routes and not problems:
        root.refuse("", "holds neither brands nor routes", 'Give "brands", "routes" or both')
    return _without_twins(Day(brands, routes, problems))


def a_brand(value: object, *, ref: str) -> Day:
    """Read one brand whose reference is known from elsewhere."""
    problems: list[Problem] = []
    return _without_twins(Day(brands=(_brand(_root(value, problems, ref=ref)),), problems=problems))


def a_route(value: object, *, ref: str) -> Day:
    """Read one whole route whose reference is known from elsewhere."""
    problems: list[Problem] = []
    return _without_twins(Day(routes=(_route(_root(value, problems, ref=ref)),), problems=problems))


def _root(value: object, problems: list[Problem], *, ref: str | None = None) -> Record:
    if not isinstance(value, dict):
        problems.append(Problem("", f"{checks.shown(value)} is not an object", "Write it in { }"))
        value = {}
    if ref is not None:
        if value.get("ref", ref) != ref:
            problems.append(Problem("ref", f"is not {checks.shown(ref)}, as the address says", "Leave it out"))
        value = {**value, "ref": ref}
    return Record(value, "", problems)


def _brand(record: Record) -> PlannedBrand:
    record.only("ref", "name", "zone", "language", "quiet_hours", "support", "options", "lines")
    options = record.optional_child("options") or Record({}, "", record.problems)
    return PlannedBrand(
        path=record.path,
        ref=record.need("ref", checks.text(64), ""),
        name=record.need("name", checks.text(64), ""),
        zone=record.need("zone", checks.zone, "UTC"),
        language=record.may("language", checks.one_of(LANGUAGES), "en"),
        quiet=record.may("quiet_hours", _quiet_hours, None),
        support=record.may("support", checks.text(128), options.may("support", checks.text(128), None)),
        options=_options(options),
        lines=tuple(_line(line) for line in record.children("lines", required=False)),
    )


def _quiet_hours(value: object) -> QuietHours:
    if not isinstance(value, list) or len(value) != 2:
        raise checks.Wrong(f"{checks.shown(value)} is not quiet hours", 'Write them as ["21:00", "08:00"]')
    start, end = map(checks.wall_time, value)
    return QuietHours(start, end)


def _options(record: Record) -> dict[str, Any]:
    record.only("texts", "support", "relay_masking")
    found: dict[str, Any] = {}
    if (texts := record.optional_child("texts")) is not None:
        texts.only(*TEXTS)
        found["texts"] = {key: texts.may(key, checks.a_switch, True) for key in TEXTS if key in texts.value}
    if "relay_masking" in record.value:
        found["relay_masking"] = record.may("relay_masking", checks.a_switch, True)
    return found


def _line(record: Record) -> PlannedLine:
    record.only("channel", "address", "use")
    channel = ChannelName(record.need("channel", checks.one_of(list(ChannelName)), "sms"))
    return PlannedLine(
        path=record.path,
        channel=channel,
        address=record.need("address", checks.email if channel is ChannelName.EMAIL else _number_of_ours, ""),
        use=LineUse(record.may("use", checks.one_of(list(LineUse)), "main")),
    )


def _number_of_ours(value: object) -> str:
    # Brands also text from short codes, which no country's numbering plan holds.
    return value if isinstance(value, str) and _SHORT_CODE.fullmatch(value) else checks.phone(value)


def _route(record: Record) -> PlannedRoute:
    record.only("ref", "brand", "date", "starts_at", "depot", "driver", "stops")
    driver = record.optional_child("driver")
    stops = tuple(_stop(stop) for stop in record.children("stops"))
    twins = _twins((stop.seq, f"{stop.path}.seq") for stop in stops)
    record.problems.extend(Problem(path, f"{seq} is taken by another stop", "Number them apart") for seq, path in twins)
    return PlannedRoute(
        path=record.path,
        ref=record.need("ref", checks.text(64), ""),
        brand=record.need("brand", checks.text(64), ""),
        date=record.need("date", checks.day, _EPOCH.date()),
        starts_at=record.need("starts_at", checks.instant, _EPOCH),
        depot=_place(record.child("depot"), alone=True),
        driver=None if driver is None else _driver(driver),
        stops=stops,
    )


def _driver(record: Record) -> PlannedDriver:
    record.only("ref", "name", "phone")
    return PlannedDriver(
        ref=record.need("ref", checks.text(64), ""),
        name=record.need("name", checks.text(128), ""),
        phone=record.may("phone", checks.phone, None),
    )


def _stop(record: Record) -> PlannedStop:
    record.only("seq", "service_s", "travel_s", "delivery")
    parcel = record.child("delivery")
    parcel.only("tracking_number", "contact", "address", "lat", "lon", "zone", "window", "instructions", "secret_word")
    tracking_number = parcel.need("tracking_number", _tracking_number, "")
    lat, lon = _place(parcel)
    return PlannedStop(
        path=record.path,
        seq=record.need("seq", checks.whole(0, 1_000_000), -1),
        service_s=record.may("service_s", checks.number(0, _LONGEST_HOP_S), None),
        travel_s=record.may("travel_s", checks.number(0, _LONGEST_HOP_S), None),
        tracking_number=tracking_number,
        normal=tracking_numbers.normal(tracking_number),
        contact=_contact(parcel.child("contact")),
        address=parcel.need("address", checks.text(256), ""),
        lat=lat,
        lon=lon,
        zone=parcel.may("zone", checks.zone, None),
        window=parcel.may("window", checks.window, None),
        instructions=parcel.may("instructions", checks.text(1000), None),
        secret_word=parcel.may("secret_word", checks.text(64), None),
    )


def _tracking_number(value: object) -> str:
    written = checks.text(_LONGEST_NUMBER)(value)
    if not any(character.isalnum() for character in written):
        raise checks.Wrong(f"{checks.shown(value)} is not a tracking number", "Write letters and digits")
    # Some letters become several when they are compared.
    checks.text(_LONGEST_NUMBER)(tracking_numbers.normal(written))
    return written


def _place(record: Record, *, alone: bool = False) -> tuple[float, float]:
    if alone:
        record.only("lat", "lon")
    return record.need("lat", checks.number(-90, 90), 0.0), record.need("lon", checks.number(-180, 180), 0.0)


def _contact(record: Record) -> PlannedContact:
    record.only("name", "phone", "email", "language")
    return PlannedContact(
        name=record.may("name", checks.text(128), None),
        phone=record.may("phone", checks.phone, None),
        email=record.may("email", checks.email, None),
        language=record.may("language", checks.one_of(LANGUAGES), None),
    )


def _without_twins(day: Day) -> Day:
    """Note what appears twice and may appear once."""
    brands, routes = day.brands, day.routes
    lines = [line for brand in brands for line in brand.lines]
    stops = [stop for route in routes for stop in route.stops]
    found = {
        "brand": _twins((brand.ref, f"{brand.path}.ref") for brand in brands),
        "route": _twins(((route.brand, route.ref), f"{route.path}.ref") for route in routes),
        "line": _twins(((line.channel, line.address), f"{line.path}.address") for line in lines),
        "tracking number": _twins((stop.normal, f"{stop.path}.delivery.tracking_number") for stop in stops),
    }
    for what, twins in found.items():
        remedy = _REMEDIES.get(what, "Keep one")
        day.problems.extend(Problem(path, f"is the {what} of another entry too", remedy) for _, path in twins)
    return day


def _twins(keyed: Iterable[tuple[object, str]]) -> list[tuple[object, str]]:
    """Find every entry whose key an earlier one had; blanks stand for values that were refused already."""
    seen = set[object]()
    found = []
    for key, path in keyed:
        if key in seen:
            found.append((key, path))
        elif key not in ("", -1) and not (isinstance(key, tuple) and "" in key):
            seen.add(key)
    return found
