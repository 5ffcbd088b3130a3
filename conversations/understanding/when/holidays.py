"""Named days of the year by country: what they are called and when they fall."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

_US_ZONES = re.compile(
    r"America/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Detroit|Boise|Anchorage|Juneau|Sitka|Nome"
    r"|Adak|Menominee|Indiana/.*|Kentucky/.*|North_Dakota/.*|Indianapolis|Louisville)|US/.*"
    r"|Pacific/(?:Honolulu|Guam)|America/Puerto_Rico"
)
_CA_ZONES = re.compile(
    r"America/(?:Toronto|Vancouver|Winnipeg|Halifax|Edmonton|St_Johns|Regina|Montreal|Moncton|Whitehorse"
    r"|Calgary|Iqaluit)|Canada/.*"
)
_ZONES = {
    "Europe/London": "GB", "Europe/Belfast": "GB", "GB": "GB", "Europe/Dublin": "IE",
    "Europe/Paris": "FR", "Europe/Madrid": "ES", "Atlantic/Canary": "ES",
    "Europe/Berlin": "DE", "Europe/Vienna": "AT", "Europe/Zurich": "CH",
    "Europe/Brussels": "BE", "Pacific/Auckland": "NZ", "America/Mexico_City": "MX",
    "Asia/Manila": "PH",
}  # fmt: skip
MONTH_FIRST = frozenset(("US", "CA", "PH"))


def country(zone: str) -> str:
    """Return the country of a zone as two letters, empty where we do not know it."""
    if _US_ZONES.fullmatch(zone):
        return "US"
    if _CA_ZONES.fullmatch(zone):
        return "CA"
    return "AU" if zone.startswith("Australia/") else _ZONES.get(zone, "")


def nth_weekday(year: int, month: int, *, weekday: int, nth: int) -> date | None:
    """Return the nth such weekday of a month (0 is Monday; -1 is the last); None where there is no such day."""
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return day if day.month == month else None


def next_named(name: re.Match[str], *, today: date, country: str) -> date:
    """Return the next date, today included, of a holiday that `NAMED` matched."""
    rule = _RULES[int((name.lastgroup or "h0")[1:])][1]
    this_year = rule(today.year, country)
    return this_year if this_year >= today else rule(today.year + 1, country)


def _fixed(month: int, day: int) -> Callable[[int, str], date]:
    return lambda year, _: date(year, month, day)


def _easter(days: int) -> Callable[[int, str], date]:
    return lambda year, _: easter(year) + timedelta(days=days)


def _weekday(month: int, weekday: int, nth: int) -> Callable[[int, str], date]:
    return lambda year, _: nth_weekday(year, month, weekday=weekday, nth=nth) or date(year, month, 28)


def _thanksgiving(year: int, country: str) -> date:
    return _weekday(10, 0, 2)(year, country) if country == "CA" else _weekday(11, 3, 4)(year, country)


def _labour_day(year: int, country: str) -> date:
    if country in ("US", "CA"):
        return _weekday(9, 0, 1)(year, country)
    return _weekday(5, 0, 1)(year, country) if country in ("GB", "IE") else date(year, 5, 1)


def _mothers_day(year: int, country: str) -> date:
    if country in ("GB", "IE"):
        return easter(year) - timedelta(days=21)
    if country == "FR":
        return _weekday(5, 6, -1)(year, country)
    return _weekday(5, 6, 1 if country == "ES" else 2)(year, country)


def _fathers_day(year: int, country: str) -> date:
    if country == "ES":
        return date(year, 3, 19)
    return _weekday(9, 6, 1)(year, country) if country in ("AU", "NZ") else _weekday(6, 6, 3)(year, country)


def _memorial_or_spring(year: int, country: str) -> date:
    return _weekday(5, 0, -1)(year, country)


def _national_day(year: int, country: str) -> date:
    month, day = {"FR": (7, 14), "ES": (10, 12), "CA": (7, 1), "AU": (1, 26), "DE": (10, 3)}.get(country, (7, 4))
    return date(year, month, day)


def _black_friday(year: int, country: str) -> date:
    return _weekday(11, 3, 4)(year, country) + timedelta(days=1)


def _cyber_monday(year: int, country: str) -> date:
    return _weekday(11, 3, 4)(year, country) + timedelta(days=4)


_XMAS = r"(?:christmas|xmas|x-mas)"
_RULES: tuple[tuple[str, Callable[[int, str], date]], ...] = (
    (rf"{_XMAS} eve|nochebuena|(?:la )?veille de noel|reveillon de noel", _fixed(12, 24)),
    (r"boxing day|st\.? stephen's day|(?:day after|lendemain de) (?:christmas|noel)", _fixed(12, 26)),
    (
        r"new year'?s? eve|nye|nochevieja|fin de ano|(?:la )?saint[- ]sylvestre|reveillon(?: du nouvel an)?",
        _fixed(12, 31),
    ),
    (r"new year'?s?(?: day)?|ano nuevo|(?:le )?(?:jour de l'an|nouvel an)", _fixed(1, 1)),
    (rf"{_XMAS}(?: day)?|(?:dia de )?navidad|(?:jour de )?noel", _fixed(12, 25)),
    (r"epiphany|(?:dia de )?(?:los )?reyes(?: magos)?|(?:l')?epiphanie", _fixed(1, 6)),
    (r"(?:the )?day after thanksgiving|black friday", _black_friday),
    (r"cyber monday", _cyber_monday),
    (r"thanksgiving(?: day)?|turkey day", _thanksgiving),
    (r"halloween", _fixed(10, 31)),
    (r"all saints'?(?: day)?|todos los santos|toussaint", _fixed(11, 1)),
    (r"(?:st\.? |saint )?valentine'?s?(?: day)?|san valentin|(?:la )?saint[- ]valentin", _fixed(2, 14)),
    (r"(?:st\.?|saint) (?:patrick|paddy)'?s(?: day)?|paddy'?s day", _fixed(3, 17)),
    (r"good friday|viernes santo|vendredi saint", _easter(-2)),
    (r"easter monday|lunes de pascua|lundi de paques", _easter(1)),
    (r"maundy thursday|jueves santo", _easter(-3)),
    (r"ash wednesday|miercoles de ceniza", _easter(-46)),
    (r"palm sunday|domingo de ramos|dimanche des rameaux", _easter(-7)),
    (r"easter(?: sunday| day)?|(?:domingo de )?pascua|paques", _easter(0)),
    (r"ascension(?: day)?|(?:jeudi de )?l'ascension", _easter(39)),
    (r"whit monday|pentecost monday|lundi de pentecote", _easter(50)),
    (r"whit sunday|pentecost|pentecote", _easter(49)),
    (r"(?:martin luther king(?: jr\.?)?'?s?|mlk)(?: day)?", _weekday(1, 0, 3)),
    (r"president'?s'? day", _weekday(2, 0, 3)),
    (r"memorial day|(?:spring|late may) bank holiday", _memorial_or_spring),
    (r"juneteenth", _fixed(6, 19)),
    (r"(?:the )?(?:4th|fourth) of july|independence day|july (?:4th|fourth)", _fixed(7, 4)),
    (r"bastille day|(?:le )?14 juillet|fete nationale|national day|fiesta nacional", _national_day),
    (r"(?:summer|august) bank holiday", _weekday(8, 0, -1)),
    (r"(?:early may|may day) bank holiday", _weekday(5, 0, 1)),
    (r"labou?r day|may day|(?:dia del trabajo|dia del trabajador)|fete du travail", _labour_day),
    (r"columbus day|indigenous people'?s'? day", _weekday(10, 0, 2)),
    (r"veterans'? day|armistice(?: day)?|remembrance day|(?:l')?armistice", _fixed(11, 11)),
    (r"guy fawkes(?: night)?|bonfire night", _fixed(11, 5)),
    (r"burns night", _fixed(1, 25)),
    (r"canada day", _fixed(7, 1)),
    (r"australia day", _fixed(1, 26)),
    (r"anzac day", _fixed(4, 25)),
    (r"waitangi day", _fixed(2, 6)),
    (r"cinco de mayo", _fixed(5, 5)),
    (r"groundhog day|candlemas|chandeleur", _fixed(2, 2)),
    (r"april fool'?s'?(?: day)?", _fixed(4, 1)),
    (r"mother'?s'?(?: day)|mothering sunday|dia de la madre|fete des meres", _mothers_day),
    (r"father'?s'?(?: day)|dia del padre|fete des peres", _fathers_day),
    (r"assumption(?: day)?|(?:l')?assomption|la asuncion", _fixed(8, 15)),
    (r"earth day", _fixed(4, 22)),
    (r"immaculate conception|la inmaculada", _fixed(12, 8)),
)
NAMED = re.compile("|".join(rf"(?P<h{number}>(?<!\w)(?:{names})(?!\w))" for number, (names, _) in enumerate(_RULES)))
