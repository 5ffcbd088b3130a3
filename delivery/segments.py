"""How many SMS segments a text costs, and how typography is folded so that it costs fewer.

Follows the GSM 03.38 default alphabet and its extension table. Letters and emoji are never changed.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from anyascii import anyascii

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # each sent as an escape and a character: two units
_GSM = BASIC | EXTENDED
GSM_SINGLE, GSM_PART = 160, 153
UCS_SINGLE, UCS_PART = 70, 67

# Characters that are neither plain punctuation nor well served by a transliteration; invisible ones go.
_REPLACED = {
    "«": '"',
    "»": '"',
    "‹": "'",
    "›": "'",
    "`": "'",
    "´": "'",
    "\u2212": "-",  # minus sign
    "\t": " ",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u00ad": "",  # soft hyphen
    "\u200b": "",  # zero-width space
    "\u2060": "",  # word joiner
    "\ufeff": "",  # byte order mark
}
_KEPT = frozenset("¶‰‱‸⁋")  # a transliteration would change what they say


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs: its encoding, its segments, and its units (septets or UTF-16 units)."""

    encoding: Literal["GSM-7", "UCS-2"]
    segments: int
    units: int


def to_gsm(text: str) -> str:
    """Replace typographic look-alikes by what GSM-7 can say, and keep everything else as it is."""
    if _GSM.issuperset(text):
        return text
    return "".join(map(_folded, unicodedata.normalize("NFC", text)))


def count(text: str) -> Segments:
    """Count the segments of a text as it stands; an empty one is still one message."""
    if _GSM.issuperset(text):
        widths = [2 if character in EXTENDED else 1 for character in text]
        return Segments("GSM-7", _parts(widths, GSM_SINGLE, GSM_PART), sum(widths))
    widths = [2 if ord(character) > 0xFFFF else 1 for character in text]
    return Segments("UCS-2", _parts(widths, UCS_SINGLE, UCS_PART), sum(widths))


def _folded(character: str) -> str:
    if character in BASIC or character in EXTENDED or character in _KEPT:
        return character
    if character in _REPLACED:
        return _REPLACED[character]
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    # Only Latin typography: the punctuation of other scripts belongs to letters that GSM-7 cannot say anyway.
    if category.startswith("P") and (character <= "\u00bf" or "\u2010" <= character <= "\u205e"):
        return anyascii(character).replace("`", "'")
    return character


def _parts(widths: list[int], single: int, part: int) -> int:
    if sum(widths) <= single:
        return 1
    parts, used = 1, 0
    for width in widths:
        # An escape pair or a surrogate pair is never torn apart by a boundary.
        if used + width > part:
            parts, used = parts + 1, 0
        used += width
    return parts
