"""What a dialogue may order, frozen and in the imperative; the shell carries them out in order.

Effects speak of roles and deliveries, never of addresses: only the shell knows who has which number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from conversations.events import TimerName
from conversations.understanding.reading import Role
from delivery.messages import MessageKind
from delivery.status import CustodyKind
from delivery.windows import Window


@dataclass(frozen=True, slots=True)
class Timed:
    """Words around a time: rendering writes it as the language does, on the clock of `zone`.

    With `day` the time is said with its day where that is not today; else the hours stand alone.
    """

    when: Window | datetime
    zone: str
    before: str = ""
    after: str = ""
    day: bool = False


Value = str | int | date | datetime | Window | Timed | tuple[str | Timed, ...] | tuple[Window, ...]
"""What a message text may be filled with; rendering gives instants, days and windows their local form.

A tuple is lines: texts as they stand, windows numbered "1) ", "2) " for the person to choose from.
"""


@dataclass(frozen=True, slots=True)
class Say:
    """Say the catalogue's message `key` to the person of this thread."""

    key: str
    data: Mapping[str, Value] = field(default_factory=dict)
    kind: MessageKind = MessageKind.REPLY
    delivery: int | None = None
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """Say the catalogue's message `key` to the other side of a delivery, in our own words."""

    to: Role
    key: str
    delivery: int
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relay:
    """Pass a person's own words to the other side of a delivery; opens the binding or keeps it open."""

    to: Role
    delivery: int
    text: str


@dataclass(frozen=True, slots=True)
class CloseRelay:
    """End the talk between the two sides of a delivery."""

    delivery: int


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Wake this thread at `due_at` unless anything happens on it before; replaces one of the same name."""

    name: TimerName
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """Forget the timer of this name."""

    name: TimerName


@dataclass(frozen=True, slots=True)
class RecordRating:
    """Store the score (1 to 5) of a delivery; a later one for the same delivery corrects it."""

    delivery: int
    score: int


@dataclass(frozen=True, slots=True)
class RecordComment:
    """Add the person's own words to the rating of a delivery."""

    delivery: int
    comment: str


class CaseKind(StrEnum):
    """Why a person must look at something."""

    LOW_RATING = "low_rating"
    """Rated 1 or 2."""
    NOT_RECEIVED = "not_received"
    """Shown as delivered, but the recipient says it is not there."""
    COMPLAINT = "complaint"
    """Damaged, wrong, missing goods or bad behaviour."""
    CHANGE_ADDRESS = "change_address"
    """Wants another address."""
    CANCEL_REQUEST = "cancel_request"
    """Wants the delivery cancelled after the cut-off."""
    RESCHEDULE_REQUEST = "reschedule_request"
    """Wants a day or time that the bot may not promise."""
    ASKED_FOR_PERSON = "asked_for_person"
    """Asked for a human being."""
    NOT_UNDERSTOOD = "not_understood"
    """The bot failed twice to understand."""
    DRIVER_NOT_UNDERSTOOD = "driver_not_understood"
    """A driver's text could not be placed."""
    UNREADABLE_STATE = "unreadable_state"
    """The stored state of the thread could not be read; it starts again from idle."""
    FORGET_REQUEST = "forget_request"
    """Wants their data erased."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Ask a person to look; one open case per kind and delivery (or thread) is enough."""

    kind: CaseKind
    delivery: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Move the delivery to another window; starts a new plan version."""

    delivery: int
    window: Window


@dataclass(frozen=True, slots=True)
class Confirm:
    """Note that the recipient confirmed the planned day."""

    delivery: int


@dataclass(frozen=True, slots=True)
class CancelDelivery:
    """Cancel the delivery at the recipient's wish."""

    delivery: int


@dataclass(frozen=True, slots=True)
class SaveInstructions:
    """Keep what the driver must know at the door; shown to the driver."""

    delivery: int
    text: str


@dataclass(frozen=True, slots=True)
class AgreeEarly:
    """The recipient's answer to the driver's offer to come early."""

    delivery: int
    minutes: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class OptOut:
    """Stop all messages of the brand to this address, or those of one delivery."""

    delivery: int | None = None


@dataclass(frozen=True, slots=True)
class OptIn:
    """Allow messages of the brand to this address again."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Say nothing unasked to this address until then."""

    until_at: datetime


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Remember the language that the person writes in (en, es, fr)."""

    language: str


@dataclass(frozen=True, slots=True)
class RecordStop:
    """A driver's act on a delivery: went out, arrived, delivered or failed."""

    delivery: int
    kind: CustodyKind
    note: str | None = None


@dataclass(frozen=True, slots=True)
class StartRoute:
    """The driver leaves the depot with all remaining deliveries of the route."""


@dataclass(frozen=True, slots=True)
class AnnounceDelay:
    """The driver says that everything still ahead is this much later."""

    minutes: int


@dataclass(frozen=True, slots=True)
class TakeBreak:
    """The driver begins or ends a break."""

    begins: bool


@dataclass(frozen=True, slots=True)
class OfferEarly:
    """Ask the recipient whether the driver may come this many minutes early."""

    delivery: int
    minutes: int


Effect = (
    Say
    | Tell
    | Relay
    | CloseRelay
    | StartTimer
    | CancelTimer
    | RecordRating
    | RecordComment
    | OpenCase
    | Reschedule
    | Confirm
    | CancelDelivery
    | SaveInstructions
    | AgreeEarly
    | OptOut
    | OptIn
    | Mute
    | SetLanguage
    | RecordStop
    | StartRoute
    | AnnounceDelay
    | TakeBreak
    | OfferEarly
)
