"""How a tracking number is compared, and what in a text looks like one.

Whether such a delivery exists is for the database to say.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

SHORTEST = 5
LONGEST = 40
MOST_GROUPS = 6
MOST_RUNS = 60

_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_NOT_COMPARED = re.compile(r"[\s\-_\u00ad\u2010-\u2015\u200b-\u200f\u2060\u2212\ufeff]")
_BETWEEN = r"[\s\-_\u2010-\u2015]{0,3}"
_WORDS = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_CUE = re.compile(
    r"(?:track\w*|parcel|package|order|shipment|delivery|waybill|awb|reference|ref)"
    r"(?:\s+(?:number|no|nr|code|id|is))*[\s.:#=]*$",
    re.IGNORECASE,
)
# Words in capitals that stand before a number without being part of it.
_SPOKEN = frozenset(
    {
        "A",
        "AM",
        "AN",
        "AND",
        "ARE",
        "AT",
        "BY",
        "DO",
        "FOR",
        "HI",
        "HOW",
        "I",
        "IN",
        "IS",
        "IT",
        "ITS",
        "ME",
        "MY",
        "NO",
    }
    | {"NR", "OF", "OK", "ON", "OR", "PM", "SO", "THE", "TO", "WAS", "YOUR"}
)
_ORDINAL_OR_HOUR = re.compile(r"\d{1,4}(?:am|pm|h|st|nd|rd|th|x|min|mins|kg|lb|lbs)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}")
# Bare digits as long as a number of North America, a national one with its zero, or one dialled abroad.
_PHONE = re.compile(r"1?[2-9]\d{2}[2-9]\d{6}|0\d{9,10}|00[1-9]\d{8,12}")
_DIALLED = re.compile(r"(?:\+\s?\d|\(\d{1,4}\))[\d\s().-]{5,20}\d")


def normal(text: str) -> str:
    """Bring a tracking number to its form for comparing: upper case, no spaces or hyphens, O as 0, I and L as 1."""
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFKC", text).upper()).translate(_LOOKALIKES)


def candidates(text: str) -> tuple[str, ...]:
    """Find what looks like a tracking number, as written and in order, each once.

    That is five or more letters and digits with at least one digit, inner hyphens and spaces allowed; never a date,
    and never what can be a telephone number unless the text calls it a parcel's.
    """
    text = _DIALLED.sub("/", unicodedata.normalize("NFKC", text))
    found: dict[str, None] = {}
    for group in _groups(text):
        for start, end in _spans(text, group):
            if not _is_phone(text, start, end):
                found[text[start:end]] = None
    return tuple(found)


def runs(text: str) -> tuple[str, ...]:
    """List neighbouring words that may be one number typed with blanks: for looking up, not to be believed."""
    words = [word.span() for word in _WORDS.finditer(text)]
    spans = (
        text[words[first][0] : words[last][1]]
        for first in range(len(words))
        for last in range(first + 1, min(first + MOST_GROUPS, len(words)))
    )
    return tuple(dict.fromkeys(islice(filter(_is_long_enough, spans), MOST_RUNS)))


def spelled(text: str, *, known: Iterable[str]) -> str:
    """Write known numbers in a text as they are known, whatever blanks, hyphens, case and look-alikes were typed."""
    squeezed = normal(text)
    for number in known:
        if _is_long_enough(number) and normal(number) in squeezed:
            text = _typed(number).sub(number.replace("\\", "\\\\"), text)
    return text


def _typed(number: str) -> re.Pattern[str]:
    """Build the pattern of all ways to type a number."""
    ways = ({"0": "[0O]", "1": "[1IL]"}.get(character, re.escape(character)) for character in normal(number))
    return re.compile(rf"(?<![^\W_]){_BETWEEN.join(ways)}(?![^\W_])", re.IGNORECASE)


def _groups(text: str) -> list[list[re.Match[str]]]:
    """Gather neighbouring words that could be the printed groups of one number."""
    groups: list[list[re.Match[str]]] = [[]]
    for word in _WORDS.finditer(text):
        group = groups[-1]
        if group and text[group[-1].end() : word.start()].strip(" \u00a0") == "" and _is_part(text, word):
            group.append(word)
        else:
            groups.append([word] if _is_part(text, word) else [])
    return groups


def _is_part(text: str, word: re.Match[str]) -> bool:
    written = word[0]
    around = text[max(word.start() - 1, 0) : word.start()] + text[word.end() : word.end() + 1]
    if set(around) & set(":/@$€£%") or _ORDINAL_OR_HOUR.fullmatch(written) or _DATE.fullmatch(written):
        return False
    if any(character.isdigit() for character in written):
        return True
    return len(written) <= 4 and written.isupper() and written not in _SPOKEN


def _spans(text: str, group: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Split a group where a word can stand for itself, else take it as one number in printed groups."""
    if not group:
        return []
    alone = [word for word in group if _stands_alone(word[0])]
    if not alone and len(group) > 1:
        whole = (group[0].start(), group[-1].end())
        size = len(normal(text[slice(*whole)]))
        digits = sum(character.isdigit() for character in text[slice(*whole)])
        if 10 <= size <= LONGEST and digits >= size // 2:
            return [whole]
    return [word.span() for word in alone or group if _is_long_enough(word[0])]


def _stands_alone(written: str) -> bool:
    return len(written) >= 6 and any(c.isalpha() for c in written) and any(c.isdigit() for c in written)


def _is_long_enough(written: str) -> bool:
    return SHORTEST <= len(normal(written)) <= LONGEST and any(character.isdigit() for character in written)


def _is_phone(text: str, start: int, end: int) -> bool:
    digits = re.sub(r"[\s-]", "", text[start:end])
    return bool(_PHONE.fullmatch(digits)) and not _CUE.search(text[:start])
