"""What the page shows, as plain data: phones, mailbox, carrier's log, map, clock, faults. Reads only."""

from datetime import datetime
from typing import Any

from simulator import day
from simulator.demo import Demo
from simulator.letters import Letter
from simulator.texts import Direction, Text
from simulator.world import World

PHONES = (("ann", "Ann", day.ANN, "customer"), ("bob", "Bob", day.BOB, "customer"), ("sam", "Sam", day.SAM, "driver"))
LOG_LENGTH = 8


def state(world: World, demo: Demo | None) -> dict[str, Any]:
    """Answer the whole page; hold the board."""
    return {
        "phones": [_phone(world, *phone) for phone in PHONES],
        "mailbox": _mailbox(world),
        "log": [_log_line(text) for text in world.carrier.texts[: -LOG_LENGTH - 1 : -1]],
        "counts": {
            "accepted": sum(text.direction is Direction.OUTBOUND for text in world.carrier.texts),
            "requests": world.carrier.requests,
            "inbound": sum(text.direction is Direction.INBOUND for text in world.carrier.texts),
            "mails": sum(not letter.inbound for letter in world.mails.letters),
            "opt_outs": len(world.carrier.opt_outs),
        },
        "faults": [{"id": rule.id, "kind": rule.kind.value, "address": rule.address} for rule in world.faults.rules()],
        **(_rehearsal(demo) if demo else {}),
    }


def _rehearsal(demo: Demo) -> dict[str, Any]:
    journey, now = demo.van.journey, demo.business.now()
    stops = [
        {
            "seq": call.seq,
            "name": call.name,
            "address": call.address,
            "tracking_number": call.tracking_number,
            "lat": call.spot.lat,
            "lon": call.spot.lon,
            "outcome": journey.outcomes.get(call.seq),
        }
        for call in day.CALLS
    ]
    return {
        "clock": {
            "now": now.isoformat() if now else None,
            "rate": demo.business.rate,
            "zone": day.ZONE,
            "trouble": demo.trouble,
        },
        "van": {
            "lat": journey.spot.lat,
            "lon": journey.spot.lon,
            "phase": journey.phase.value,
            "next": journey.call.seq if journey.call else None,
            "playing": demo.van.playing,
            "pace": demo.van.pace,
            "leaves_at": demo.leaves_at.isoformat() if demo.leaves_at else None,
        },
        "depot": {"lat": day.DEPOT.lat, "lon": day.DEPOT.lon},
        "stops": stops,
    }


def _phone(world: World, key: str, name: str, number: str, role: str) -> dict[str, Any]:
    return {
        "key": key,
        "name": name,
        "number": number,
        "role": role,
        "lines": [day.MAIN_LINE, *(day.DRIVER_LINES if role == "driver" else ())],
        "messages": [_bubble(text, number) for text in world.phone(number).messages],
    }


def _bubble(text: Text, owner: str) -> dict[str, Any]:
    mine = text.from_ == owner
    return {
        "id": text.sid,
        "mine": mine,
        "line": text.to if mine else text.from_,
        "carrier": text.direction is Direction.CARRIER,
        "body": text.body,
        "at": _shown(text.shown_at),
        "heard": any(status and status < 300 for status in text.webhook_statuses) if mine else None,
    }


def _mailbox(world: World) -> dict[str, Any]:
    letters = [
        letter
        for letter in world.mails.letters
        if (letter.to == day.ANN_MAIL and letter.status == "delivered")
        or (letter.inbound and letter.from_ == day.ANN_MAIL)
    ]
    return {"address": day.ANN_MAIL, "letters": [_letter(letter) for letter in reversed(letters)]}


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "mine": letter.inbound,
        "from": letter.from_name or letter.from_,
        "subject": letter.subject,
        "text": letter.text,
        "at": _shown(letter.shown_at),
    }


def _log_line(text: Text) -> dict[str, Any]:
    return {
        "id": text.sid,
        "direction": text.direction.value,
        "from": text.from_,
        "to": text.to,
        "status": text.status,
        "code": text.error_code,
        "segments": text.segments,
        "answers": [status or 0 for status in text.webhook_statuses],
    }


def _shown(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
