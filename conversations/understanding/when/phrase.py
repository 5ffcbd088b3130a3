"""From a text to one day and time."""

from datetime import datetime

from conversations.understanding.vocabulary import When


def find(tidied: str, *, folded: str, now: datetime, zone: str, language: str) -> When | None:
    """Return the day and time a text means, or None where it names neither."""
    return None
