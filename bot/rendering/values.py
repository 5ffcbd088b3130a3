"""The local form of what a message is filled with: hours, days, ranges, numbers and people's own words.

Pure: the zone, the hour and the language's forms come in as arguments. Nothing here knows a message or a channel.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import assert_never

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from conversations.effects import Timed, Value
from delivery import windows
from delivery.windows import Window

# Characters for what may be long and have lines; the longest SMS a provider takes is 1,600 characters in all.
LONG_TEXTS = {"text": 1_300, "note": 160, "reason": 160, "stop": 120, "next": 120, "address": 100}
# A cut link leads nowhere, so links get all the room they may ever need.
LINKS = frozenset({"link", "url"})
LINK_LIMIT = 500
PERSONS = frozenset({"driver", "name"})
PERSON_LIMIT = 20
LIMIT = 60
LINES_LIMIT = 1_200
SHORTEST = 20

_JOINERS = "\u200c\u200d"  # without them emoji families and Persian words fall apart
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_PERIOD = re.compile(r"\s*a$")


@dataclass(frozen=True, slots=True)
class Forms:
    """How a language writes time: words for the near days, CLDR patterns, and how the pieces join."""

    language: str
    today: str
    tomorrow: str
    yesterday: str
    time: str
    day: str
    range: str
    moment: str
    moment_today: str
    near: str
    far: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a message is read: the language's forms, the local zone and the hour."""

    forms: Forms
    zone: str
    now: datetime

    @property
    def today(self) -> date:
        """The day it is at the reader's place."""
        return windows.local(self.now, self.zone).date()


def written(name: str, value: Value, *, setting: Setting) -> str:
    """Write a value in its local form, cleaned and no longer than the placeholder `name` allows."""
    match value:
        case str():
            return cut(clean(value, lines=name in LONG_TEXTS), limit=_limit(name))
        case tuple():
            return _lines([_line(number, line, setting) for number, line in enumerate[str | Timed | Window](value, 1)])
        case int():
            return format_decimal(value, locale=setting.forms.language, group_separator=False)
        case datetime():
            return _moment(windows.local(value, setting.zone), setting)
        case date():
            return _day(value, setting)
        case Window():
            return _range(value, setting)
        case Timed():
            return _timed(value, setting, limit=_limit(name))
        case _:
            assert_never(value)


def clean(text: str, *, lines: bool = False) -> str:
    """Reduce a text to what can be shown: no control or direction marks, plain spaces, line breaks only if `lines`."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = "".join(map(_shown, text.replace("\r\n", "\n").replace("\r", "\n")))
    kept = unicodedata.normalize("NFC", shown)
    if not lines:
        return " ".join(kept.split())
    return "\n".join(filter(None, (" ".join(line.split()) for line in kept.split("\n"))))


def cut(text: str, *, limit: int) -> str:
    """Shorten a text to at most `limit` characters, dots included, never between a letter and its mark."""
    if len(text) <= limit:
        return text
    end = limit - 3
    while end and (_belongs_to_previous(text[end]) or text[end - 1] in _JOINERS):
        end -= 1
    return text[:end].rstrip() + "..."


def _belongs_to_previous(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")


def _limit(name: str) -> int:
    if name in LINKS:
        return LINK_LIMIT
    return LONG_TEXTS.get(name, PERSON_LIMIT if name in PERSONS else LIMIT)


def _shown(character: str) -> str:
    if character == "\n" or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category in {"Zs", "Zl", "Zp"} or character == "\t":
        return " "
    return "" if category in _DROPPED_CATEGORIES else character


def _line(number: int, line: str | Timed | Window, setting: Setting) -> str:
    # People answer a list of windows by its numbers; a line of words brings its own number if it needs one.
    match line:
        case Window():
            return f"{number}) {_range(line, setting)}"
        case Timed():
            return _timed(line, setting, limit=LIMIT * 2)
        case str():
            return cut(clean(line), limit=LIMIT * 2)
        case _:
            assert_never(line)


def _lines(lines: list[str]) -> str:
    shown: list[str] = []
    room = LINES_LIMIT
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            return "\n".join([*shown, "..."])
        shown.append(line)
    return "\n".join(shown)


def _timed(value: Timed, setting: Setting, *, limit: int) -> str:
    """Write words around a time; what is too long loses words before it, never the time nor what follows."""
    there = replace(setting, zone=value.zone)
    match value.when:
        case Window():
            time = _range(value.when, there) if value.day else _hours(value.when, there)
        case datetime():
            at = windows.local(value.when, value.zone)
            time = _moment(at, there) if value.day else _time(at, there.forms)
        case _:
            assert_never(value.when)
    after = f" {clean(value.after)}" if value.after else ""
    before = cut(clean(value.before), limit=max(limit - len(time) - len(after) - 1, SHORTEST))
    return f"{before} {time}{after}".strip()


def _time(at: datetime, forms: Forms) -> str:
    return _clock(at.time(), forms.time, forms.language)


@lru_cache(maxsize=1440)
def _clock(at: time, pattern: str, language: str) -> str:
    return format_time(at, pattern, locale=language)


def _day(day: date, setting: Setting) -> str:
    forms = setting.forms
    near = {-1: forms.yesterday, 0: forms.today, 1: forms.tomorrow}
    distance = (day - setting.today) // timedelta(days=1)
    return near.get(distance) or format_date(day, forms.day, locale=forms.language)


def _moment(at: datetime, setting: Setting) -> str:
    forms, time = setting.forms, _time(at, setting.forms)
    if at.date() == setting.today:
        return forms.moment_today.replace("{time}", time)
    return forms.moment.replace("{day}", _day(at.date(), setting)).replace("{time}", time)


def _hours(window: Window, setting: Setting) -> str:
    forms = setting.forms
    start, end = windows.local(window.start, setting.zone), windows.local(window.end, setting.zone)
    first = _time(start, forms)
    if _PERIOD.search(forms.time) and start.strftime("%p") == end.strftime("%p") and start.date() == end.date():
        first = _clock(start.time(), _PERIOD.sub("", forms.time), forms.language)
    return forms.range.replace("{start}", first).replace("{end}", _time(end, forms))


def _range(window: Window, setting: Setting) -> str:
    forms, both = setting.forms, _hours(window, setting)
    start = windows.local(window.start, setting.zone)
    if start.date() == setting.today:
        return both
    is_near = abs(start.date() - setting.today) <= timedelta(days=1)
    joined = forms.near if is_near else forms.far
    return joined.replace("{day}", _day(start.date(), setting)).replace("{range}", both)
