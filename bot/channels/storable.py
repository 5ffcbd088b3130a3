"""What a database can store of a text from outside: PostgreSQL takes neither NUL nor half a surrogate pair. Pure."""

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """Return the text without NULs, and with a replacement mark for each half of a pair."""
    return _SURROGATE.sub("\ufffd", text.replace("\x00", ""))
