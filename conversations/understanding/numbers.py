"""Small numbers people answer with: scores from 1 to 5 in any spelling, and the place in a list.

What a number means in the talk is decided in `questions`; times and tracking numbers live elsewhere.
"""

import re
from dataclasses import dataclass

COUNTED = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
    "cero": 0, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9,
    "diez": 10, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "huit": 8, "neuf": 9, "dix": 10,
}  # fmt: skip
_ORDINALS = {
    1: "first|1st|primero|primera|primer|premier|premiere|1er|1ere|1o|1a|top",
    2: "second|2nd|segundo|segunda|deuxieme|seconde|2e|2eme|2o|2a",
    3: "third|3rd|tercero|tercera|tercer|troisieme|3e|3eme|3o|3a",
    4: "fourth|4th|cuarto|cuarta|quatrieme|4e|4eme|4o|4a",
    5: "fifth|5th|quinto|quinta|cinquieme|5e|5eme|5o|5a",
    6: "sixth|6th|sexto|sexta|sixieme|6e|6eme",
    7: "seventh|7th|septimo|septima|septieme|7e|7eme",
    8: "eighth|8th|octavo|octava|huitieme|8e|8eme",
    9: "ninth|9th|noveno|novena|neuvieme|9e|9eme",
}
_WORD = "|".join(COUNTED)
_NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d)?|{_WORD})"
_STARS = re.compile("(?:[\u2b50\u2605\u2606\U0001f31f]\\s*)+")
_OUT_OF = re.compile(
    rf"(?<![\w/.])(?P<points>{_NUMBER})(?:\s*(?:stars?|points?|estrellas?|puntos?|etoiles?))?\s*"
    rf"(?:/|out\s+of|of|over|sur|de|sobre)\s*(?P<best>{_NUMBER})(?![\w/])"
)
_WITH_UNIT = re.compile(rf"(?<!\w)(?P<points>{_NUMBER})[\s-]*(?:stars?|points?|estrellas?|puntos?|etoiles?)(?!\w)")
_GIVEN = re.compile(
    rf"(?<!\w)(?:rate|rated|rating|ratings|score|scored|grade|mark|give|gives|gave|deserves?|worth|stars?|"
    rf"nota|puntuacion|valoracion|califico|valoro|doy|pongo|note|donne|mets|merite)(?!\w)"
    rf"(?P<between>[^\d\n]{{0,60}}?)(?<![\w#/])(?P<points>[0-5]|{_WORD})(?![\w/:]|[.,]\d)"
    rf"(?!\s*(?:min|hour|day|pm|am|o'clock|times?|h\b))"
)
_GIVEN_WHEN_ASKED = re.compile(
    rf"(?<!\w)(?:gets?|got|is|was|were|it's|make|say|put|worthy|giv|giving|rates|be|earned|receives?|have"
    rf"|has)(?!\w)(?P<between>[^\d\n]{{0,40}}?)(?<![\w#/])(?P<points>[0-5]|{_WORD})"
    rf"(?=\W*$|\s*(?:rating|score|star|point|out|for|on|and))"
)
_BEFORE_RATING = re.compile(rf"(?<!\w)(?P<points>[0-5]|{_WORD})(?=\s+(?:rating|score|for\s+value)(?!\w))")
_LIKELIER = re.compile(rf"(?<!\w)(?:an?|as|at|it|of)\s+(?P<points>[0-5]|{_WORD})(?=\W*$)")
_SCALE = re.compile(
    r"(?<!\w)(?:out\s+(?:of\s+)?(?:a\s+)?(?:possible\s+|total\s+of\s+|max(?:imum)?\s+of\s+)?|best\s+(?:rating"
    r"|score)\s+(?:of|is)\s+|max(?:imum)?\s+(?:of\s+)?|scale\s+of\s+(?:[01]\s*(?:-"
    r"|to)\s*)?)(?P<best>\d{1,3})(?!\w)"
)
_FILLER_BEFORE = re.compile(
    r"(?:\W|on a scale of \d+|(?:i|i'd|would|ill|i'll|it|it's|its|that's|was|is|a|an|the|my|this|them|him"
    r"|her|you|guys|give"
    r"|rate|rating|score|say|get|gets|"
    r"definitely|easily|solid|of|le|les|la|lo|un|una|une|mi|es|doy|pongo|je|j'|donne|mets|mon|ma|note|nota"
    r"|c'est|delivery|to|for|so|"
    r"yes|hi|hello|ok|service)(?!\w))*"
)
_UNITS = (
    r"(?:\s*(?:min|hour|hr|day|week|pm|am|o'clock|h\b|boxes|parcels|packages|items|of\s+(?:them|my|the)|st\b"
    r"|street|road|rd\b|avenue|jours?|dias?))"
)
# "One is missing" counts boxes, and "un" before a number or a thing is no number.
_NO_COUNT = (
    r"(?:\s+(?:is|was|has|came|arrived|got|broke|missing|broken|thing|piece|bag|bottle|box|item|parcel|package|more|of)"
    r"(?!\w))"
)
_LEADING = re.compile(
    rf"\W*(?:(?:an?|une?|el|le|la)\s+(?=[0-5](?!\w)))?(?!(?:un|une|una|uno)\s+\w|one{_NO_COUNT})"
    rf"(?P<points>[0-5]|{_WORD})(?![\w/:%]|[.,]\d|-\d)\+*(?!{_UNITS})"
)
_TRAILING = re.compile(r"(?:^|[\s,:;-])(?P<points>[0-5])\+*\W*$")
_CONNECTIVE = re.compile(
    r"[\s,.;:!\-)*]*(?:(?:but|because|cause|cos|coz|and|as|since|pero|porque|y|mais|parce\s+que|car|et)(?!\w))?[\s,;:]*"
)
_CHOICE = re.compile(
    rf"\W*(?:(?:the|number|no|option|choice|num|nr|parcel|delivery|package|el|la|los|le|numero|opcion"
    rf"|paquete|colis|for|it's|i\s+mean|"
    rf"please|i\s+want|i\s+pick|c'est|es|pour|para)(?!\w)[\s.#:]*)*#?(?P<place>\d{{1,2}}|{_WORD}"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS.values())})"
    rf"|(?P<last>last|bottom|ultimo|ultima|dernier|derniere))(?!\w)"
    rf"(?:\s+(?:one|option|parcel|delivery|package|on\s+the\s+list|paquete|opcion|colis|please|pls"
    rf"|por\s+favor|svp|thanks|gracias|merci))*\W*"
)


@dataclass(frozen=True, slots=True)
class Score:
    """A score on our scale, where it stands in the text and how it was written."""

    value: int  # 1 to 5
    start: int
    end: int
    how: str


def score(folded: str, *, asked: bool) -> Score | None:
    """Return the score a text gives; where we asked for one, a number at its beginning or end counts too."""
    if (stars := _STARS.search(folded)) and 1 <= (lit := len(re.findall("[\u2b50\u2605\U0001f31f]", stars[0]))) <= 5:
        return Score(lit, stars.start(), stars.end(), "stars counted")
    if found := _OUT_OF.search(folded):
        points, best = _value(found["points"]), _value(found["best"])
        if 2 <= best <= 100 and points <= best and (asked or best in (5, 10, 6, 20, 100)):
            return Score(
                _on_our_scale(points, best=best),
                found.start(),
                found.end(),
                f"scaled from {best:g}" if best != 5 else "n/5",
            )
    if (found := _WITH_UNIT.search(folded)) and _value(found["points"]) <= 5:
        if _SCALE.search(folded):
            return _scaled(found, folded=folded)
        return _plain(found, how="a number of stars")
    if found := _given(folded, asked=asked):
        return _scaled(found, folded=folded)
    if asked and (found := _LEADING.match(folded) or _TRAILING.search(folded)):
        return _plain(found, how="a bare number")
    return None


def bare_score(folded: str) -> int | None:
    """Return the score of a text that is nothing but a number from 1 to 5."""
    stripped = folded.strip(" .!#*+()\n")
    if re.fullmatch(r"[1-4][.,]5", stripped):
        return int(stripped[0]) + 1
    value = COUNTED.get(stripped) if not stripped.isdigit() else int(stripped) if len(stripped) == 1 else None
    return value if value is not None and 1 <= value <= 5 else None


def around(score: Score, *, tidied: str, folded: str) -> str | None:
    """Return what a text says besides its score, without the words that only introduce it."""
    before = folded[: score.start]
    kept_before = "" if _FILLER_BEFORE.fullmatch(before) else tidied[: score.start]
    connective = _CONNECTIVE.match(folded, score.end)
    after = tidied[connective.end() if connective and not kept_before else score.end :]
    said = f"{kept_before.strip(' ,;:-')} {after.strip()}".strip(" ,;:-\n")
    return said if re.search(r"\w\w", said) else None


def place(folded: str, *, choices: int) -> int | None:
    """Return which of the offered things a text picks, counted from 1; None where it picks none of them."""
    found = _CHOICE.fullmatch(folded)
    if found is None:
        return None
    if found["last"]:
        picked = choices
    elif found["ordinal"]:
        picked = next(number for number, spellings in _ORDINALS.items() if found["ordinal"] in spellings.split("|"))
    else:
        picked = int(_value(found["place"]))
    return picked if 1 <= picked <= choices else None


def _given(folded: str, *, asked: bool) -> re.Match[str] | None:
    """Return the score behind a verb of rating; a number at the very end, as in "a four", before one in a name."""
    found = _GIVEN.search(folded)
    if (found or asked) and (likelier := _LIKELIER.search(folded)) and (found or _GIVEN_WHEN_ASKED.search(folded)):
        return likelier
    return found or (_GIVEN_WHEN_ASKED.search(folded) or _BEFORE_RATING.search(folded) if asked else None)


def _scaled(found: re.Match[str], *, folded: str) -> Score:
    """Bring a score to our scale where the text names another one elsewhere."""
    scale = _SCALE.search(folded)
    points = _value(found["points"])
    if scale and int(scale["best"]) > 5 and points <= int(scale["best"]):
        return Score(
            _on_our_scale(points, best=int(scale["best"])),
            found.start("points"),
            found.end(),
            f"scaled from {scale['best']}",
        )
    return _plain(found, how="a score given in words")


def _value(written: str) -> float:
    return float(COUNTED[written]) if written in COUNTED else float(written.replace(",", "."))


def _on_our_scale(points: float, *, best: float) -> int:
    return max(1, min(5, int(points * 5 / best + 0.5)))


def _plain(found: re.Match[str], *, how: str) -> Score:
    points = _value(found["points"])
    note = f"{how}, below the scale" if points < 1 else how
    return Score(
        _on_our_scale(points, best=5),
        found.start("points") if how != "a number of stars" else found.start(),
        found.end(),
        note,
    )
