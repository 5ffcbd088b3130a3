"""Tracking numbers inside a text; a phone number or a gate code is never taken for one.

The shape of tracking numbers is the business of `delivery`; here only what the words around them add.
"""

import re

from delivery import tracking_numbers as shapes

_NAMED = re.compile(
    r"(?<!\w)(?:(?:tracking|parcel|package|order|shipment|delivery|purchase|consignment|pedido|seguimiento"
    r"|envio|suivi|commande|colis)"
    r"(?:\s+(?:number|no|num|nr|id|code|ref|reference|numero|de))*|id|ref|reference|barcode|eta\s+of|cancel)"
    r"(?:\s+(?:is|es|est|was))?\s*[.:#=]*\s*#?\s*(?P<number>[a-z0-9][a-z0-9-]*\d[a-z0-9-]*"
    r"|\d+)(?![\w/:.]*\d|\s*(?:am|pm|o'clock|h\b|min|day|hour|times|box|parcel|item))"
)
_A_PHONES = re.compile(
    r"(?<!\w)(?:phone|mobile|cell|tel|telephone|call|text|ring|whatsapp|telefono|movil|portable"
    r"|telephone)(?!\w)"
)
_A_DOORS = re.compile(
    r"(?<!\w)(?:code|pin|gate|door|buzzer|keypad|keycode|lockbox|flat|apt|apartment|unit|room|suite|zip"
    r"|postcode|codigo|digicode|clave|porte)"
    r"(?:\s+(?:code|number|pin|is|es|est|de|la|porte|puerta|no|for|the|gate))*[\s:#=]*$"
)
_TRACKS = re.compile(
    r"(?<!\w)(?:where(?:'?s| is| are)|donde esta|ou est|find|locate|track|tracking|parcel|package|order"
    r"|shipment|delivery|barcode|pedido|seguimiento|suivi|commande|colis)(?!\w)"
)
_OF_A_STREET = re.compile(
    r"\s+(?:[\w']+\s+){0,2}(?:st|street|rd|road|ave|avenue|lane|ln|drive|dr|blvd|boulevard|way|court|ct"
    r"|place|terrace|hwy|calle|rue)(?!\w)"
)
_ORDINARY = re.compile(r"\d{1,2}-\d{1,2}(?:am|pm|h)?|\d{1,2}(?:am|pm)?-\d{1,2}(?:am|pm)|\d{1,2}(?:st|nd|rd|th)")
_PHONE_SIZE = range(5, 14)


def tracking_numbers(tidied: str, *, folded: str) -> tuple[str, ...]:
    """Return the tracking numbers in a text, in capitals and without blanks, in the order they stand."""
    found: dict[str, None] = {}
    for written in shapes.candidates(tidied):
        start = tidied.find(written)
        before, after = folded[:start], folded[start + len(written) :]
        if start < 0 or _A_DOORS.search(before) or _OF_A_STREET.match(after) or _ORDINARY.fullmatch(written.casefold()):
            continue
        is_alone = not (before + after).strip(" .!?#") and len(written) < 7
        if not is_alone and _may_be_a_phone(written, before=before):
            continue
        found[written.upper().replace(" ", "")] = None
    for named in _NAMED.finditer(folded):
        if not _A_DOORS.search(folded[: named.start("number")]) and not _ORDINARY.fullmatch(named["number"]):
            found.setdefault(named["number"].upper())
    return tuple(number for number in found if not any(number != other and number in other for other in found))


def _may_be_a_phone(written: str, *, before: str) -> bool:
    digits = written.replace(" ", "").replace("-", "")
    if not digits.isdigit() or len(digits) not in _PHONE_SIZE:
        return before.rstrip().endswith("+") and digits.isdigit()
    last = before[-40:]
    return _A_PHONES.search(last) is not None or _TRACKS.search(last) is None
