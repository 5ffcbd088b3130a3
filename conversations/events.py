"""What can happen to a thread: frozen facts in the past tense.

Nothing here decides or orders anything; `router.step` answers an event with a new state and effects.
"""

from dataclasses import dataclass
from enum import StrEnum

from delivery.reminders import ReminderKind


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A person wrote to us on this thread.

    `carrier_consent` is "stop", "start" or "help" when the carrier already understood and answered the word itself.
    """

    text: str
    media: int = 0
    carrier_consent: str | None = None


class TimerName(StrEnum):
    """The timers a dialogue may start on its own thread; each thread has at most one of a name."""

    QUESTION_EXPIRES = "question_expires"
    """Nobody answered the open question in time."""
    PERSON_EXPIRES = "person_expires"
    """The thread was with a person and has been quiet: the bot takes over again."""
    QUESTION_WAITS = "question_waits"
    """A question of ours waits for an open talk with the driver to end: look again."""


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer of this thread came due, and nothing happened on the thread since it was started."""

    name: TimerName


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """It is time to remind this person of these deliveries (several of one household are merged)."""

    kind: ReminderKind
    deliveries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WentOutForDelivery:
    """The van left the depot with this delivery on board, and with others of the same person."""

    delivery: int
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DriverApproached:
    """The delivery is among the next few stops, or minutes away."""

    delivery: int


@dataclass(frozen=True, slots=True)
class DriverArriving:
    """The van is within 150 m of the address, or the driver tapped that they arrived."""

    delivery: int


@dataclass(frozen=True, slots=True)
class DeliveryDelayed:
    """The tracked median left the window that this person was promised."""

    delivery: int


@dataclass(frozen=True, slots=True)
class DeliveryCompleted:
    """The driver handed the delivery over."""

    delivery: int


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """The attempt failed; the delivery view in the context holds the reason."""

    delivery: int


@dataclass(frozen=True, slots=True)
class DeliveryCancelled:
    """The operator cancelled the delivery."""

    delivery: int


@dataclass(frozen=True, slots=True)
class RatingDue:
    """It is time to invite a rating of a completed delivery."""

    delivery: int


@dataclass(frozen=True, slots=True)
class EarlyOffered:
    """The driver could come this many minutes before the promised window."""

    delivery: int
    minutes: int


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """A person settled the case that was opened for this thread; a low rating is asked about again."""

    delivery: int | None
    was_low_rating: bool


DeliveryFact = (
    WentOutForDelivery
    | DriverApproached
    | DriverArriving
    | DeliveryDelayed
    | DeliveryCompleted
    | DeliveryFailed
    | DeliveryCancelled
)
Event = MessageReceived | TimerFired | ReminderDue | DeliveryFact | RatingDue | EarlyOffered | CaseClosed
