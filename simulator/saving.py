"""The simulated world as JSON and back, for a restart; the keys of the mail provider are kept too."""

import base64
import dataclasses
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from simulator.day import Spot
from simulator.journey import Journey, Phase
from simulator.letters import Letter
from simulator.texts import Direction, Medium, Text
from simulator.world import World

_INSTANTS = ("created_at", "updated_at", "sent_at", "shown_at")


def read(file: Path) -> dict[str, Any]:
    """Read a saved state."""
    saved: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return saved


def write(file: Path, state: dict[str, Any]) -> None:
    """Write a state so that a crash leaves the old one or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(state, default=_plain), "utf-8")
    os.replace(fresh, file)


def of_world(world: World) -> dict[str, Any]:
    """Answer texts, letters and opt-outs; hold the board."""
    return {
        "texts": [_fields(text) for text in world.carrier.texts],
        "opt_outs": sorted(world.carrier.opt_outs),
        "letters": [_fields(letter) for letter in world.mails.letters],
        "requests": [world.carrier.requests, world.mails.requests],
    }


def into_world(world: World, saved: dict[str, Any]) -> None:
    """Put back what `of_world` answered; receipts that were still to come are not posted any more."""
    texts = [Text(**_instants(fields) | _text_fields(fields)) for fields in saved["texts"]]
    world.carrier.restore(texts, opt_outs=[(line, phone) for line, phone in saved["opt_outs"]])
    with world.board:
        world.carrier.requests, world.mails.requests = saved["requests"]
        world.mails.letters += [Letter(**_instants(fields)) for fields in saved["letters"]]
        world.board.touch()


def into_journey(journey: Journey, saved: dict[str, Any]) -> None:
    """Put the van back where it was."""
    journey.phase, journey.place, journey.spent_s = Phase(saved["phase"]), saved["place"], saved["spent_s"]
    journey.origin = Spot(*saved["origin"])
    journey.outcomes = {int(seq): outcome for seq, outcome in saved["outcomes"].items()}


def _fields(record: Text | Letter) -> dict[str, Any]:
    return {part.name: getattr(record, part.name) for part in dataclasses.fields(record)}


def _instants(fields: dict[str, Any]) -> dict[str, Any]:
    read = {name: datetime.fromisoformat(fields[name]) for name in _INSTANTS if fields.get(name)}
    return {**fields, **read}


def _text_fields(fields: dict[str, Any]) -> dict[str, Any]:
    media = tuple(
        Medium(base64.b64decode(medium["content"]), medium["content_type"], medium["sid"]) for medium in fields["media"]
    )
    return {
        "media": media,
        "media_urls": tuple(fields["media_urls"]),
        "direction": Direction(fields["direction"]),
    }


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Medium):
        return {"content": value.content, "content_type": value.content_type, "sid": value.sid}
    raise TypeError(f"cannot be saved: {type(value).__name__}")
