"""The situations of a driver's thread.

What is done in them is in `driver` and `driver_texts`.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChoosingStop:
    """We asked for which stop the driver's words are; they are kept and go to nobody until then."""

    text: str
    candidates: tuple[int, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AskingReason:
    """The driver reported a failed attempt; we asked why, to tell the recipient."""

    delivery: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AskingMinutes:
    """The driver said to be late but not by how much; we asked for the minutes."""

    expires_at: datetime
