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

from babel.dates import format_date, format_time

from bot.usecases.show_page import Page
from delivery.status import Status
from delivery.windows import local

LANGUAGES = ("en", "es", "fr")
STRINGS = Path(__file__).parents[2] / "templates" / "pages" / "strings.toml"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history; `at` is machine-readable, `when` for people."""

    text: str
    when: str
    at: str


@dataclass(frozen=True, slots=True)
class View:
    """What the template shows; an empty text is left out."""

    brand: str
    support: str
    tracking_number: str
    status: str
    headline: str
    window: str
    stops_away: str
    freshness: str
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
        window=speaker.window(),
        stops_away=speaker.stops_away(),
        freshness=speaker.freshness(),
        history=tuple(
            Line(said["history"][step.kind], speaker.moment(step.at), step.at.isoformat()) for step in page.steps
        ),
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
        self._today = local(page.now, page.zone).date()

    def headline(self) -> str:
        page, said = self._page, self._said["headline"]
        last = page.steps[-1].at if page.steps else page.now
        if page.eta is not None and page.status is Status.OUT_FOR_DELIVERY:
            return str(said["on_its_way"]).format(range=self.range(page.eta.low, page.eta.high))
        return str(said[page.status]).format(when=self.moment(last))

    def window(self) -> str:
        window = self._page.window
        if window is None or self._page.status in (Status.DELIVERED, Status.CANCELLED):
            return ""
        return self.range(window.start, window.end)

    def stops_away(self) -> str:
        page = self._page
        if page.eta is None or page.status is not Status.OUT_FOR_DELIVERY:
            return ""
        return str(self._said["next_stop"] if page.eta.stops_away <= 1 else self._said["stops_away"]).format(
            n=page.eta.stops_away
        )

    def freshness(self) -> str:
        eta = self._page.eta
        if eta is None or self._page.status is not Status.OUT_FOR_DELIVERY:
            return ""
        if eta.position_age_s is None:
            return str(self._said["no_position"])
        minutes = eta.position_age_s // 60
        return str(self._said["position_now"] if minutes < 1 else self._said["position_age"]).format(n=minutes)

    def range(self, start: datetime, end: datetime) -> str:
        form = "range_today" if local(start, self._page.zone).date() == self._today else "range"
        return str(self._said[form]).format(day=self.day(start), start=self.time(start), end=self.time(end))

    def moment(self, at: datetime) -> str:
        form = "moment_today" if local(at, self._page.zone).date() == self._today else "moment"
        return str(self._said[form]).format(day=self.day(at), time=self.time(at))

    def time(self, at: datetime) -> str:
        return format_time(local(at, self._page.zone), "short", locale=self._said["locale"])

    def day(self, at: datetime) -> str:
        day = local(at, self._page.zone).date()
        if day == self._today + timedelta(days=1):
            return str(self._said["tomorrow"])
        return format_date(day, self._said["day"], locale=self._said["locale"])
