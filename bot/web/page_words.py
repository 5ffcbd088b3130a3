"""A delivery in the words of its page: sentences of a language filled with local times. Nothing here decides.

The sentences are in templates/pages/strings.toml.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_interval, format_time, format_timedelta

from bot.usecases.show_page import Page
from delivery.status import CustodyKind, Status
from delivery.windows import local

LANGUAGES = ("en", "es", "fr")
STRINGS = Path(__file__).parents[2] / "templates" / "pages" / "strings.toml"

# How many of the four parts of the way are behind or under way; a delivery that ended otherwise has no way.
_PROGRESS = {Status.SCHEDULED: 1, Status.OUT_FOR_DELIVERY: 2, Status.ARRIVED: 3, Status.DELIVERED: 4}
_TO_COME = {
    Status.SCHEDULED: (CustodyKind.OUT_FOR_DELIVERY, CustodyKind.DELIVERED),
    Status.OUT_FOR_DELIVERY: (CustodyKind.DELIVERED,),
    Status.ARRIVED: (CustodyKind.DELIVERED,),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the way; `at` is machine-readable and empty for a step to come, `when` is for people."""

    text: str
    when: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What the template shows; an empty text is left out, and so is a progress of 0."""

    brand: str
    support: str
    tracking_number: str
    status: str
    headline: str
    note: str
    expected: tuple[str, str] | None
    progress: int
    stops_away: str
    freshness: str
    promised: str
    history: tuple[Line, ...]
    updated: str


def words(language: str) -> Mapping[str, Any]:
    """Answer the sentences of a language, English where there are none."""
    languages = _languages()
    found: Mapping[str, Any] = languages.get(language.split("-")[0].lower(), languages["en"])
    return found


def of(page: Page) -> View:
    """Say a page in words."""
    said = words(page.language)
    speaker = _Speaker(said, page)
    return View(
        brand=page.brand,
        support=page.support or "",
        tracking_number=page.tracking_number,
        status=page.status,
        headline=speaker.headline(),
        note=speaker.note(),
        expected=speaker.expected(),
        progress=_PROGRESS.get(page.status, 0),
        stops_away=speaker.stops_away(),
        freshness=speaker.freshness(),
        promised=speaker.promised(),
        history=speaker.done() + speaker.to_come(),
        updated=said["updated"].format(time=speaker.time(page.now)),
    )


@cache
def _languages() -> Mapping[str, Any]:
    return tomllib.loads(STRINGS.read_text(encoding="utf-8"))


class _Speaker:
    """Fills the sentences of one page."""

    def __init__(self, said: Mapping[str, Any], page: Page) -> None:
        self._said = said
        self._page = page
        self._eta = page.eta if page.status is Status.OUT_FOR_DELIVERY else None
        self._today = local(page.now, page.zone).date()

    def headline(self) -> str:
        is_next = self._eta is not None and self._eta.stops_away <= 1
        last = self._page.steps[-1].at if self._page.steps else self._page.now
        sentence = self._said["headline"]["next_stop" if is_next else self._page.status]
        return str(sentence).format(when=self.moment(last))

    def note(self) -> str:
        window = self._page.window
        if self._eta is not None and window is not None and self._eta.median > window.end:
            return str(self._said["note"]["late"])
        return str(self._said["note"]["failed"]) if self._page.status is Status.FAILED else ""

    def expected(self) -> tuple[str, str] | None:
        """Say what the hours are, and the hours: the estimate, else what was promised."""
        if self._eta is not None:
            return self._on_day("expected", self._eta.low), self.hours(self._eta.low, self._eta.high)
        window = self._page.window
        if window is None or self._page.status not in (Status.SCHEDULED, Status.OUT_FOR_DELIVERY):
            return None
        return self._on_day("window", window.start), self.hours(window.start, window.end)

    def promised(self) -> str:
        """Repeat what was told last, where the estimate says something else by now."""
        window = self._page.window
        if window is None or self._eta is None or (window.start, window.end) == (self._eta.low, self._eta.high):
            return ""
        hours = self.hours(window.start, window.end)
        return str(self._said["range"]).format(day=self.day(window.start), hours=hours)

    def stops_away(self) -> str:
        if self._eta is None or self._eta.stops_away <= 1:
            return ""
        return str(self._said["stops_away"]).format(n=self._eta.stops_away)

    def freshness(self) -> str:
        if self._eta is None:
            return ""
        if self._eta.position_age_s is None:
            return str(self._said["no_position"])
        if self._eta.position_age_s < 60:
            return str(self._said["position_now"])
        ago = -timedelta(seconds=self._eta.position_age_s)
        age = format_timedelta(ago, add_direction=True, threshold=1.5, locale=self._said["locale"])
        return str(self._said["position_age" if self._eta.live else "position_unsure"]).format(age=age)

    def done(self) -> tuple[Line, ...]:
        steps = self._page.steps
        return tuple(
            Line(self._said["history"][step.kind], self.moment(step.at), step.at.isoformat()) for step in steps
        )

    def to_come(self) -> tuple[Line, ...]:
        kinds = _TO_COME.get(self._page.status, ())
        return tuple(Line(self._said["history"][kind], self._said["coming"]) for kind in kinds)

    def hours(self, start: datetime, end: datetime) -> str:
        zone, said = self._page.zone, self._said
        return format_interval(local(start, zone), local(end, zone), said["hours"], locale=said["locale"])

    def moment(self, at: datetime) -> str:
        return str(self._said["moment"]).format(day=self.day(at), time=self.time(at))

    def time(self, at: datetime) -> str:
        return format_time(local(at, self._page.zone), "short", locale=self._said["locale"])

    def day(self, at: datetime) -> str:
        day = local(at, self._page.zone).date()
        if day == self._today:
            return str(self._said["today"])
        if day == self._today + timedelta(days=1):
            return str(self._said["tomorrow"])
        return format_date(day, self._said["day"], locale=self._said["locale"])

    def _on_day(self, what: str, at: datetime) -> str:
        return str(self._said["on_day"]).format(label=self._said[what], day=self.day(at))
