"""Days that people name: today and tomorrow, weekdays, dates in words and digits, holidays, days counted from now.

A day found here has one date, several it may mean, or none because it is not one day. Which of several days of one text
counts is decided in `phrase`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.understanding.when import holidays

_WEEKDAYS = {
    0: r"mondays?|mon(?!\w)|lunes|lundi", 1: r"tuesdays?|tues?|martes|mardi", 2: r"wednesdays?|weds?|wensday|wednsday|miercoles|mercredi",
    3: r"thursdays?|thurs?|thur?|thrs|jueves|jeudi", 4: r"fridays?|fri|viernes|vendredi", 5: r"saturdays?|sat|sabado|samedi", 6: r"sundays?|sun|domingo|dimanche",
}  # fmt: skip
_MONTHS = {
    1: "january|jan|enero|janvier", 2: "february|feb|febrero|fevrier", 3: "march|mar|marzo|mars", 4: "april|apr|abril|avril", 5: "may|mayo|mai",
    6: "june|jun|junio|juin", 7: "july|jul|julio|juillet", 8: "august|aug|agosto|aout", 9: "september|sept|sep|septiembre|setiembre|septembre",
    10: "october|oct|octubre|octobre", 11: "november|nov|noviembre|novembre", 12: "december|dec|diciembre|decembre",
}  # fmt: skip
# In French and Spanish these are everyday words.
_SHORT = re.compile(r"mon|sat|sun|mar|mai|wed")
WEEKDAY = "|".join(_WEEKDAYS.values())
MONTH = "|".join(_MONTHS.values())
_NTH = r"(?P<nth>1st|first|2nd|3rd|4th|5th|[1-5]th|last|primer|ultimo|dernier|premier)"
_ORD = r"(?:st|nd|rd|th|er|eme|o)"
_NEXT_WEEK = r"(?: of)?(?: the)? next week|(?: de)? la (?:proxima semana|semana que viene)|(?: de)? la semaine prochaine"
_FORMS = (
    r"(?:the |on )?(?P<day_of>\d{1,2})(?:st|nd|rd|th)?(?: day)? of (?:the )?(?P<which_of>next month|this month|month)(?!\w)",
    rf"(?P<iso_y>\d{{4}})[-/.](?P<iso_m>\d{{1,2}})[-/.](?P<iso_d>\d{{1,2}})(?!\d)",
    rf"(?P<first>\d{{1,2}})(?P<sep> ?[/.-] ?)(?P<second>\d{{1,2}})(?:(?:\s?[/.-]\s?)(?P<two_y>\d{{4}}|\d{{2}})(?!\d)|(?P<dot>\.)(?=\W|$))?(?![\d:]|-?\d| ?(?:am|pm|h|o'?clock|uhr)\b)",
    rf"{_NTH} (?P<of_wd>{WEEKDAY})(?: of| in| de| du)? (?:the )?(?P<of_month>{MONTH}|month|this month|next month|mes|mois)(?: (?P<of_y>\d{{4}}))?",
    rf"(?:the |el |le )?(?P<dm_d>\d{{1,2}}){_ORD}?(?: day)?(?: of| de|,)? ?(?P<dm_m>{MONTH})\.?(?:,? (?:de |of )?(?P<dm_y>\d{{4}}))?(?!\w)",
    rf"(?P<md_m>{MONTH})\.? (?:the |el |le )?(?P<md_d>\d{{1,2}}){_ORD}?(?! ?(?::|am\b|pm\b|o'?clock|h\b|-\d))(?:,? (?P<md_y>\d{{4}}))?(?!\w)",
    rf"(?:(?:a|1|one) week (?:on |from )?(?P<week_on>{WEEKDAY}|today|tomorrow)|(?P<wd_week>{WEEKDAY}|today|tomorrow) (?P<far>week|fortnight)(?!\w)(?! (?:or|and))|(?:a|1) fortnight (?:on|from) (?P<fort_on>{WEEKDAY}|today|tomorrow)"
    rf"|(?P<weeks_on>\d) weeks (?:on|from) (?P<many_on>{WEEKDAY}|today|tomorrow|tmrw))",
    r"(?:in |within exactly |dans |d'ici |en |dentro de )(?:about )?(?P<in_n>\d{1,2}|a|an|une|un|una|a couple of|couple of) (?P<in_unit>days?|weeks?|fortnights?|months?|dias?|semanas?|mes(?:es)?|jours?|semaines?|mois)(?!\w)(?:'? time)?"
    r"|(?P<from_n>\d{1,2}|a|an|one) (?P<from_unit>days?|weeks?|fortnights?|months?) (?:from (?:now|today)|hence)|(?P<fortnight>(?:in a )?fortnight(?! on))",
    rf"(?:(?P<next>next|proximo|el proximo) )?(?:next week|la proxima semana|la semaine prochaine)(?: on)? (?P<nw_a>{WEEKDAY})|(?:on |the |el |le )?(?P<nw_b>{WEEKDAY})(?:{_NEXT_WEEK})|(?P<wd_after_next>{WEEKDAY}) after next",
    rf"(?P<mod>this coming|this|coming|next|following|el proximo|proximo|este|ce|el|le|on|the)?(?:^| |(?<=\W))(?P<wd>{WEEKDAY})\.?(?P<post> (?:prochain|proximo|que viene|qui vient|next))?(?!\w)",
    r"(?P<after_tomorrow>(?:the )?day after tomorrow|day after tmrw|overmorrow|pasado manana|apres[- ]demain|(?:the )?day after next)",
    r"(?P<tomorrow>tomorr?ow|tomorow|tommorr?ow|tomorrows|tmrw|tmw|tmr|tomo|tomoz|2moro|2morrow|2mrw|morgen|demain|(?<!la )(?<!esta )manana)",
    r"(?P<today>today|2day|tday|later today|hoy|aujourd'?hui|right now|this very day)",
    rf"(?:the|on the|for the|el|el dia|dia|le) (?P<day_n>\d{{1,2}}){_ORD}?(?! ?(?::|am\b|pm\b|o'?clock|h\b|heures?|-\d|parcels?|packages?|boxes|/))(?:(?: of| de)? (?P<which>this month|next month|the month|este mes|del mes|de ce mois|du mois|the next month))?(?!\w)|(?<![\w.])(?P<day_th>\d{{1,2}})(?:st|nd|rd|th)(?:(?: of| de)? (?P<which_th>this month|next month|the month))?(?! (?:floor|street|st|ave|avenue|door|house|flat|time|one))(?!\w)",
)
_DAY = re.compile("|".join(rf"(?<![\w/:.])(?:{form})" for form in _FORMS))
_MONTH_NUMBER = {name: number for number, names in _MONTHS.items() for name in names.split("|")}


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a text: its possible dates, likeliest first, and where it stands; no dates where it is no date at all."""

    dates: tuple[date, ...]
    start: int
    end: int
    kind: str
    weekday: int | None = None  # where only a weekday was said
    bare: bool = False  # a weekday without any word such as "next"


def weekday_of(name: str) -> int:
    """Return the number of a weekday's name, 0 for Monday."""
    return next(number for number, names in _WEEKDAYS.items() if re.fullmatch(names, name))


def find(text: str, *, today: date, hour: int, zone: str, language: str) -> Iterator[Day]:
    """Yield the days in a folded text with digits for number words, in order."""
    land = holidays.country(zone)
    taken: list[tuple[int, int]] = []
    for name in holidays.NAMED.finditer(text):
        taken.append(name.span())
        yield Day((holidays.next_named(name, today=today, country=land),), *name.span(), "holiday")
    for found in _DAY.finditer(text):
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
    for key, kind, rule in _RULES:
        if key in said:
            dates = rule(said, today, hour, land)
            return Day(dates, start, end, kind) if dates is not None else None
    return None


def _weekday(said: dict[str, str], start: int, end: int, *, today: date, hour: int, language: str) -> Day | None:
    """Read a weekday with or without "this" or "next": its next occurrence, two candidates where it is today's."""
    if language != "en" and _SHORT.fullmatch(said["wd"]):
        return None
    number = weekday_of(said["wd"])
    coming = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    is_next = said.get("mod", "") in ("next", "proximo", "el proximo", "following") or said.get("post", "").strip() in ("prochain", "proximo", "next")
    if is_next:
        next_week = today + timedelta(days=7 - today.weekday() + number)
        dates = (coming,) if coming == next_week else (coming, next_week)
        return Day(dates, start, end, "next weekday", number)
    if coming == today + timedelta(days=7) and hour < 21 and said.get("post") is None:
        return Day((today, coming), start, end, "weekday", number, bare=True)
    return Day((coming,), start, end, "weekday", number, bare=True)


def _numbers(said: dict[str, str], today: date, hour: int, land: str) -> tuple[date, ...] | None:
    """Read two numbers: the one reading that is a date, or both, the zone's habit first; dots at the end mean day first."""
    first, second, mark = int(said["first"]), int(said["second"]), said["sep"].strip()
    dotted = "dot" in said or (mark == "." and "two_y" in said)
    if mark == "." and not dotted and (second >= 13 or second == 0):
        return None
    if mark == "-" and "two_y" not in said and (second > 12 or first > 12) and first < second and 7 <= first <= 21 and second <= 22:
        return None
    if mark == "-" and "two_y" not in said and first <= 12 and second <= 12:
        return None
    orders = [(second, first)] if dotted else [(first, second), (second, first)] if land in holidays.MONTH_FIRST else [(second, first), (first, second)]
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
    month = _MONTH_NUMBER.get(said["of_month"])
    if month and "of_y" in said:
        return _one(holidays.nth_weekday(int(said["of_y"]), month, weekday=weekday_of(said["of_wd"]), nth=nth))
    index = today.year * 12 + (month or today.month) - 1 + (1 if said["of_month"] == "next month" else 0)
    for step in range(0, 37, 12 if month else 1):
        dated = holidays.nth_weekday((index + step) // 12, (index + step) % 12 + 1, weekday=weekday_of(said["of_wd"]), nth=nth)
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
    weeks = int(said["weeks_on"]) if "weeks_on" in said else 2 if "fort_on" in said or said.get("far") == "fortnight" else 1
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
    ("iso_y", "date", lambda said, today, hour, land: _one(_dated(int(said["iso_m"]), int(said["iso_d"]), said["iso_y"], today=today))),
    ("first", "date", _numbers),
    ("nth", "date", _nth_of_month),
    ("dm_d", "date", lambda said, today, hour, land: _one(_dated(_MONTH_NUMBER[said["dm_m"]], int(said["dm_d"]), said.get("dm_y"), today=today))),
    ("md_m", "date", lambda said, today, hour, land: _one(_dated(_MONTH_NUMBER[said["md_m"]], int(said["md_d"]), said.get("md_y"), today=today))),
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
    ("tomorrow", "tomorrow", lambda said, today, hour, land: (today, today + timedelta(days=1)) if hour < 4 else (today + timedelta(days=1),)),
    ("today", "today", lambda said, today, hour, land: (today,)),
    ("day_n", "day number", _day_number),
    ("day_th", "day number", _day_number),
    ("day_of", "day number", _day_number),
)
