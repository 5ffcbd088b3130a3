"""What every dialogue is given and gives back: a text with its reading in, the next situation and the effects out.

No dialogue lives here.
"""

from dataclasses import dataclass
from datetime import timedelta

from conversations.understanding.reading import Reading

QUESTION_STAYS_OPEN = timedelta(hours=24)
CHOICE_STAYS_OPEN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is asked; the person may want anything."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as it was written, what it means, and the delivery it goes on about where it names none."""

    text: str
    reading: Reading
    lately: int | None = None

    @property
    def number(self) -> int | None:
        """Read a text that is nothing but a number, as people answer lists."""
        bare = self.text.strip().rstrip(".)! ")
        return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 4 else None
