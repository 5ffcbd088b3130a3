"""A thread's state as JSON and back, with a version and ordered upgrades.

Reads exactly what the dataclasses say; what cannot be read becomes an idle thread, and the caller is told.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from conversations.follow_up import Mentioned
from conversations.state import Dialogue, Question, ThreadState
from delivery.windows import Window

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]


def _with_nothing_mentioned(stored: dict[str, Any]) -> dict[str, Any]:
    return {**stored, "mentioned": None}


UPGRADES: Sequence[Upgrade] = (_with_nothing_mentioned,)
"""Each turns the JSON object of one version into that of the next; the first one reads version 1."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A state as it was stored; `unreadable` where it could not be read and a person must look."""

    state: ThreadState
    unreadable: bool = False


def encode(state: ThreadState, *, upgrades: Sequence[Upgrade] = UPGRADES) -> str:
    """Write a state as JSON of the present version."""
    written = {"version": len(upgrades) + 1, **_fields(state)}
    return json.dumps(written, separators=(",", ":"), ensure_ascii=False)


def decode(text: str, *, upgrades: Sequence[Upgrade] = UPGRADES) -> Decoded:
    """Read a state of this or any older version; never raises."""
    try:
        stored = json.loads(text)
        version = stored.pop("version")
        if not isinstance(version, int) or not 1 <= version <= len(upgrades) + 1:
            raise ValueError("a state of an unknown version")
        for upgrade in upgrades[version - 1 :]:
            stored = upgrade(stored)
        return Decoded(_instance(ThreadState, stored))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Decoded(ThreadState(), unreadable=True)


def _named(kind: type) -> str:
    return f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}"


_KINDS: dict[str, type] = {_named(kind): kind for kind in (*get_args(Dialogue), *get_args(Question), Mentioned)}


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case str() | int() | None:
            return value
        case datetime():
            return value.isoformat()
        case Window():
            return [value.start.isoformat(), value.end.isoformat()]
        case tuple():
            return [_plain(item) for item in value]
        case _:
            return {"is": _named(type(value)), **_fields(value)}


def _instance(kind: type, stored: dict[str, Any]) -> Any:
    """Build a dataclass from exactly its fields."""
    hints = _hints(kind)
    if set(stored) != set(hints):
        raise ValueError("a state with other fields")
    return kind(**{name: _value(hint, stored[name]) for name, hint in hints.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, stored: Any) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in _checked(list, stored))
    if isinstance(hint, UnionType) and NoneType in get_args(hint):
        return None if stored is None else _value(get_args(hint)[0], stored)
    if isinstance(hint, UnionType) or hint in _KINDS.values():
        kind = _KINDS[stored.pop("is")]
        if kind not in (get_args(hint) or (hint,)):
            raise ValueError("a situation in the wrong place")
        return _instance(kind, stored)
    if hint is datetime:
        return _instant(stored)
    if hint is Window:
        start, end = _checked(list, stored)
        return Window(_instant(start), _instant(end))
    if issubclass(hint, StrEnum):
        return hint(stored)
    return _checked(hint, stored)


def _instant(stored: Any) -> datetime:
    at = datetime.fromisoformat(_checked(str, stored))
    if at.tzinfo is None:
        raise ValueError("an instant without a zone")
    return at


def _checked(kind: type, stored: Any) -> Any:
    if type(stored) is not kind:
        raise ValueError(f"not a {kind.__name__}")
    return stored
