"""The chain of custody: each record is sealed over the one before, so that no past record can be changed unnoticed.

Storing records lives elsewhere. A chain cut off at its end is still whole: keep the last seal somewhere else as well.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

GENESIS = "0" * 64


def seal(previous: str, record: Mapping[str, object]) -> str:
    """Seal a record over the previous seal, as a hex SHA-256; raises for what JSON or UTC cannot say exactly."""
    return hashlib.sha256(f"{previous}\n{_canonical(record)}".encode()).hexdigest()


def first_break(rows: Iterable[tuple[Mapping[str, object], str]]) -> int | None:
    """Find the index of the first record that does not fit its seal, or None for a whole chain."""
    previous = GENESIS
    for index, (record, sealed) in enumerate(rows):
        if seal(previous, record) != sealed:
            return index
        previous = sealed
    return None


def _canonical(record: Mapping[str, object]) -> str:
    return json.dumps(dict(record), sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain)


def _plain(value: object) -> object:
    # The same instant must seal alike whichever zone a database hands it back in.
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a custody record cannot hold a {type(value).__name__}")
