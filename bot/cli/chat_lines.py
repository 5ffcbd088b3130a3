"""The lines of a transcript, let happen: what is given, a person's text, `time` and `event`.

How a whole transcript is written is told in tests/transcripts/script.py; what follows a line is in chat_play.py.
"""

import shlex
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from bot.cli import chat_play
from bot.cli.chat_world import Heard, World
from conversations import events as happened
from conversations.context import BrandView, DeliveryView, Proof
from conversations.events import Event
from delivery.eta import Eta
from delivery.reminders import ReminderKind
from delivery.status import CustodyKind, Status
from delivery.windows import Window, at_local, local

SPANS = {"m": "minutes", "h": "hours", "d": "days"}
STATUSES = {
    "out_for_delivery": CustodyKind.OUT_FOR_DELIVERY,
    "arrived": CustodyKind.ARRIVED,
    "delivered": CustodyKind.DELIVERED,
    "failed": CustodyKind.FAILED,
    "cancelled": CustodyKind.CANCELLED,
}
FACTS: dict[str, Callable[[int], Event]] = {
    "approaching": happened.DriverApproached,
    "arriving": happened.DriverArriving,
    "delayed": happened.DeliveryDelayed,
    "rating_due": happened.RatingDue,
}
_PLAIN = {"address": "address", "reason": "failed_reason", "word": "secret_word", "instructions": "instructions"}


def values(words: Iterable[str]) -> dict[str, str]:
    """Read words such as tag=7; a word without a value is true."""
    return {name: value or "yes" for name, _, value in (word.partition("=") for word in words)}


def begin(*, now: str, brand: str, given: Mapping[str, str]) -> World:
    """Make a world at a local time of its brand."""
    view = BrandView(brand, given.get("zone", "America/New_York"), given.get("support") or None)
    wall = datetime.fromisoformat(now)
    now_at = at_local(wall.date(), wall.time(), view.zone).astimezone(UTC)
    return World(view, now_at, given.get("language", "en"))


def add_delivery(world: World, tracking_number: str, given: Mapping[str, str]) -> None:
    """Add a delivery with what is given of it."""
    number = len(world.deliveries) + 1
    world.owners[number] = given.get("for", "customer")
    world.deliveries[number] = DeliveryView(number, tracking_number, Status.SCHEDULED, world.brand.zone, "12 Elm St")
    change(world, number, given)


def say(world: World, who: str, text: str, *, on_line: int | None = None, aside: str | None = None) -> list[Heard]:
    """Let a person write, or `time` pass, or an `event` happen; answer what followed. Raises ValueError."""
    world.heard.clear()
    if who == "time":
        chat_play.pass_time(world, span(text))
    elif who == "event":
        event(world, shlex.split(text))
    else:
        aside = aside or ""
        word = aside.removeprefix("carrier ") if aside.startswith("carrier ") else None
        media = int(aside.split()[0]) if aside.endswith(("picture", "pictures")) else 0
        chat_play.happen(world, who, happened.MessageReceived(text, media, word), on_line=on_line)
    return list(world.heard)


def span(text: str) -> timedelta:
    """Read a time span such as +30m, 2h or 1d. Raises ValueError."""
    number, unit = text.strip().lstrip("+")[:-1], text.strip()[-1:]
    if unit not in SPANS:
        raise ValueError(f"{text.strip() or 'nothing'} is no time span; write it like +30m, +2h or +1d")
    return timedelta(**{SPANS[unit]: float(number)})


def event(world: World, words: list[str]) -> None:
    """Let what these words say happen. Raises ValueError for what is unknown, MoveNotAllowed for what cannot be."""
    if words[0] == "reminder":
        numbers = tuple(world.find(name).id for name in words[2:])
        chat_play.happen(world, world.owners[numbers[0]], happened.ReminderDue(ReminderKind(words[1]), numbers))
    elif words[0] == "case_closed":
        number = world.find(words[1]).id
        chat_play.happen(world, world.owners[number], happened.CaseClosed(number, was_low_rating="low" in words))
    elif words[0] == "talk_closed":
        world.close_talk(world.find(words[1]).id)
    else:
        _about_a_delivery(world, world.find(words[0]).id, words[1], values(words[2:]))


def _about_a_delivery(world: World, number: int, name: str, given: Mapping[str, str]) -> None:
    change(world, number, given)
    if name in STATUSES:
        chat_play.report(world, number, STATUSES[name], given.get("reason"))
    elif name in FACTS:
        chat_play.happen(world, world.owners[number], FACTS[name](number))
    elif name != "known":
        raise ValueError(f"there is no event {name!r}; known are {', '.join([*STATUSES, *FACTS])}")


def change(world: World, number: int, given: Mapping[str, str]) -> None:
    """Change a delivery by the values of a line."""
    changes: dict[str, object] = {field: given[name] for name, field in _PLAIN.items() if name in given}
    if "tag" in given:
        changes["tag"] = int(given["tag"])
    if "window" in given:
        changes["window"] = window(given["window"], now=world.now, zone=world.brand.zone)
    if "status" in given:
        changes["status"] = Status(given["status"])
    if "link" in given:
        changes["link"] = given["link"]
    if "eta" in given:
        changes["eta"] = _eta(given, world)
    if "note" in given or "distance" in given:
        distance = int(given["distance"]) if "distance" in given else None
        changes["proof"] = Proof(world.now, distance, given.get("note"))
    if given.get("status") == "delivered":
        changes["completed_at"] = world.now
    world.change(number, **changes)


def _eta(given: Mapping[str, str], world: World) -> Eta:
    told = window(given["eta"], now=world.now, zone=world.brand.zone)
    age_s = int(given["age"]) if "age" in given else None
    middle = told.start + (told.end - told.start) / 2
    return Eta(middle, told.start, told.end, 0.9, int(given.get("stops", "3")), age_s, age_s is not None)


def window(text: str, *, now: datetime, zone: str) -> Window:
    """Read a window such as "13:00-15:00", or with its day before it."""
    day, _, hours = text.rpartition(" ")
    start, end = (time.fromisoformat(hour) for hour in hours.split("-"))
    date = datetime.fromisoformat(day).date() if day else local(now, zone).date()
    return Window(at_local(date, start, zone), at_local(date, end, zone))
