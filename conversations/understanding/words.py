"""Normal forms of a text: tidied for people's eyes, folded for matching, letter for letter the same length.

Because folding keeps positions, a rule matches the folded text and cuts the writer's own words out of the tidied one.
What a text means is decided elsewhere.
"""

import re
import unicodedata
from collections.abc import Mapping

READ_AT_MOST = 420  # characters; the rest of a long mail is kept but not searched

_REPLACED = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201b": "'",
        "\u02bc": "'",
        "`": "'",
        "\u00b4": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u0153": "oe",
        "\u0152": "Oe",
        "\u00e6": "ae",
        "\u00a1": " ",
        "\u00bf": " ",
    }
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\u00ad]")
_TAPBACK = re.compile(
    r"(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted .{1,12} to|removed an? .{1,20} from"
    r"|(?:no )?le gusto|le encanto|se rio de|reacciono con .{1,12} a|a aime|n'a pas aime|a adore|a ri de"
    r"|a reagi .{1,12} a"
    r"|\W{1,4} to)\s*\".*",
    re.DOTALL,
)


class _Folding(dict[int, str]):
    """One folded character for each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFD", character.casefold())[0] if character.isalpha() else character
        self[code] = folded
        return folded


_FOLDING = _Folding()


def tidy(text: str) -> str:
    """Return the text with plain quotes, dashes and spaces and without invisible characters, case and accents kept."""
    straight = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_REPLACED))
    lines = (" ".join(line.split()) for line in straight.splitlines())
    return "\n".join(line for line in lines if line)


def fold(tidied: str) -> str:
    """Return a tidied text in lower case without accents, of the same length."""
    return tidied.translate(_FOLDING)


def bare(folded: str) -> str:
    """Return the words of a folded text, one space apart, without punctuation and emoji; inner apostrophes vanish."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", folded.replace("'", "")).split())


def is_tapback(folded: str) -> bool:
    """Tell whether a text is only a phone's report of a reaction to an earlier message."""
    return _TAPBACK.fullmatch(folded) is not None


def phrases(patterns: tuple[str, ...], *, macros: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """Compile phrases, written in folded words, into one pattern that matches at word boundaries.

    A blank stands for any blanks and commas (with a question mark, also none), an apostrophe may be missing, and a
    name in capitals is a macro; a macro may use those before it.
    """
    joined = "|".join(patterns)
    for name, meaning in reversed(list((macros or {}).items())):
        joined = f"(?:{meaning})".join(re.split(rf"\b{name}\b", joined))
    joined = joined.replace("'", "'?").replace(" ?", "\0").replace(" ", r"[\s,]+").replace("\0", r"[\s,]*")
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


def listed(several: str) -> frozenset[str]:
    """Return the words of a list written with blanks between them."""
    return frozenset(several.split())


def cut(tidied: str, *, start: int, end: int | None = None) -> str | None:
    """Return the words between two positions, without punctuation at the edges; None where none are left."""
    words = tidied[start:end].strip(" \n,;:-\"'").rstrip(" .!")
    return words or None
