"""Plays a transcript in the small world: `python -m tests.transcripts.player FILE...` prints what really happens.

Turns become events here; what must follow is compared in the tests.
"""

import shlex
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from conversations import events as happened
from conversations.context import BrandView, DeliveryView, Proof
from conversations.events import Event
from delivery.eta import Eta
from delivery.reminders import ReminderKind
from delivery.status import CustodyKind, Status
from delivery.windows import Window, at_local, local
from tests.transcripts import script
from tests.transcripts.script import Script, Turn
from tests.transcripts.world import Heard, World

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


def build(played: Script) -> World:
    """Set up the world that a transcript begins in."""
    brand = next((given for given in played.given if given.kind == "brand"), None)
    values = brand.values if brand else {}
    view = BrandView(
        brand.name if brand else "Acme", values.get("zone", "America/New_York"), values.get("support") or None
    )
    now = next(given.name for given in played.given if given.kind == "now")
    world = World(view, _instant(now, view.zone), values.get("language", "en"))
    for given in played.given:
        if given.kind == "delivery":
            number = len(world.deliveries) + 1
            world.owners[number] = given.values.pop("for", "customer")
            start = DeliveryView(number, given.name, Status.SCHEDULED, view.zone, "12 Elm St")
            world.deliveries[number] = start
            _change(world, number, given.values)
    return world


def play(turn: Turn, world: World) -> list[Heard]:
    """Let one turn happen and answer what followed."""
    world.heard.clear()
    if turn.who == "time":
        number, unit = turn.text.strip().lstrip("+")[:-1], turn.text.strip()[-1]
        world.pass_time(timedelta(**{SPANS[unit]: float(number)}))
    elif turn.who == "event":
        _event(shlex.split(turn.text), world)
    else:
        aside = turn.aside or ""
        word = aside.removeprefix("carrier ") if aside.startswith("carrier ") else None
        media = int(aside.split()[0]) if aside.endswith(("picture", "pictures")) else 0
        world.happen(turn.who, happened.MessageReceived(turn.text, media, word), on_line=turn.on_line)
    return list(world.heard)


def _event(words: list[str], world: World) -> None:
    if words[0] == "reminder":
        numbers = tuple(world.find(name).id for name in words[2:])
        world.happen(world.owners[numbers[0]], happened.ReminderDue(ReminderKind(words[1]), numbers))
    elif words[0] == "case_closed":
        number = world.find(words[1]).id
        world.happen(world.owners[number], happened.CaseClosed(number, was_low_rating="low" in words))
    elif words[0] == "talk_closed":
        world.close_talk(world.find(words[1]).id)
    else:
        _about_a_delivery(world.find(words[0]).id, words[1], script.values(words[2:]), world)


def _about_a_delivery(number: int, name: str, values: dict[str, str], world: World) -> None:
    _change(world, number, values)
    if name in STATUSES:
        world.report(number, STATUSES[name], values.get("reason"))
    elif name in FACTS:
        world.happen(world.owners[number], FACTS[name](number))
    elif name != "known":
        raise ValueError(f"no such event: {name}")


def _change(world: World, number: int, values: dict[str, str]) -> None:
    """Change a delivery by the values of a line."""
    view, zone = world.deliveries[number], world.brand.zone
    plain = {"address": "address", "reason": "failed_reason", "word": "secret_word", "instructions": "instructions"}
    changes: dict[str, object] = {field: values[name] for name, field in plain.items() if name in values}
    if "tag" in values:
        changes["tag"] = int(values["tag"])
    if "window" in values:
        changes["window"] = window(values["window"], now=world.now, zone=world.brand.zone)
    if "status" in values:
        changes["status"] = Status(values["status"])
    if "link" in values:
        changes["link"] = values["link"]
    if "eta" in values:
        changes["eta"] = _eta(values, world)
    if "note" in values or "distance" in values:
        distance = int(values["distance"]) if "distance" in values else None
        changes["proof"] = Proof(world.now, distance, values.get("note"))
    if values.get("status") == "delivered":
        changes["completed_at"] = world.now
    assert view.zone == zone
    world.change(number, **changes)


def _eta(values: dict[str, str], world: World) -> Eta:
    told = window(values["eta"], now=world.now, zone=world.brand.zone)
    age_s = int(values["age"]) if "age" in values else None
    middle = told.start + (told.end - told.start) / 2
    return Eta(middle, told.start, told.end, 0.9, int(values.get("stops", "3")), age_s, age_s is not None)


def window(text: str, *, now: datetime, zone: str) -> Window:
    """Read a window such as "13:00-15:00", or with its day before it."""
    day, _, hours = text.rpartition(" ")
    start, end = (time.fromisoformat(hour) for hour in hours.split("-"))
    date = datetime.fromisoformat(day).date() if day else local(now, zone).date()
    return Window(at_local(date, start, zone), at_local(date, end, zone))


def _instant(text: str, zone: str) -> datetime:
    wall = datetime.fromisoformat(text)
    return at_local(wall.date(), wall.time(), zone).astimezone(UTC)


def _shown(heard: Heard) -> str:
    if heard.kind == "does":
        return f"does: {heard.text}"
    return f"{heard.kind} -> {heard.to}: " + heard.text.replace("\n", "\n|")


def main(paths: list[str]) -> None:
    """Print each transcript with what really follows its turns."""
    for path in paths:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        played = script.load(Path(path))
        world = build(played)
        turns = {turn.line: turn for turn in played.turns}
        for number, line in enumerate(lines, start=1):
            if number in turns:
                shown = "".join(f"{_shown(heard)}\n" for heard in play(turns[number], world))
                sys.stdout.write(f"{line}\n{shown}")
            elif not (line.startswith("|") or script.EXPECTED.fullmatch(line) or script.DOES.fullmatch(line)):
                sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
