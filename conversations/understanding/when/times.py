"""The times of day in a text as one window: single times, "after", "before", ranges, parts of the day, and together."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from conversations.understanding.when import clock, parts
from conversations.understanding.when.clock import Half

_LAS = r"(?:(?:a )?las? |l')?"
_ABOUT = r"(?:(?:about|around|approx\w*|roughly) )?"
_AFTER = (
    r"(?:not (?:before|earlier than|until|till|til)|no (?:earlier|sooner) than|after|from|past|later than"
    r"|since|starting(?: at| from)?|start|as of|any ?time after|home (?:at|from|by|after)"
    r"|finish(?:ing)? (?:work )?(?:at|by|around)|back (?:at|by|from|around)"
    r"|despues de|a partir de|desde|no antes de|pasadas|apres|a partir de|des|pas avant)"
)
_BEFORE = (
    r"(?:by|before|until|till|til|up to|no later than|not (?:after|later than)|latest(?: by| at)?|leav(?:e"
    r"|ing)(?: home)? at|have to (?:go|leave) (?:at|by)|antes de|hasta|no mas tarde de|no despues de"
    r"|como (?:muy )?tarde|avant|jusqu'a|au plus tard(?: a)?|pas apres)"
)
_ROUGHLY = (
    r"(?:around|about|approx\w*\.?|roughly|circa|~|sobre|hacia|a eso de|alrededor de|vers|environ|autour de"
    r"|aux alentours de|round)"
)
_TIMES = re.compile(
    rf"(?:(?<![\w:./-])(?:(?:between|entre|any ?time between) {_ABOUT}{_LAS}(?P<b1>{clock.TIME}) ?(?:and|&"
    rf"|y|et|to|-|n) ?{_LAS}(?P<b2>{clock.TIME})"
    rf"|(?:(?:from|de|desde|d'|window|at) ?{_ABOUT})?{_LAS}(?!(?:20|25) to )(?P<r1>{clock.TIME}) ?(?:-+|to"
    rf"|till|until|til"
    rf"|thru|through|a|hasta|jusqu'a|--) ?{_LAS}(?P<r2>{clock.TIME})"
    rf"|{_AFTER} {_ABOUT}{_LAS}(?P<a1>{clock.TIME})(?: onwards?| on(?= ?$))?"
    rf"|{_BEFORE} {_ABOUT}{_LAS}(?P<u1>{clock.TIME})|(?P<a2>{clock.TIME})(?: ?\+| (?:onwards?|or (?:later"
    rf"|after)|and (?:later|after)|en adelante|ou (?:plus tard|apres)|o mas tarde|minimum))"
    rf"|(?P<u2>{clock.TIME}) (?:at the latest|or (?:earlier|before)|latest|max|au plus tard|como muy tarde"
    rf"|a mas tardar|ou avant|o antes)"
    rf"|(?:at )?{_ROUGHLY} {_LAS}(?P<n1>{clock.TIME})|(?:at )?(?P<n2>{clock.TIME})(?: ?-?ish\b| or so\b"
    rf"| o asi\b| environ\b)|(?:at|@|a las?) ?{_ABOUT}(?P<t1>{clock.TIME})|(?P<t2>{clock.CLEAR}))"
    rf"|(?:(?<=morning)|(?<=afternoon)|(?<=evening)|(?<=night))[, ]+(?P<t3>{clock.TIME}))(?![\w%])"
)
_AWAY = re.compile(
    r"(?:(?<!\w)(?:not|never|no|nobody|away|out|busy|works?|working|unavailable|asleep|sleeping|school"
    r"|class|ne|pas|absente?|occupee?|occupad[oa]|trabajo)|n't|(?:wo|ca|do|is|are)nt)(?! only)"
    r"(?:[ ]+(?!come|deliver|but|please|only|so|just|and|bring|is|ok)[\w']+){0,4} ?$"
)
_OR = re.compile(r"(?<!\w)(?:or|o|ou)(?!\w)")
_AGO = re.compile(r"\s*(?:ago|early|late|minutes)(?!\w)")
_ELAPSED = re.compile(
    r"(?<!\w)(?P<lead>in|within|dans|en|dentro de|d'ici|another|about|for)? ?(?:about "
    r"|around )?(?:(?P<half>half an hour|media hora|une demi[- ]heure|1/2 hour)|(?P<count>\d{1,3}|an|a|una"
    r"|une) ?(?P<unit>hours?|hrs?|h|horas?|heures?|minutes?|mins?|minutos?|mn)(?P<more> and a half"
    r"| y media| et demie)?"
    r"|(?P<couple>a couple of|couple of|a few) (?:hours|minutes))(?!\w)(?P<now> from now| time)?"
)


@dataclass(frozen=True, slots=True)
class Times:
    """A window of wall-clock times in a text, and where it stands."""

    start: time | None = None
    end: time | None = None
    ambiguous: bool = False
    today: bool = False  # the words fix today
    date: dt.date | None = None  # where counting from now fixes the day
    first: int = 0
    last: int = 0


def elapsed(text: str, *, now: datetime) -> Times | None:
    """Return the moment a text counts from now, in elapsed time; "within" leaves the start open."""
    found = _ELAPSED.search(text)
    if not found or not (found["lead"] in ("in", "within", "dans", "en", "dentro de", "d'ici") or found["now"]):
        return None
    if found["couple"]:
        return Times(ambiguous=True, first=found.start(), last=found.end())
    if found["half"]:
        ahead = timedelta(minutes=30)
    else:
        count = int(found["count"]) if found["count"].isdigit() else 1
        is_hours = found["unit"].startswith("h")
        ahead = timedelta(minutes=count * (60 if is_hours else 1) + (30 if found["more"] else 0))
    then = (now.astimezone(UTC) + ahead).astimezone(now.tzinfo)
    at = time(then.hour, then.minute)
    begins = None if found["lead"] in ("within", "d'ici") else at
    return Times(begins, at, date=then.date(), first=found.start(), last=found.end())


def find(text: str) -> Times | None:
    """Return the one window that the times and parts of the day in a folded text make together."""
    said = [match for match in _TIMES.finditer(text) if _clocks(match)]
    masked = _without(text, [match.span("t3" if match["t3"] else 0) for match in said])
    around = parts.find(masked)
    half = around[0].part.half if len(around) == 1 and not around[0].bent else None
    spoken = [window for match in said if (window := _window(text, match, half=half))]
    if not spoken:
        return _of_parts(text, around)
    together = spoken[0]
    for other in spoken[1:]:
        together = _both(together, other, chosen=_OR.search(text[together.last : other.first]) is not None)
    for part in around:
        together = _within(together, part)
    return together


def _clocks(match: re.Match[str]) -> tuple[clock.Clock, ...]:
    """Return the readable times of a match, none where a number is no time of day."""
    said = [value for name, value in match.groupdict().items() if value is not None]
    read = [clock.read(value) for value in said]
    return tuple(one for one in read if one) if all(read) and not _AGO.match(match.string, match.end()) else ()


def _window(text: str, match: re.Match[str], *, half: Half | None) -> Times | None:
    """Turn one match into a window by the words in front of its times."""
    clocks = _clocks(match)
    place = Times(first=match.start(), last=match.end())
    if len(clocks) == 2:
        if clock.is_minutes_to(clocks[0], clocks[1]) and " to " in match[0]:
            at = clock.readings(clock.minutes_to(clocks[0], clocks[1]), half=half)[0]
            return replace(place, start=at, end=at)
        pair = clock.window(clocks[0], clocks[1], half=half)
        return replace(place, start=pair[0], end=pair[1]) if pair else replace(place, ambiguous=True)
    meant = clock.readings(clocks[0], half=half)
    if len(meant) > 1:
        return replace(place, ambiguous=True)
    at = meant[0]
    is_after, is_before = bool(match["a1"] or match["a2"]), bool(match["u1"] or match["u2"])
    if (is_after or is_before) and not match[0].startswith(("no", "pas")) and _AWAY.search(text[: match.start()]):
        is_after, is_before = is_before, is_after
    if is_after:
        return replace(place, start=at)
    if is_before:
        return replace(place, end=at if at != time(0) else time(23, 59))
    if match["n1"] or match["n2"]:
        return replace(place, start=_moved(at, -30), end=_moved(at, 30))
    return replace(place, start=at, end=at)


def _moved(at: time, minutes: int) -> time:
    moved = max(0, min(24 * 60 - 1, at.hour * 60 + at.minute + minutes))
    return time(moved // 60, moved % 60)


def _both(one: Times, other: Times, *, chosen: bool) -> Times:
    """Join two windows of one text: open sides complete each other, anything else is a choice."""
    place = Times(first=min(one.first, other.first), last=max(one.last, other.last))
    if (one.start, one.end) == (other.start, other.end):
        return replace(one, last=place.last)
    start, end = one.start or other.start, one.end or other.end
    complete = (one.start is None or other.start is None) and (one.end is None or other.end is None)
    if not chosen and complete and start and end and start < end and not (one.ambiguous or other.ambiguous):
        return replace(place, start=start, end=end)
    return replace(place, ambiguous=True)


def _within(window: Times, found: parts.Found) -> Times:
    """Bound an open window by a part of the day said beside it."""
    part = found.part
    start, end = window.start, window.end
    if not window.ambiguous and window.start != window.end:
        if start is None and part.start and (end is None or part.start < end):
            start = part.start
        if end is None and part.end and (start is None or start < part.end):
            end = part.end
    return replace(
        window,
        start=start,
        end=end,
        today=window.today or part.today,
        first=min(window.first, found.start),
        last=max(window.last, found.end),
    )


def _of_parts(text: str, around: list[parts.Found]) -> Times | None:
    """Return the window of parts of the day alone; two of them are a choice unless one only bounds the other."""
    if not around:
        return None
    first, last = around[0].start, max(one.end for one in around)
    today = any(one.part.today for one in around)
    if len(around) == 1:
        return Times(around[0].part.start, around[0].part.end, today=today, first=first, last=last)
    firm = [one for one in around if not one.bent]
    if len(firm) == 1:
        return Times(firm[0].part.start, firm[0].part.end, today=today, first=first, last=last)
    starts = [one.part.start for one in around]
    ends = [one.part.end for one in around]
    start = max((one for one in starts if one), default=None) if not firm else None
    end = min((one for one in ends if one), default=None) if not firm else None
    fits = not firm and (start is None or end is None or start < end)
    return Times(
        start if fits else None, end if fits else None, ambiguous=not fits, today=today, first=first, last=last
    )


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "t" * (end - start) + text[end:]
    return text
