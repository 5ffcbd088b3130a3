"""Handing a person of flesh and blood the thread, and taking it back.

While a person has it, the bot keeps silent except for consent and "where is it".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.context import Context
from conversations.effects import CaseKind, Effect, OpenCase, Say
from conversations.turn import Heard
from conversations.understanding.reading import Intent

PERSON_STAYS = timedelta(hours=12)
SURE = 0.8
_BOT_AGAIN = frozenset({Intent.RESCHEDULE, Intent.INSTRUCTIONS, Intent.CONTACT_DRIVER, Intent.CANCEL_DELIVERY})
_ANSWERS = frozenset({Intent.RATING, Intent.CONFIRM, Intent.DENY})
_CASES: Mapping[Intent | None, CaseKind] = {
    Intent.COMPLAINT: CaseKind.COMPLAINT,
    Intent.NOT_RECEIVED: CaseKind.NOT_RECEIVED,
    Intent.CHANGE_ADDRESS: CaseKind.CHANGE_ADDRESS,
    Intent.FORGET_ME: CaseKind.FORGET_REQUEST,
}


@dataclass(frozen=True, slots=True)
class WithPerson:
    """A person answers on this thread; quiet until then, the bot takes over again."""

    expires_at: datetime


Step = tuple[WithPerson, tuple[Effect, ...]]


def ask_for_person(heard: Heard, context: Context) -> Step:
    """Hand the thread to a person at the customer's wish."""
    return _handed("asked", CaseKind.ASKED_FOR_PERSON, heard, context)


def give_up(heard: Heard, context: Context) -> Step:
    """Hand the thread to a person because we failed twice to understand."""
    return _handed("not_understood", CaseKind.NOT_UNDERSTOOD, heard, context)


def stay(heard: Heard, context: Context) -> Step:
    """Leave a text to the person who has the thread."""
    return WithPerson(context.now + PERSON_STAYS), silent_case(heard)


def silent_case(heard: Heard) -> tuple[Effect, ...]:
    """Open the case that a text calls for without saying anything."""
    return _case(heard.reading.intent, heard)


def second_case(heard: Heard) -> tuple[Effect, ...]:
    """Open the case that an answer calls for besides answering, as in "3, but the box was open"."""
    return _case(heard.reading.also, heard) if heard.reading.intent in _ANSWERS else ()


def wants_bot(heard: Heard) -> bool:
    """Tell whether a text surely asks for something that only the bot does."""
    return heard.reading.intent in _BOT_AGAIN and heard.reading.confidence >= SURE


def _case(intent: Intent | None, heard: Heard) -> tuple[Effect, ...]:
    return (OpenCase(_CASES[intent], note=heard.text),) if intent in _CASES else ()


def _handed(why: str, kind: CaseKind, heard: Heard, context: Context) -> Step:
    said = (
        Say(f"person/{why}")
        if context.brand.support is None
        else Say(f"person/{why}_support", {"support": context.brand.support})
    )
    return WithPerson(context.now + PERSON_STAYS), (OpenCase(kind, note=heard.text), said)
