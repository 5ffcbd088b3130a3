"""The words in which the reading of a text is told: roles, intents, open questions, hints and the reading itself.

Nothing here reads a text; the rules live in the neighbouring modules and `reading.read` ties them together.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who wrote the text."""

    CUSTOMER = "customer"  # somebody who awaits a delivery
    DRIVER = "driver"  # the person at the wheel


class Intent(StrEnum):
    """What the writer of a text wants."""

    TRACK = "track"  # where is it, when does it come
    TRACKING_NUMBER = "tracking_number"  # gives a tracking number and asks nothing else
    RESCHEDULE = "reschedule"  # another day or time
    INSTRUCTIONS = "instructions"  # where to leave it, how to get in
    CHANGE_ADDRESS = "change_address"  # deliver somewhere else
    CANCEL_DELIVERY = "cancel_delivery"  # does not want the delivery any more
    CONTACT_DRIVER = "contact_driver"  # wants words with the driver, perhaps says them
    CONTACT_HUMAN = "contact_human"  # wants a person of the brand
    CONFIRM = "confirm"  # yes
    DENY = "deny"  # no
    RATING = "rating"  # a score for a delivery
    COMPLAINT = "complaint"  # something went wrong: damage, rudeness, a missing item
    NOT_RECEIVED = "not_received"  # said to be delivered, not there
    PROOF = "proof"  # photo or signature of a delivery
    STOP = "stop"  # wants no more messages
    START = "start"  # wants messages again
    HELP = "help"  # what can this number do
    VERIFY = "verify"  # is this message really from the brand
    MUTE = "mute"  # fewer messages, or none about one delivery
    FORGET_ME = "forget_me"  # erase what is stored about me
    SMALLTALK = "smalltalk"  # thanks, hello, a reaction
    OTHER = "other"  # not understood
    RELAY = "relay"  # words for the driver while that line is open
    CHOICE = "choice"  # one of the deliveries we offered
    COMMENT = "comment"  # the comment we asked for after a score
    NO_COMMENT = "no_comment"  # declines to comment
    REPLY_TO_CUSTOMER = "reply_to_customer"  # driver: words for a customer
    DELAY = "delay"  # driver: running late
    ARRIVED = "arrived"  # driver: at the door
    DELIVERED = "delivered"  # driver: handed over or left
    FAILED = "failed"  # driver: could not deliver
    DEPARTED = "departed"  # driver: left the depot
    NEXT_STOP = "next_stop"  # driver: what comes next
    LIST_STOPS = "list_stops"  # driver: everything that is left
    BREAK_START = "break_start"  # driver: on a break
    BREAK_END = "break_end"  # driver: working again
    EARLY_OFFER = "early_offer"  # driver: could come before the window
    UNCLEAR = "unclear"  # driver: not understood


class OpenQuestion(StrEnum):
    """What the thread last asked and still waits for."""

    RATE_DELIVERY = "rate_delivery"  # a score from 1 to 5
    RATE_COMMENT = "rate_comment"  # a few words about the score
    CHOOSE_DELIVERY = "choose_delivery"  # which of several deliveries
    CONFIRM_RESCHEDULE = "confirm_reschedule"  # move it to this window?
    ASK_DATE = "ask_date"  # which day or time instead
    ASK_INSTRUCTIONS = "ask_instructions"  # where shall we leave it
    OFFER_EARLY = "offer_early"  # may the driver come before the window
    RELAY_OPEN = "relay_open"  # words go to the driver
    CONFIRM_DELIVERY = "confirm_delivery"  # did it reach you


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known about the thread when a text arrives."""

    role: Role
    open_question: OpenQuestion | None
    choices: int  # how many deliveries were offered; 0 where none
    rateable: bool  # a delivery was completed lately and has no score
    active_deliveries: int
    now: dt.datetime  # aware
    zone: str  # IANA name of the writer's zone
    language: str  # the contact's usual language, such as "en"


@dataclass(frozen=True, slots=True)
class When:
    """The day and time of day that a phrase means, by the writer's wall clock."""

    date: dt.date | None
    start: dt.time | None
    end: dt.time | None
    ambiguous: bool  # nothing may be moved before asking back
    text: str  # the phrase as written
    candidates: tuple[dt.date, ...] = ()  # days it may mean, likeliest first


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text means, with the rules that said so."""

    intent: Intent
    confidence: float  # 0 to 1
    language: str
    tracking_numbers: tuple[str, ...] = ()
    score: int | None = None  # 1 to 5
    comment: str | None = None
    choice: int | None = None  # counted from 1, never beyond the number offered
    instruction: str | None = None
    message: str | None = None  # words to pass on, without the request to pass them
    stop_tag: int | None = None
    minutes: int | None = None
    reason: str | None = None
    when: When | None = None
    also: Intent | None = None  # a second thing the same text carries
    because: tuple[str, ...] = ()  # names of the rules that decided
