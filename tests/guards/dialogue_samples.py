"""The sample events that the diagrams of the dialogues are walked over.

Contexts are small: one delivery in the condition that a dialogue is about.
"""

from dataclasses import dataclass
from datetime import date

from conversations.context import Context
from conversations.events import CaseClosed, EarlyOffered, Event, RatingDue, ReminderDue, TimerFired, TimerName
from conversations.turn import Heard
from conversations.understanding.reading import Intent
from delivery.reminders import ReminderKind
from tests.core.conversations.cast import (
    THURSDAY,
    TUESDAY,
    a_context,
    a_delivery,
    a_route,
    a_talk,
    delivered,
    heard,
    on,
    out,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Something that may happen, in the words of the page; `times` counts a text that is not understood again."""

    label: str
    happens: Event | Heard
    context: Context
    times: int = 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """One dialogue of the page; `keys` are the beginnings of the messages that belong to it."""

    title: str
    words: str
    keys: tuple[str, ...]
    context: Context
    samples: tuple[Sample, ...]


def _drawn(title: str, words: str, keys: tuple[str, ...], context: Context, /, **happens: Event | Heard) -> Drawn:
    """Draw a dialogue whose samples all happen in one context; names of samples are their labels."""
    samples = tuple(Sample(name.replace("_", " ").strip(), what, context) for name, what in happens.items())
    return Drawn(title, words, keys, context, samples)


PLANNED = a_context(a_delivery())
TOO_LATE = a_context(out())
TWO = a_context(a_delivery(1), a_delivery(2))
TOMORROW = a_context(a_delivery(window=TUESDAY, offers=(THURSDAY,)))
SUNDAY = heard(Intent.RESCHEDULE, when=on(date(2026, 11, 29)))
HANDED_OVER = a_context(delivered())
ROUTE = a_route(out(1), out(2))

OK = heard(Intent.CONFIRM, "ok")
NO = heard(Intent.DENY, "no")
WORDS = heard(Intent.OTHER, "some words")

RELAYS = Drawn(
    "Talking to the driver",
    "The customer's words go to the driver as written while the delivery is on the road; nobody sees a number.",
    ("relay/", "instructions/"),
    TOO_LATE,
    (
        Sample("wants the driver", heard(Intent.CONTACT_DRIVER), TOO_LATE),
        Sample("tells the driver something", heard(Intent.CONTACT_DRIVER, message="I am at the back"), TOO_LATE),
        Sample("words in an open talk", heard(Intent.RELAY), a_context(out(), bindings=(a_talk(),))),
        Sample("words after the talk", WORDS, a_context(out(), late_binding=True)),
        Sample("wants the driver, not on the road yet", heard(Intent.CONTACT_DRIVER), PLANNED),
        Sample("tells something, not on the road yet", heard(Intent.CONTACT_DRIVER, message="it is tame"), PLANNED),
        Sample("words", WORDS, TOO_LATE),
        Sample("OK", OK, PLANNED),
        Sample("no", NO, PLANNED),
    ),
)
PERSONS = Drawn(
    "A person",
    'While a person has the thread the bot is silent, except for consent and "where is it".',
    ("person/", "unclear/", "tracking/", "instructions/", "claim/"),
    PLANNED,
    (
        Sample("wants a person", heard(Intent.CONTACT_HUMAN), PLANNED),
        Sample("not understood", WORDS, PLANNED),
        Sample("not understood again", WORDS, PLANNED, times=2),
        Sample("where is it", heard(Intent.TRACK), PLANNED),
        Sample("leaves instructions", heard(Intent.INSTRUCTIONS, instruction="ring"), PLANNED),
        Sample("the case is closed", CaseClosed(None, was_low_rating=False), PLANNED),
        Sample("quiet for long", TimerFired(TimerName.PERSON_EXPIRES), PLANNED),
    ),
)
DIALOGUES = (
    _drawn(
        "Where is it",
        "One delivery is answered, several are asked about; the wish that raised the question is gone on with.",
        ("tracking/", "choose/", "unclear/"),
        TWO,
        where_is_it=heard(Intent.TRACK),
        a_number_of_the_list=heard(Intent.OTHER, "1"),
        a_tracking_number=heard(Intent.TRACKING_NUMBER, tracking_numbers=("AC-0002",)),
        none_of_them=NO,
        something_else=WORDS,
    ),
    _drawn(
        "Another day",
        "Only windows on offer are promised, and every move is agreed first.",
        ("reschedule/", "unclear/"),
        PLANNED,
        wants_another_day=heard(Intent.RESCHEDULE),
        names_a_day_on_offer=heard(Intent.RESCHEDULE, when=on(date(2026, 11, 27))),
        names_another_day=SUNDAY,
        a_number_of_the_list=heard(Intent.OTHER, "1"),
        OK=OK,
        no=NO,
        something_else=WORDS,
    ),
    _drawn(
        "Another day, after the cut-off",
        "A person decides.",
        ("reschedule/",),
        TOO_LATE,
        wants_another_day=heard(Intent.RESCHEDULE),
    ),
    _drawn(
        "Instructions",
        "Kept with the delivery; a driver on the way is told.",
        ("instructions/", "unclear/"),
        PLANNED,
        leaves_instructions=heard(Intent.INSTRUCTIONS, instruction="ring twice"),
        wants_to_leave_some=heard(Intent.INSTRUCTIONS),
        words=WORDS,
        no=NO,
    ),
    RELAYS,
    _drawn(
        "Cancelling a delivery",
        "Asked once more before anything is cancelled.",
        ("cancellation/", "unclear/"),
        PLANNED,
        does_not_want_it=heard(Intent.CANCEL_DELIVERY),
        OK=OK,
        no=NO,
        something_else=WORDS,
    ),
    _drawn(
        "The day before",
        "OK keeps the day, any other day begins to move it.",
        ("reminder/", "reschedule/", "unclear/"),
        TOMORROW,
        the_day_before=ReminderDue(ReminderKind.DAY_BEFORE, (1,)),
        OK=OK,
        no=NO,
        names_a_day_on_offer=heard(Intent.RESCHEDULE, when=on(date(2026, 11, 26))),
        something_else=WORDS,
    ),
    _drawn(
        "Coming early",
        "Silence means no, and the driver is told either way.",
        ("early/", "unclear/"),
        TOO_LATE,
        the_driver_could_come_early=EarlyOffered(1, 20),
        OK=OK,
        no=NO,
        something_else=WORDS,
    ),
    _drawn(
        "Rating",
        "Asked once for each delivery, and once more after the case of a low rating.",
        ("rating/", "unclear/"),
        HANDED_OVER,
        a_rating_is_due=RatingDue(1),
        high_score=heard(Intent.RATING, "5", score=5),
        low_score=heard(Intent.RATING, "1", score=1),
        score_with_words=heard(Intent.RATING, "4, kind", score=4, comment="kind"),
        words=heard(Intent.COMMENT, "so kind"),
        no=NO,
        something_else=heard(Intent.CHOICE),
    ),
    PERSONS,
    _drawn(
        "A driver's words for a customer",
        "By tag, by line or by the one live talk; else asked, never guessed.",
        ("driver/",),
        ROUTE,
        words_for_a_tag=heard(Intent.REPLY_TO_CUSTOMER, message="on my way", stop_tag=1),
        words_for_nobody_in_particular=heard(Intent.REPLY_TO_CUSTOMER, message="on my way"),
        a_number_of_the_list=heard(Intent.UNCLEAR, "1"),
        nobody=heard(Intent.UNCLEAR, "0"),
        next=heard(Intent.NEXT_STOP),
    ),
    _drawn(
        "A driver's acts",
        "Without a tag the next stop is meant, and the answer says so.",
        ("driver/",),
        ROUTE,
        arrived=heard(Intent.ARRIVED),
        done=heard(Intent.DELIVERED),
        failed=heard(Intent.FAILED),
        failed_and_why=heard(Intent.FAILED, reason="nobody home"),
        words=heard(Intent.UNCLEAR),
        late=heard(Intent.DELAY),
        a_bare_number=heard(Intent.UNCLEAR, "15"),
        late_20=heard(Intent.DELAY, minutes=20),
        early_20=heard(Intent.EARLY_OFFER, minutes=20),
        break_=heard(Intent.BREAK_START),
    ),
)
