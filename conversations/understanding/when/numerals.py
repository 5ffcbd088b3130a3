"""Number words and nicknames of days turned into plain forms, with a way back to the writer's own letters."""

import re
from dataclasses import dataclass

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "doce": 12, "quince": 15,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12,
    "quinze": 15,
}  # fmt: skip
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "veinte": 20,
    "treinta": 30,
    "cuarenta": 40,
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "premier": 1, "1er": 1,
}  # fmt: skip
_ONE_TO_NINE = "one|two|three|four|five|six|seven|eight|nine"
_FIRST_TO_NINTH = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
# "sept" and "once" are numbers only before an hour; elsewhere they are a month and an English word.
_SPOKEN = re.compile(
    rf"(?<!\w)(?:(?P<tens>twenty|thirty|forty|fifty)[ -](?:(?P<one>{_ONE_TO_NINE})|(?P<nth>{_FIRST_TO_NINTH}))"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS)})(?! (?:thing|of all|class|delivery|slot))"
    rf"|(?P<seven>sept)(?=(?: |-)?(?:heures?|h\b|jours))|(?:(?<=las )|(?<=a las ))(?P<eleven>once)"
    rf"|(?<=la )(?P<una>una)|(?<=l'|a )(?P<une>une)(?= heure)"
    rf"|(?P<ten>{'|'.join(_TENS)})|(?P<plain>{'|'.join(_ONES)}))(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A folded text whose number words are digits; `origins` tells where each letter came from."""

    text: str
    origins: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the folded text of a span of this one."""
        return self.origins[start], self.origins[end]


def plain(folded: str) -> Plain:
    """Write the number words of a folded text as digits."""
    pieces: list[str] = []
    origins: list[int] = []
    last = 0
    for found in _SPOKEN.finditer(folded):
        pieces.append(folded[last : found.start()])
        origins.extend(range(last, found.start()))
        digits = _digits(found)
        pieces.append(digits)
        origins.extend([found.start()] * len(digits))
        last = found.end()
    pieces.append(folded[last:])
    origins.extend(range(last, len(folded) + 1))
    return Plain("".join(pieces), tuple(origins))


def _digits(found: re.Match[str]) -> str:
    if found["tens"]:
        tens = _TENS[found["tens"]]
        return str(tens + _ONES[found["one"]]) if found["one"] else f"{tens + _ORDINALS[found['nth']]}th"
    if found["ordinal"]:
        return f"{_ORDINALS[found['ordinal']]}th"
    if found["ten"]:
        return str(_TENS[found["ten"]])
    fixed = {"seven": "7", "eleven": "11", "una": "1", "une": "1"}
    return next((digits for name, digits in fixed.items() if found[name]), None) or str(_ONES[found["plain"]])
