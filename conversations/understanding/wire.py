"""Hints and readings as plain records, for the `understand` command; pure mapping, no meaning."""

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from conversations.understanding.vocabulary import Hints, OpenQuestion, Reading, Role, When

_Named = TypeVar("_Named", bound=StrEnum)


def hints_from(record: Mapping[str, object]) -> Hints:
    """Build hints from a record; a local `now` is read in its zone; raises ValueError that names the bad field."""
    zone = _text(record, "zone", default="UTC")
    try:
        here = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"zone: no such time zone: {zone!r}") from error
    return Hints(
        role=_named(Role, _text(record, "role", default=Role.CUSTOMER.value), field="role"),
        open_question=_open_question(record),
        choices=_count(record, "choices"),
        rateable=_flag(record, "rateable"),
        active_deliveries=_count(record, "active_deliveries"),
        now=_instant(record, here),
        zone=zone,
        language=_text(record, "language", default="en"),
    )


def as_record(reading: Reading) -> dict[str, object]:
    """Return a reading as the record the `understand` command answers with."""
    return {
        "intent": reading.intent.value,
        "confidence": round(reading.confidence, 3),
        "language": reading.language,
        "tracking_numbers": list(reading.tracking_numbers),
        "score": reading.score,
        "comment": reading.comment,
        "choice": reading.choice,
        "instruction": reading.instruction,
        "message": reading.message,
        "stop_tag": reading.stop_tag,
        "minutes": reading.minutes,
        "reason": reading.reason,
        "when": _when_record(reading.when) if reading.when else None,
    }


def _when_record(when: When) -> dict[str, object]:
    return {
        "date": when.date.isoformat() if when.date else None,
        "start": _wall(when.start),
        "end": _wall(when.end),
        "ambiguous": when.ambiguous,
        "text": when.text,
    }


def _wall(wall: time | None) -> str | None:
    return wall.strftime("%H:%M") if wall else None


def _text(record: Mapping[str, object], field: str, *, default: str) -> str:
    value = record.get(field)
    if value is None:
        return default
    if not isinstance(value, str) or not value:
        raise ValueError(f"{field}: expected a text, got {value!r}")
    return value


def _named(kind: type[_Named], value: str, *, field: str) -> _Named:
    try:
        return kind(value)
    except ValueError as error:
        raise ValueError(f"{field}: expected one of {', '.join(kind)}, got {value!r}") from error


def _open_question(record: Mapping[str, object]) -> OpenQuestion | None:
    value = record.get("open_question")
    return None if value is None else _named(OpenQuestion, str(value), field="open_question")


def _count(record: Mapping[str, object], field: str) -> int:
    value = record.get(field)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{field}: expected a whole number from 0, got {value!r}")
    return value


def _flag(record: Mapping[str, object], field: str) -> bool:
    value = record.get(field, False)
    if not isinstance(value, bool):
        raise ValueError(f"{field}: expected true or false, got {value!r}")
    return value


def _instant(record: Mapping[str, object], here: ZoneInfo) -> datetime:
    value = record.get("now")
    if not isinstance(value, str):
        raise ValueError(f"now: expected an ISO instant, got {value!r}")
    try:
        now = datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"now: expected an ISO instant, got {value!r}") from error
    return now if now.tzinfo else now.replace(tzinfo=here)
