"""From a text to one day and time: finds both, lets corrections and preferences win, and says what stays ambiguous."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from conversations.understanding.vocabulary import When
from conversations.understanding.when import days, numerals, times, wide
from conversations.understanding.when.choice import Chosen, choose

_CORRECTED = re.compile(
    r"(?<!\w)(?:no,? wait|wait,? no|wait|hang on|hold on|no no|actually|sorry|i mean(?:t)?|make (?:that"
    r"|it)|correction|scratch that|oops|my mistake|on second thoughts?|or rather|no sorry|no"
    r"|perdon|digo|mejor dicho|no mejor|mejor|quiero decir|non plutot|ou plutot|enfin|pardon|je veux dire"
    r"|non)(?!\w)[\s,.!:-]*"
)

_OFFSET = re.compile(
    r"(?<!\w)(?P<count>\d{1,2}|a|the|un|une|el|le) (?P<unit>days?|weeks?|dias?|semanas?|jours?"
    r"|semaines?) (?P<side>after|before|from|despues de|antes de|apres|avant) (?:the |el |le )?$"
)
_SIDE = re.compile(
    r"(?<!\w)(?<!days )(?<!day )(?<!weeks )(?<!week )"
    r"(?:before|by|after|until|till|from|since|antes de|hasta|avant|apres) (?:the |el |le )?$"
)
_READ_AT_MOST = 320  # letters; nobody needs more for one day and time


@dataclass(frozen=True, slots=True)
class _Read:
    """What one stretch of text says about the day and the time."""

    day: Chosen | None
    times: times.Times | None

    @property
    def says_something(self) -> bool:
        return self.day is not None or self.times is not None


def find(tidied: str, *, folded: str, now: datetime, zone: str, language: str) -> When | None:
    """Return the day and time a text means, or None where it names neither."""
    here = now.astimezone(_zone(zone))
    plain = numerals.plain(folded[:_READ_AT_MOST])
    read = _corrected(plain.text, now=here, zone=zone, language=language)
    if not read.says_something:
        return None
    places = [(part.first, part.last) for part in (read.day, read.times) if part]
    start, end = plain.original(min(first for first, _ in places), max(last for _, last in places))
    return _settled(read, now=here, text=tidied[start:end].strip())


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _corrected(text: str, *, now: datetime, zone: str, language: str) -> _Read:
    """Read a text; where a later word corrects an earlier one, the later wins and the rest stays."""
    for found in reversed(list(_CORRECTED.finditer(text))):
        head, tail = text[: found.start()], " " * found.end() + text[found.end() :]
        if not re.search(r"\w", head):
            continue
        later = _read(tail, now=now, zone=zone, language=language)
        if not later.says_something:
            later = _read(_with_at(tail, found.end()), now=now, zone=zone, language=language)
        earlier = _read(head, now=now, zone=zone, language=language)
        if later.says_something and earlier.says_something:
            return _Read(later.day or earlier.day, later.times or earlier.times)
    return _read(text, now=now, zone=zone, language=language)


def _with_at(tail: str, start: int) -> str:
    """Let a bare number behind a correction be a time: it replaces one."""
    return f"{tail[: start - 3]}at {tail[start:]}" if re.match(r"\d{1,2}(?!\w)", tail[start:]) and start >= 3 else tail


def _read(text: str, *, now: datetime, zone: str, language: str) -> _Read:
    ahead = times.elapsed(text, now=now)
    masked = _masked(text, [(ahead.first, ahead.last)]) if ahead else text
    found = _longest(
        [
            *_shifted(masked, days.find(masked, today=now.date(), hour=now.hour, zone=zone, language=language)),
            *wide.find(masked, today=now.date()),
        ]
    )
    window = ahead or times.find(_masked(masked, [(day.start, day.end) for day in found]))
    chosen = choose(text, found, has_time=window is not None)
    return _Read(chosen, window)


def _shifted(text: str, found: Iterator[days.Day]) -> Iterator[days.Day]:
    """Count "two days after" and "the day before" from the day they stand in front of."""
    for day in found:
        if day.kind in ("holiday", "date") and (side := _SIDE.search(text, 0, day.start)):
            yield replace(day, dates=(), start=side.start(), kind="wide")
            continue
        offset = _OFFSET.search(text, 0, day.start)
        if offset is None or len(day.dates) != 1 or day.kind == "tomorrow":
            yield day
            continue
        count = int(offset["count"]) if offset["count"].isdigit() else 1
        ahead = timedelta(days=count * (7 if offset["unit"].startswith(("w", "sem")) else 1))
        sign = -1 if offset["side"] in ("before", "antes de", "avant") else 1
        yield replace(
            day, dates=(day.dates[0] + sign * ahead,), start=offset.start(), kind="counted", weekday=None, bare=False
        )


def _longest(found: list[days.Day]) -> list[days.Day]:
    """Keep the longest of days that overlap, in the order of the text."""
    kept: list[days.Day] = []
    for day in sorted(found, key=lambda one: one.start - one.end):
        if all(day.end <= other.start or other.end <= day.start for other in kept):
            kept.append(day)
    return sorted(kept, key=lambda one: one.start)


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "d" * (end - start) + text[end:]
    return text


def _settled(read: _Read, *, now: datetime, text: str) -> When:
    """Put day and time together and see whether that moment is still to come."""
    window = read.times or times.Times()
    chosen = read.day
    if window.date is not None:
        return When(window.date, window.start, window.end, False, text)
    if chosen is None and window.today:
        chosen = Chosen((now.date(),), False, 0, 0)
    if chosen is None:
        return When(None, window.start, window.end, window.ambiguous, text)
    gone = _is_gone(window, now=now)
    if gone and chosen.is_todays_weekday and len(chosen.dates) == 2 and not chosen.ambiguous_otherwise:
        chosen = replace(chosen, dates=chosen.dates[1:], ambiguous=False)
    if chosen.ambiguous or len(chosen.dates) != 1:
        return When(None, window.start, window.end, True, text, chosen.dates)
    day: date = chosen.dates[0]
    if day == now.date() and gone:
        return When(None, window.start, window.end, True, text)
    return When(day, window.start, window.end, window.ambiguous, text)


def _is_gone(window: times.Times, *, now: datetime) -> bool:
    """Tell whether a window of today lies in the past."""
    wall = time(now.hour, now.minute)
    if window.end is None:
        return False
    return window.end < wall if window.start == window.end else window.end <= wall
