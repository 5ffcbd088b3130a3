"""Which of several days in one text is meant.

Excluded days leave, a preference or a target wins, a choice stays open.
"""

import re
from dataclasses import dataclass
from datetime import date

from conversations.understanding.when.days import Day

_EXCLUDED_BEFORE = re.compile(
    r"(?:(?<!\w)(?:not|never|except(?:ing)?|apart from|other than|instead of|rather than|no good|busy|away"
    r"|out|off|any ?day but|every ?day but|days? but|all but|nobody|no one|sauf|pas|excepto|menos|salvo"
    r"|en lugar del?|en vez del?|au lieu de|plutot que|absente?|no)(?!\w)"
    r"|n't|(?:wo|ca|is|are|do)nt)(?: (?!come|but|only|so|can|please|instead|until|before|later|if"
    r"|then)[\w']+){0,4} ?(?:on |the |for |le |el )?$"
)
_EXCLUDED_BEHIND = re.compile(
    r"^,? (?:morning |afternoon |evening )?(?:(?:does|do|is|wo|would|will|ca|are)(?:n't|nt| not)|won't"
    r"|can't|(?:is |would be )?(?:no good|bad|out|impossible|not (?:good|possible|ok))|no (?:puedo|me va"
    r"|me viene)|ne (?:va|marche|me convient) pas|je ne (?:peux|suis) pas|doesnt|dont)"
)
_LIKED_BEFORE = re.compile(
    r"(?<!\w)(?:preferabl[ye]|prefer(?:red)?|ideally|rather|best|instead|mejor|preferiblemente|prefiero"
    r"|de preference|plutot|idealement|better on|but)(?: (?:on|for|is|would be|the|if|do|have|it|le|el|take"
    r"|come|can|you|we))* ?$"
)
_LIKED_BEHIND = re.compile(
    r"^,? ?(?:(?:is|would be|works|suits|as|me viene|es|est|serait|c'est|me va)(?: (?:me|my|the|much|a"
    r"|bit))* ?)?(?:better|best|preferabl[ye]|preferred|ideal\w*|1st choice|first choice|if (?:possible"
    r"|you can|not(?= \w))|otherwise|instead|mejor|si (?:es )?posible|mieux|de preference|si possible|sinon)"
)
_SECOND_BEST = re.compile(
    r"(?:if not|otherwise|failing that|if that's not|if that does|si no|sinon|or else|worst case)[^.]{0,30}$"
)
_IF_NOT = re.compile(r"^,? ?(?:if not|at worst|at a push|si no|sinon)\W*$")
_MOVED = re.compile(
    r"(?<!\w)(?:chang\w*|mov\w+|switch|swap|push|reschedul\w*|shift|cambi\w*|chang\w+|decal\w*|report\w*"
    r"|pas\w+)(?!\w).{0,30}$"
)
_TOWARDS = re.compile(r"^ ?(?:to|for|a|al|au|->|=>|pour|until|till) ?(?:the |el |le |on )?$")
_CLOSE = 14  # letters between a weekday and its date


@dataclass(frozen=True, slots=True)
class Chosen:
    """The days a text may mean, likeliest first, and where they stand."""

    dates: tuple[date, ...]
    ambiguous: bool
    first: int
    last: int
    is_todays_weekday: bool = False
    ambiguous_otherwise: bool = False


def choose(text: str, found: list[Day], *, has_time: bool) -> Chosen | None:
    """Return the day meant among all days of a text; None where there is none to speak of."""
    firm = [day for day in found if day.kind != "any time"]
    if not firm:
        return None if has_time or not found else Chosen((), True, found[0].start, found[-1].end)
    first, last = found[0].start, found[-1].end
    kept = [day for day in firm if not _is_excluded(text, day)]
    if not kept:
        return Chosen((), True, first, last)
    kept = _agreeing(kept)
    kept = _targeted(text, kept)
    if len({day.dates for day in kept}) > 1:
        kept = _preferred(text, kept)
    if len({(day.dates, day.kind == "wide") for day in kept}) == 1 and kept[0].kind != "wide":
        only = kept[0]
        return Chosen(only.dates, len(only.dates) != 1, first, last, is_todays_weekday=only.bare)
    dates = tuple(dict.fromkeys(dated for day in kept for dated in day.dates))
    return Chosen(dates, True, first, last, ambiguous_otherwise=True)


def _is_excluded(text: str, day: Day) -> bool:
    return _EXCLUDED_BEFORE.search(text[: day.start]) is not None or _EXCLUDED_BEHIND.match(text[day.end :]) is not None


def _agreeing(kept: list[Day]) -> list[Day]:
    """Join a weekday and the date beside it; where they disagree both stay and the text is ambiguous."""
    joined: list[Day] = []
    for day in kept:
        last = joined[-1] if joined else None
        if last and day.start - last.end <= _CLOSE and _same(last, day):
            joined[-1] = day if last.weekday is not None else last
        else:
            joined.append(day)
    return joined


def _same(one: Day, other: Day) -> bool:
    """Tell whether one of two days is only the weekday of the other."""
    for weekday, dated in ((one, other), (other, one)):
        if weekday.weekday is not None and dated.weekday is None and len(dated.dates) == 1:
            return dated.dates[0].weekday() == weekday.weekday
    return one.dates == other.dates


def _targeted(text: str, kept: list[Day]) -> list[Day]:
    """Drop the day something is moved away from ("change it from Monday to Friday")."""
    if len(kept) == 2 and _TOWARDS.match(text[kept[0].end : kept[1].start]) and _MOVED.search(text[: kept[0].start]):
        return kept[1:]
    return kept


def _preferred(text: str, kept: list[Day]) -> list[Day]:
    """Keep the one day a text prefers, or all of them."""
    liked = [day for day in kept if day.kind != "wide" and _is_liked(text, day)]
    if not liked:
        liked = [day for day in kept if not _IF_NOT.match(text[day.end :])]
    return liked if len({day.dates for day in liked}) == 1 else kept


def _is_liked(text: str, day: Day) -> bool:
    if _SECOND_BEST.search(text[: day.start]):
        return False
    return _LIKED_BEFORE.search(text[: day.start]) is not None or _LIKED_BEHIND.match(text[day.end :]) is not None
