"""Clock times as people write them, and which hour of the day a bare one means for a delivery.

A clock hour without am or pm lies between 08:00 and 20:59; eight fits twice.
"""

import re
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

Half = Literal["am", "pm"]

_AM_PM = r"(?: ?[ap]\.? ?m\b\.?|[ap]\b)"
_HALF_WORDS = (
    r"(?:(?:in|on) the (?:early |late )?(?:morning|afternoon|evening)|(?:at|in the) night|tonight"
    r"|de la (?:manana|tarde|noche|madrugada)|por la (?:manana|tarde|noche)"
    r"|du (?:matin|soir)|de l'apres[- ]midi|(?:in )?the (?:morning|afternoon|evening))"
)
_NAMED = {
    "noon": 12,
    "midday": 12,
    "mid-day": 12,
    "midi": 12,
    "mediodia": 12,
    "midnight": 0,
    "minuit": 0,
    "medianoche": 0,
}

# Forms that are a time wherever they stand; a bare number is one only behind a word such as "at" or inside a range.
CLEAR = (
    rf"(?:half(?: past| after)? \d{{1,2}}|halb \d{{1,2}}|(?:a )?quarter (?:past|after|to|before|of"
    rf"|till) \d{{1,2}}|(?:5|10|20|25|\d{{1,2}} min(?:ute)?s?) past \d{{1,2}}"
    rf"|(?:20|25|\d{{1,2}} min(?:ute)?s?) to \d{{1,2}}|(?:las? )?\d{{1,2}} (?:y (?:media|cuarto)"
    rf"|menos cuarto)|\d{{1,2}} ?h(?:eures?)? (?:et demie|et quart|moins le quart)"
    rf"|\d{{1,2}} ?[:h] ?\d{{2}}(?::\d{{2}})?(?!\d)(?: ?h(?:rs)?\b)?|\d{{1,2}}\.(?:00|1[3-9]"
    rf"|[2-5]\d)(?![\d.])|\d{{1,2}} ?(?:o['\"]?clock|h(?:eures?|rs?)?\b|uhr\b)|\d{{1,2}}(?={_AM_PM})"
    rf"|\d{{4}} ?(?:hrs?|hours)\b|\d{{1,2}}(?= {_HALF_WORDS})"
    rf"|(?:12 )?(?:{'|'.join(_NAMED)})){_AM_PM}?(?: {_HALF_WORDS})?"
)
BARE = (
    r"(?:\d{4}(?!-\d)|\d{1,2})(?![\d:/]|[.,]\d|(?: ?| [a-z]+ )(?:stars?|st|nd|rd|th|days?|weeks?|months?|min|mins"
    r"|minutes?|people|pers|boxes|parcels?|packages?|items?|of them|dias|jours|semanas?|semaines?|%)\b)"
)
TIME = rf"(?:{CLEAR}|{BARE})"

_READ = re.compile(
    rf"(?:(?P<half_past>half(?: past| after)?) (?P<h1>\d{{1,2}})|halb (?P<halb>\d{{1,2}})"
    rf"|(?:a )?(?P<quarter>quarter|\d{{1,2}})(?: min(?:ute)?s?)? (?P<side>past|after|to|before|of"
    rf"|till) (?P<h2>\d{{1,2}})"
    rf"|(?:las? )?(?P<h3>\d{{1,2}})(?: ?h(?:eures?)?)? (?P<romance>y media|y cuarto|menos cuarto|et demie"
    rf"|et quart|moins le quart)"
    rf"|(?P<h4>\d{{1,2}}) ?[:h.] ?(?P<m4>\d{{2}})(?::\d{{2}})?|(?P<four>\d{{4}})"
    rf"|(?:12 )?(?P<named>{'|'.join(_NAMED)})|(?P<h5>\d{{1,2}}) ?(?P<french>h\b|heures?|hrs?\b|uhr)?)"
    rf"(?P<rest>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A written time: hour and minute as said, with its half of the day where that was said."""

    hour: int
    minute: int
    half: Half | None = None
    exact: bool = False  # written in 24 hours or by name


def read(written: str) -> Clock | None:
    """Read one written time; None where the digits are no time of day."""
    found = _READ.match(written.strip())
    if found is None or (clock := _digits(found)).hour > 23 or clock.minute > 59:
        return None
    half = _half(found["rest"])
    if half and clock.hour <= 12 and not found["named"]:
        return replace(clock, half=half, exact=False)
    return clock


def readings(clock: Clock, *, half: Half | None = None) -> tuple[time, ...]:
    """Return the times of day a written time can mean, one unless it is eight o'clock."""
    said = clock.half or (None if clock.exact else half)
    if clock.exact:
        return (time(clock.hour, clock.minute),)
    if said:
        return (time(clock.hour % 12 + (12 if said == "pm" else 0), clock.minute),)
    if clock.hour == 8:
        return (time(8, clock.minute), time(20, clock.minute))
    return (time(clock.hour + 12 if clock.hour < 8 else clock.hour, clock.minute),)


def window(first: Clock, last: Clock, *, half: Half | None = None) -> tuple[time, time] | None:
    """Return the range between two written times: forward, and inside the delivery hours where that can be."""
    starts, ends = _both(first, half), _both(last, half)
    pairs = [(start, end) for start in starts for end in ends if start < end]
    if not pairs:
        return None
    inside = [pair for pair in pairs if pair[0] >= time(8) and pair[1] <= time(21)]
    if first.half is None and last.half and len(pairs) > 1:
        same = [pair for pair in pairs if (pair[0] >= time(12)) == (pair[1] >= time(12))]
        return min(same or inside or pairs)
    return min(inside or pairs, key=_length)


def is_minutes_to(first: Clock, last: Clock) -> bool:
    """Tell whether "five to four" can only be a time: as a range it would not run forward inside the hours."""
    plain = first.half is None and last.half is None and not first.exact and not last.exact
    if not (plain and first.minute == last.minute == 0 and first.hour in (5, 10)):
        return False
    pair = window(first, last)
    return pair is None or pair[0] < time(8)


def minutes_to(first: Clock, last: Clock) -> Clock:
    """Return the time so many minutes before an hour."""
    return Clock((last.hour - 2) % 12 + 1, 60 - first.hour)


def _length(pair: tuple[time, time]) -> tuple[int, time]:
    start, end = pair
    return (end.hour - start.hour) * 60 + end.minute - start.minute, start


def _both(clock: Clock, half: Half | None) -> tuple[time, ...]:
    if clock.exact or clock.half or half:
        return readings(clock, half=half)
    return (time(clock.hour % 12, clock.minute), time(clock.hour % 12 + 12, clock.minute))


def _digits(found: re.Match[str]) -> Clock:
    """Return hour and minute of the form that matched."""
    if found["half_past"]:
        return Clock(int(found["h1"]), 30)
    if found["halb"]:
        return Clock((int(found["halb"]) - 2) % 12 + 1, 30)
    if found["side"]:
        count = 15 if found["quarter"] == "quarter" else int(found["quarter"])
        hour = int(found["h2"])
        return (
            Clock(hour, count)
            if found["side"] in ("past", "after")
            else Clock((hour - 2) % 12 + 1 if hour <= 12 else hour - 1, 60 - count)
        )
    if found["romance"]:
        return _romance(int(found["h3"]), found["romance"])
    if found["four"]:
        return Clock(int(found["four"][:2]), int(found["four"][2:]), exact=True)
    if found["named"]:
        return Clock(_NAMED[found["named"]], 0, exact=True)
    digits = found["h4"] or found["h5"]
    hour, minute = int(digits), int(found["m4"] or 0)
    exact = hour > 12 or hour == 0 or (len(digits) == 2 and digits[0] == "0")
    return Clock(hour, minute, exact=exact)


def _romance(hour: int, said: str) -> Clock:
    if said.startswith(("menos", "moins")):
        return Clock((hour - 2) % 12 + 1 if hour <= 12 else hour - 1, 45, exact=hour > 13)
    return Clock(hour, 30 if said in ("y media", "et demie") else 15, exact=hour > 12)


def _half(rest: str) -> Half | None:
    """Return the half of the day named behind a time."""
    rest = rest.strip()
    if re.match(r"(?:o['\"]?clock|h\b|hrs?\b|heures?)? ?(?:a(?:\.? ?m)?\b|.*(?:morning|manana|matin|madrugada))", rest):
        return "am"
    if re.match(
        r"(?:o['\"]?clock|h\b|hrs?\b|heures?)?"
        r" ?(?:p(?:\.? ?m)?\b|.*(?:afternoon|evening|night|tarde|noche|soir|apres))",
        rest,
    ):
        return "pm"
    return None
