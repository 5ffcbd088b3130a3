"""Which of several deliveries is meant: asked with a numbered list, never guessed.

The wish and the words that raised the question are kept, and gone on with after the choice.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from conversations.candidates import named
from conversations.context import Context, DeliveryView
from conversations.effects import Effect, Say, Timed
from conversations.turn import CHOICE_STAYS_OPEN, Heard
from conversations.understanding import words
from conversations.understanding.reading import Intent
from delivery.status import Status

_ALL = re.compile(
    r"(?:both|all|l[oa]s (?:dos|tres)|ambos|ambas|tod[oa]s|les (?:deux|trois)|tous|toutes|1 2|1 and 2|1 y 2|1 et 2)"
    r"(?: of (?:them|these)| three| please| por favor| svp)*"
)


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


def wants_all(heard: Heard) -> bool:
    """Tell whether an answer picks everything in the list."""
    return _ALL.fullmatch(words.bare(words.fold(words.tidy(heard.text)))) is not None


def lines(views: tuple[DeliveryView, ...]) -> tuple[str | Timed, ...]:
    """List deliveries with the numbers they may be chosen by, and with what tells them apart: place and time."""
    is_one_place = len({view.address for view in views}) == 1
    return tuple(_line(place, view, is_one_place=is_one_place) for place, view in enumerate(views, start=1))


def _line(place: int, view: DeliveryView, *, is_one_place: bool) -> str | Timed:
    named = f"{place}) {view.tracking_number}" if is_one_place else f"{place}) {view.tracking_number}, {view.address}"
    when = view.completed_at if view.status is Status.DELIVERED else view.promised or view.window
    return named if when is None else Timed(when, view.zone, before=f"{named},", day=True)
