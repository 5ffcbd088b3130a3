"""Days that people name: today and tomorrow, weekdays, dates in words and digits, holidays, days counted from now.

A day found here has one date, several it may mean, or none because it is not one day. Which of several days of one text
counts is decided in `phrase`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.understanding.when import holidays
from conversations.understanding.when.names import DAY, MONTH_NUMBER, SHORT, weekday_of


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a text: its possible dates, likeliest first, and where it stands; none where it is no date at all."""

    dates: tuple[date, ...]
    start: int
    end: int
    kind: str
    weekday: int | None = None  # where only a weekday was said
    bare: bool = False  # a weekday without any word such as "next"


def find(text: str, *, today: date, hour: int, zone: str, language: str) -> Iterator[Day]:
    """Yield the days in a folded text with digits for number words, in order."""
    land = holidays.country(zone)
    taken: list[tuple[int, int]] = []
    for name in holidays.NAMED.finditer(text):
        taken.append(name.span())
        yield Day((holidays.next_named(name, today=today, country=land),), *name.span(), "holiday")
    for found in DAY.finditer(text):
        if any(found.start() < end and start < found.end() for start, end in taken):
            continue
        if day := _read(found, today=today, hour=hour, land=land, language=language):
            yield day


def _read(found: re.Match[str], *, today: date, hour: int, land: str, language: str) -> Day | None:
    """Turn one match into a day by the first form that matched."""
    start, end = found.span()
    start += len(found[0]) - len(found[0].lstrip())
    said = {name: value for name, value in found.groupdict().items() if value is not None}
    if "wd" in said:
        return _weekday(said, start, end, today=today, hour=hour, language=language)
    kind, rule = next((kind, rule) for key, kind, rule in _RULES if key in said)
    dates = rule(said, today, hour, land)
    return Day(dates, start, end, kind) if dates is not None else None


def _weekday(said: dict[str, str], start: int, end: int, *, today: date, hour: int, language: str) -> Day | None:
    """Read a weekday with or without "this" or "next": its next occurrence, two candidates where it is today's."""
    if language != "en" and SHORT.fullmatch(said["wd"]):
        return None
    number = weekday_of(said["wd"])
    coming = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    is_next = said.get("mod", "") in ("next", "proximo", "el proximo", "following") or said.get("post", "").strip() in (
        "prochain",
        "proximo",
        "next",
    )
    if is_next:
        next_week = today + timedelta(days=7 - today.weekday() + number)
        dates = (coming,) if coming == next_week else (coming, next_week)
        return Day(dates, start, end, "next weekday", number)
    if coming == today + timedelta(days=7) and hour < 21 and said.get("post") is None:
        return Day((today, coming), start, end, "weekday", number, bare=True)
    return Day((coming,), start, end, "weekday", number, bare=True)


def _numbers(said: dict[str, str], today: date, hour: int, land: str) -> tuple[date, ...] | None:
    """Read two numbers: the reading that is a date, or both, the zone's habit first; a last dot means day first."""
    first, second, mark = int(said["first"]), int(said["second"]), said["sep"].strip()
    dotted = "dot" in said or (mark == "." and "two_y" in said)
    if mark == "." and not dotted and (second >= 13 or second == 0):
        return None
    if (
        mark == "-"
        and "two_y" not in said
        and (second > 12 or first > 12)
        and first < second
        and 7 <= first <= 21
        and second <= 22
    ):
        return None
    if mark == "-" and "two_y" not in said and first <= 12 and second <= 12:
        return None
    orders = (
        [(second, first)]
        if dotted
        else [(first, second), (second, first)]
        if land in holidays.MONTH_FIRST
        else [(second, first), (first, second)]
    )
    dates = [day for month, number in orders if (day := _dated(month, number, said.get("two_y"), today=today))]
    return tuple(dict.fromkeys(dates)) or None


def _dated(month: int, day: int, year: str | None, *, today: date) -> date | None:
    """Return the date, the next such one where no year was said; None where there is none."""
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else range(today.year, today.year + 9)
    for number in years:
        try:
            dated = date(number, month, day)
        except ValueError:
            continue
        if year or dated >= today:
            return dated
    return None


def _one(dated: date | None) -> tuple[date, ...] | None:
    return (dated,) if dated else None


def _day_number(said: dict[str, str], today: date, hour: int, land: str) -> tuple[date, ...] | None:
    """Return the next date with a day number, months without it skipped."""
    number = int(said.get("day_n") or said.get("day_th") or said["day_of"])
    which = said.get("which") or said.get("which_th") or said.get("which_of") or ""
    month = today.year * 12 + today.month - 1 + (1 if "next" in which else 0)
    for index in range(month, month + 9):
        try:
            dated = date(index // 12, index % 12 + 1, number)
        except ValueError:
            continue
        if dated >= today:
            return (dated,)
    return None


def _nth_of_month(said: dict[str, str], today: date, hour: int, land: str) -> tuple[date, ...] | None:
    """Return the first, second or last weekday of a month, counted in the calendar, never before today."""
    nth = -1 if said["nth"] in ("last", "ultimo", "dernier") else int(said["nth"][0]) if said["nth"][0].isdigit() else 1
    month = MONTH_NUMBER.get(said["of_month"])
    if month and "of_y" in said:
        return _one(holidays.nth_weekday(int(said["of_y"]), month, weekday=weekday_of(said["of_wd"]), nth=nth))
    index = today.year * 12 + (month or today.month) - 1 + (1 if said["of_month"] == "next month" else 0)
    for step in range(0, 37, 12 if month else 1):
        dated = holidays.nth_weekday(
            (index + step) // 12, (index + step) % 12 + 1, weekday=weekday_of(said["of_wd"]), nth=nth
        )
        if dated and dated >= today:
            return (dated,)
    return None


def _ahead(said: dict[str, str], today: date, hour: int, land: str) -> tuple[date, ...] | None:
    """Count days, weeks or months from today; "a couple" is no number."""
    if "fortnight" in said:
        return (today + timedelta(days=14),)
    count, unit = said.get("in_n") or said["from_n"], said.get("in_unit") or said["from_unit"]
    if "couple" in count:
        return ()
    number = int(count) if count.isdigit() else 1
    if unit.startswith(("month", "mes", "mois")):
        return ()
    if number in (8, 15) and unit.startswith(("jour", "dia")):
        number -= 1
    days = 14 if unit.startswith("fortnight") else 7 if unit.startswith(("week", "sem")) else 1
    return (today + timedelta(days=number * days),)


def _weeks_on(said: dict[str, str], today: date, hour: int, land: str) -> tuple[date, ...] | None:
    """Read "Friday week", "a week on Friday" and their kin."""
    name = next(said[key] for key in ("week_on", "wd_week", "fort_on", "many_on") if key in said)
    weeks = (
        int(said["weeks_on"]) if "weeks_on" in said else 2 if "fort_on" in said or said.get("far") == "fortnight" else 1
    )
    if name in ("today", "tomorrow", "tmrw"):
        base = today + timedelta(days=name != "today")
    else:
        base = today + timedelta(days=(weekday_of(name) - today.weekday() - 1) % 7 + 1)
    return (base + timedelta(weeks=weeks),)


def _next_week(said: dict[str, str], today: date, hour: int, land: str) -> tuple[date, ...] | None:
    """Read a weekday of the next calendar week."""
    number = weekday_of(said.get("nw_a") or said.get("nw_b") or said["wd_after_next"])
    if "wd_after_next" in said:
        return (today + timedelta(days=(number - today.weekday() - 1) % 7 + 8),)
    return (today + timedelta(days=7 - today.weekday() + number),)


_RULES = (
    (
        "iso_y",
        "date",
        lambda said, today, hour, land: _one(
            _dated(int(said["iso_m"]), int(said["iso_d"]), said["iso_y"], today=today)
        ),
    ),
    ("first", "date", _numbers),
    ("nth", "date", _nth_of_month),
    (
        "dm_d",
        "date",
        lambda said, today, hour, land: _one(
            _dated(MONTH_NUMBER[said["dm_m"]], int(said["dm_d"]), said.get("dm_y"), today=today)
        ),
    ),
    (
        "md_m",
        "date",
        lambda said, today, hour, land: _one(
            _dated(MONTH_NUMBER[said["md_m"]], int(said["md_d"]), said.get("md_y"), today=today)
        ),
    ),
    ("week_on", "counted", _weeks_on),
    ("wd_week", "counted", _weeks_on),
    ("fort_on", "counted", _weeks_on),
    ("weeks_on", "counted", _weeks_on),
    ("in_n", "counted", _ahead),
    ("from_n", "counted", _ahead),
    ("fortnight", "counted", _ahead),
    ("nw_a", "weekday of next week", _next_week),
    ("nw_b", "weekday of next week", _next_week),
    ("wd_after_next", "weekday of next week", _next_week),
    ("after_tomorrow", "counted", lambda said, today, hour, land: (today + timedelta(days=2),)),
    (
        "tomorrow",
        "tomorrow",
        lambda said, today, hour, land: (
            (today, today + timedelta(days=1)) if hour < 4 else (today + timedelta(days=1),)
        ),
    ),
    ("today", "today", lambda said, today, hour, land: (today,)),
    ("day_n", "day number", _day_number),
    ("day_th", "day number", _day_number),
    ("day_of", "day number", _day_number),
)
