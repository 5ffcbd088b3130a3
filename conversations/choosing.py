"""Which of several deliveries is meant: asked with a numbered list, never guessed.

The wish and the words that raised the question are kept, and gone on with after the choice.
"""

from dataclasses import dataclass
from datetime import datetime

from conversations.candidates import named
from conversations.context import Context, DeliveryView
from conversations.effects import Effect, Say
from conversations.turn import CHOICE_STAYS_OPEN, Heard
from conversations.understanding.reading import Intent


@dataclass(frozen=True, slots=True)
class Choosing:
    """We asked which delivery a wish is about; candidates stand in the order of their numbers."""

    purpose: Intent
    text: str
    candidates: tuple[int, ...]
    expires_at: datetime


def ask(
    purpose: Intent, heard: Heard, views: tuple[DeliveryView, ...], context: Context
) -> tuple[Choosing, tuple[Effect, ...]]:
    """Ask which of these deliveries is meant."""
    numbers = tuple(view.id for view in views)
    state = Choosing(purpose, heard.text, numbers, context.now + CHOICE_STAYS_OPEN)
    return state, (Say("choose/ask", {"count": len(views), "lines": lines(views)}),)


def picked(state: Choosing, heard: Heard, context: Context) -> DeliveryView | None:
    """Find the delivery that an answer picks: by its place in the list, or by its tracking number."""
    named_ones = [view for view in named(heard, context) if view.id in state.candidates]
    if len(named_ones) == 1:
        return named_ones[0]
    number = heard.number or heard.reading.choice
    if number == -1:
        number = len(state.candidates)
    if number is None or not 1 <= number <= len(state.candidates):
        return None
    return context.delivery(state.candidates[number - 1])


def lines(views: tuple[DeliveryView, ...]) -> tuple[str, ...]:
    """List deliveries with the numbers they may be chosen by."""
    return tuple(f"{place}) {view.tracking_number}, {view.address}" for place, view in enumerate(views, start=1))
