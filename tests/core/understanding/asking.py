"""One customer and one driver who write texts at a fixed moment: Tuesday 24 November 2026, ten in the morning."""

from datetime import datetime
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

from conversations.understanding.reading import Hints, OpenQuestion, Reading, Role, When, read


class Known(TypedDict, total=False):
    """What a test may say about the thread."""

    choices: int
    rateable: bool
    now: str
    zone: str
    language: str


def hints(
    *,
    role: Role = Role.CUSTOMER,
    question: str | None = None,
    choices: int = 0,
    rateable: bool = False,
    now: str = "2026-11-24T10:00",
    zone: str = "America/New_York",
    language: str = "en",
) -> Hints:
    """Build hints; a local `now` is the wall clock of the zone."""
    here = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone))
    return Hints(role, OpenQuestion(question) if question else None, choices, rateable, 1, here, zone, language)


def customer(text: str, question: str | None = None, **known: Unpack[Known]) -> Reading:
    """Read a customer's text."""
    return read(text, hints=hints(question=question, **known))


def driver(text: str, language: str = "en") -> Reading:
    """Read a driver's text."""
    return read(text, hints=hints(role=Role.DRIVER, language=language))


def when(text: str, **known: Unpack[Known]) -> When | None:
    """Read a text as the answer to "which day or time instead"."""
    return customer(text, "ask_date", **known).when


def told(meant: When | None) -> str:
    """Write a day and time in short: `2026-11-27 15:00-17:00 ?`, a question mark where it is ambiguous."""
    if meant is None:
        return "nothing"
    day = meant.date.isoformat() if meant.date else "-"
    start = meant.start.strftime("%H:%M") if meant.start else ""
    end = meant.end.strftime("%H:%M") if meant.end else ""
    return f"{day} {start}-{end}" + (" ?" if meant.ambiguous else "")
