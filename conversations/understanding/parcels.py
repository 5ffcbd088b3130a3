"""Tracking numbers inside a text; a phone number is never taken for one.

The shape of tracking numbers is the business of `delivery`; here only what the words around them add.
"""

import re

_LABEL = re.compile(
    r"(?:tracking|parcel|package|order|shipment|delivery|purchase|reference|ref|consignment|barcode|id|eta\s+of|cancel|pedido|seguimiento|envio|paquete"
    r"|suivi|commande|colis)(?:\s+(?:number|no|num|id|code|ref|reference|numero|de|n|eta))*(?:\s+(?:is|es|est|was))?\s*[.:#=]*\s*#?\s*"
    r"(?P<number>[a-z0-9][a-z0-9-]*\d[a-z0-9-]*)(?![\w/:.]*\d|\s*(?:am|pm|o'clock|h\b|min|day|hour|times|box|parcel|item))"
)
_NAMED = re.compile(r"(?<!\w)(?:tracking|number|num|no|id|ref|reference|code|barcode|numero|seguimiento|suivi)(?!\w)")
_MIXED = re.compile(r"(?<![\w@./-])(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)*(?![\w@]|-\w|\.\w)")
_DIGITS = re.compile(r"(?<![\w+(@./-])(?:\d{16,30}|\d{4}(?: \d{4}){3,5}(?: \d{2})?)(?![\w@/-])")
_NOT_A_NUMBER = re.compile(r"\d+(?:st|nd|rd|th|er|e|eme|am|pm|a|p|h|hr|hrs|h\d\d|min|mins|m|kg|km|lb|lbs|cm|mm|x|k|ish|s|o|in|ft|f|b|c|d)|\d+-\d+(?:am|pm|h)|[a-z]+-?\d{1,2}|\d+[ap]m-.*")


def tracking_numbers(folded: str) -> tuple[str, ...]:
    """Return the tracking numbers in a folded text, upper case, in the order they stand."""
    found: dict[str, int] = {}
    for match in _MIXED.finditer(folded):
        token = match[0]
        if len(token.replace("-", "")) >= 6 and not _NOT_A_NUMBER.fullmatch(token) and not re.fullmatch(r"[a-z-]*\d{1,2}[a-z]+", token):
            found.setdefault(token.upper(), match.start())
    for match in _DIGITS.finditer(folded):
        found.setdefault(match[0].replace(" ", ""), match.start())
    for match in _LABEL.finditer(folded):
        named = _NAMED.search(match[0][: match.start("number") - match.start()])
        if named or len(match["number"]) < 9 or not match["number"].isdigit():
            found.setdefault(match["number"].upper(), match.start("number"))
    return tuple(sorted(found, key=found.__getitem__))
