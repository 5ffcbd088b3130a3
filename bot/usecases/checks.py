"""Checks of single values from outside: each answers what the value stands for, or raises Wrong with the remedy.

Whether a value makes sense beside others is for whoever reads the whole.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from delivery import addresses
from delivery.windows import Window, local

T = TypeVar("T")
Check = Callable[[object], T]

_SHOWN = 40
# A NUL and halves of a surrogate pair: JSON can say them, a database cannot keep them.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_SOME_INSTANT = datetime(2026, 1, 1, tzinfo=UTC)
# At the ends of the calendar a zone or an hour added is an overflow. Devices that lost the time begin again in 1970.
_YEARS = range(1970, 2200)


class Wrong(Exception):
    """A value is not what it should be."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def shown(value: object) -> str:
    """Show a value the way JSON would, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def an_object(value: object) -> Mapping[str, object]:
    """Check for a JSON object."""
    if not isinstance(value, dict):
        raise Wrong(f"{shown(value)} is not an object", "Write it in { }")
    return value


def a_list(value: object) -> list[Any]:
    """Check for a JSON list."""
    if not isinstance(value, list):
        raise Wrong(f"{shown(value)} is not a list", "Write it in [ ]")
    return value


def a_switch(value: object) -> bool:
    """Check for true or false."""
    if not isinstance(value, bool):
        raise Wrong(f"{shown(value)} is not a switch", "Write true or false")
    return value


def text(longest: int) -> Check[str]:
    """Check for a text of 1 to `longest` characters; blanks around it are dropped."""

    def check(value: object) -> str:
        if not isinstance(value, str) or not value.strip() or _UNKEEPABLE.search(value):
            raise Wrong(f"{shown(value)} is not a text", "Write some words in quotes, or leave it out")
        if len(value.strip()) > longest:
            raise Wrong(f"has {len(value.strip())} characters", f"Shorten it to {longest}")
        return value.strip()

    return check


def one_of(choices: Collection[str]) -> Check[str]:
    """Check for one of a few words."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise Wrong(f"{shown(value)} is not known", f"Choose {', '.join(choices)}")
        return value

    return check


def number(low: float, high: float) -> Check[float]:
    """Check for a number in a range."""

    def check(value: object) -> float:
        # A bool is an int to Python; a NaN is within no range.
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise Wrong(f"{shown(value)} is not a number from {low:g} to {high:g}", "Mend it")
        return float(value)

    return check


def whole(low: int, high: int) -> Check[int]:
    """Check for a whole number in a range."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Wrong(f"{shown(value)} is not a whole number from {low} to {high}", "Mend it")
        return value

    return check


def instant(value: object) -> datetime:
    """Check for an ISO 8601 instant with its offset; answer it in UTC."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        if at is not None and at.utcoffset() is not None and at.year in _YEARS:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Wrong(f"{shown(value)} is not an instant with its offset", "Write it as 2026-11-23T09:00:00-05:00")


def day(value: object) -> date:
    """Check for an ISO 8601 date."""
    try:
        on = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        on = None
    if on is None or on.year not in _YEARS:
        raise Wrong(f"{shown(value)} is not a date", "Write it as 2026-11-23")
    return on


def wall_time(value: object) -> time:
    """Check for a time on the wall clock."""
    try:
        at = time.fromisoformat(value) if isinstance(value, str) and len(value) == len("21:00") else None
    except ValueError:
        at = None
    if at is None:
        raise Wrong(f"{shown(value)} is not a time of day", "Write it as 21:00")
    return at


def zone(value: object) -> str:
    """Check for a time zone by its name."""
    try:
        if isinstance(value, str) and value:
            local(_SOME_INSTANT, value)
            return value
    except ValueError:
        pass
    raise Wrong(f"{shown(value)} is not a time zone", "Write it as America/New_York")


def phone(value: object) -> str:
    """Check for a telephone number with its country; answer it as E.164."""
    try:
        if isinstance(value, str):
            return addresses.phone(value)
    except ValueError:
        pass
    raise Wrong(f"{shown(value)} is not a phone number", "Write it as +15005550123")


def email(value: object) -> str:
    """Check for a mail address; answer it in lower case."""
    try:
        if isinstance(value, str):
            return addresses.email(value)
    except ValueError:
        pass
    raise Wrong(f"{shown(value)} is not a mail address", "Write it as ann@mail.example")


def window(value: object) -> Window:
    """Check for a pair of instants, the first before the second."""
    if not isinstance(value, list) or len(value) != 2:
        raise Wrong(f"{shown(value)} is not a window", "Write its start and its end in [ ]")
    start, end = map(instant, value)
    if start >= end:
        raise Wrong("ends before it starts", "Write the earlier instant first")
    return Window(start, end)
