"""Parts of the day and customs that stand for a time, as data, and how they bound a delivery."""

import re
from dataclasses import dataclass
from datetime import time

from conversations.understanding.when.clock import Half


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day by its usual bounds; None where that side is open."""

    start: time | None
    end: time | None
    half: Half | None
    today: bool = False  # the word itself names today


_MORNING, _AFTERNOON, _EVENING = (time(8), time(12)), (time(12), time(17)), (time(17), time(21))
_DATA: tuple[tuple[str, Part], ...] = (
    (
        r"after (?:the )?school pick[- ]?up|after school(?! run)|after (?:picking|i pick"
        r"|collecting)(?: \w+){0,3} (?:from )?school",
        Part(time(15, 30), None, "pm"),
    ),
    (r"before (?:the |my )?school(?: run| drop[- ]?off)?", Part(None, time(8, 30), "am")),
    (r"after (?:the |my )?school (?:run|drop[- ]?off)", Part(time(9), None, "am")),
    (
        r"(?:in |during |within )?school(?:ing)? (?:hours|time)|while (?:the )?kids are (?:at|in) school"
        r"|during school",
        Part(time(9), time(15), None),
    ),
    (
        r"(?:after|once i finish|when i finish|when i get (?:home|back) from|home from) work|after (?:office"
        r"|work|working) hours|despues del trabajo|apres le (?:travail|boulot)|al salir del trabajo",
        Part(time(17), None, "pm"),
    ),
    (r"before work|antes del trabajo|avant le (?:travail|boulot)", Part(None, time(9), "am")),
    (r"(?:during |in )?(?:office|business|working|work) hours|9 to 5|nine to five", Part(time(9), time(17), None)),
    (
        r"after (?:my )?lunch(?: ?time)?|despues de (?:comer|almorzar|la comida)|apres (?:le )?(?:dejeuner"
        r"|midi)",
        Part(time(13), None, "pm"),
    ),
    (
        r"before lunch(?: ?time)?|antes de (?:comer|almorzar|la comida)|avant (?:le )?dejeuner",
        Part(None, time(12), "am"),
    ),
    (
        r"(?:at |over |around |during )?(?:my )?lunch(?: ?time| hour| break)?|a la hora de comer"
        r"|a l'heure du dejeuner|pendant le dejeuner",
        Part(time(12), time(14), "pm"),
    ),
    (r"(?:at |around )?tea[- ]?time", Part(time(17), time(17), "pm")),
    (
        r"(?:early (?:in the |d+ )?|first thing(?: in the)? ?)(?:morning|am)|first thing"
        r"|early(?= (?:on|d+|please|pls)(?!\w))"
        r"|(?<=d )early|a primera hora(?: de la manana)?|(?:tot"
        r"|de bonne heure)(?: le matin)?|temprano(?: por la manana)?|en debut de matinee",
        Part(time(8), time(10), "am"),
    ),
    (
        r"(?:late|later)(?: in the| d+)? morning|fin de matinee|en fin de matinee|a ultima hora de la manana"
        r"|a media manana",
        Part(time(10), time(12), "am"),
    ),
    (
        r"(?:late|later)(?: in the| d+)? (?:afternoon|arvo)|(?:en )?fin d'apres[- ]midi|a ultima hora de la tarde",
        Part(time(15), time(17), "pm"),
    ),
    (
        r"early(?: in the| d+)? afternoon|(?:en )?debut d'apres[- ]midi|a primera hora de la tarde",
        Part(time(12), time(14), "pm"),
    ),
    (r"early(?: in the| d+)? evening|(?:en )?debut de soiree", Part(time(17), time(19), "pm")),
    (r"late(?:r)?(?: in the| d+)? (?:evening|night)|late at night", Part(time(19), time(21), "pm")),
    (r"tonight|this evening|this eve|esta noche|ce soir|tonite|2nite", Part(*_EVENING, "pm", today=True)),
    (r"this afternoon|this arvo|esta tarde|cet(?:te)? apres[- ]midi", Part(*_AFTERNOON, "pm", today=True)),
    (r"this morning|esta manana|ce matin", Part(*_MORNING, "am", today=True)),
    (
        r"(?:in |during |on |by )?(?:the |a )?(?:mornings?|mornin|morn)(?: time| hours?)?|(?:por|de|en"
        r"|a) la manana|(?:dans |durant |pendant |en )?(?:la |le )?(?:matin(?:ee)?)",
        Part(*_MORNING, "am"),
    ),
    (
        r"(?:in |during |on )?(?:the |an )?(?:afternoons?|arvo|aft|afternoon time)|(?:por|de|en|a) la tarde"
        r"|tarde(?= por favor|$)|(?:dans |durant |pendant |en )?(?:l')?apres[- ]?midi",
        Part(*_AFTERNOON, "pm"),
    ),
    (
        r"(?:in |during |on )?(?:the |an )?(?:evenings?|eve(?! of)|evening time|eves)|(?:at )?(?:nights?"
        r"|night ?time)|(?:por|de|en|a) la noche|(?:dans |durant |pendant |en )?(?:la |le )?soir(?:ee)?",
        Part(*_EVENING, "pm"),
    ),
)
_NAMES = tuple(part for _, part in _DATA)
_ALL = "|".join(f"(?P<p{number}>{said.replace(chr(39), chr(39) + '?')})" for number, (said, _) in enumerate(_DATA))
_SAID = re.compile(rf"(?<!\w)(?:{_ALL})(?!\w)")
# "Friday am" and "Friday pm" name half a day; elsewhere the letters belong to a clock time.
_HALF_DAY = re.compile(r"(?<=[a-z] )(?P<half>am|pm)(?!\w)|^(?P<alone>am|pm)$")
_NOT_BEFORE_IT = re.compile(
    r"(?:(?<!\w)(?:not|except|but not|but|no|pas|sauf|menos|excepto|anything but|avoid|can't do"
    r"|other than)(?: (?:in|on|available|free|home|por|le|la|the|dans))*) ?$"
)
_SIDE = re.compile(
    r"(?<!\w)(?P<side>not before|no antes de|pas avant|after|from|past|before|by|until|till|til|up to"
    r"|despues de|desde|antes de|hasta|apres"
    r"|avant|jusqu'a|a partir de)(?: the| this| la| le)? ?$"
)
AFTER_WORDS = frozenset(("after", "from", "past", "despues de", "desde", "apres", "a partir de"))


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the day in a text, already bent by "not", "after" or "before" in front of it."""

    part: Part
    start: int
    end: int
    bent: bool = False


def find(text: str) -> list[Found]:
    """Return the parts of the day named in a folded text, in order."""
    found = [_bent(text, match, _NAMES[int((match.lastgroup or "p0")[1:])]) for match in _SAID.finditer(text)]
    for match in _HALF_DAY.finditer(text):
        half: Half = "am" if "am" in match[0] else "pm"
        found.append(Found(Part(*(_MORNING if half == "am" else _AFTERNOON), half), match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def _bent(text: str, match: re.Match[str], part: Part) -> Found:
    before = text[: match.start()]
    if negated := _NOT_BEFORE_IT.search(before):
        return Found(_complement(part), negated.start(), match.end(), bent=True)
    if part.start and part.end and (sided := _SIDE.search(before)):
        side = sided["side"]
        if side in ("from", "desde", "a partir de", "not before", "no antes de", "pas avant"):
            bent = Part(part.start, None, part.half, part.today)
        elif side in AFTER_WORDS:
            bent = Part(part.end, None, None, part.today)
        elif side in ("before", "antes de", "avant"):
            bent = Part(None, part.start, None, part.today)
        else:
            bent = Part(None, part.end, None, part.today)
        return Found(bent, sided.start(), match.end(), bent=True)
    return Found(part, match.start(), match.end())


def _complement(part: Part) -> Part:
    """Return what is left of a day without a part: from the end of a morning, else until the part begins."""
    if part.start is None or part.start <= time(8):
        return Part(part.end, None, None, part.today)
    return Part(None, part.start, None, part.today)
