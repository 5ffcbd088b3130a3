"""The frozen snapshot that one step may see: who writes, their deliveries, the hour, what is open.

Nothing in it can load anything more; the shell fills it before the step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conversations.understanding.reading import Role
from delivery.eta import Eta
from delivery.status import Status
from delivery.windows import QuietHours, Window


@dataclass(frozen=True, slots=True)
class BrandView:
    """Whom the messages speak for; `support` is a phone number or address that people may be given.

    `quiet` are the hours without unasked messages, local at the recipient's.
    """

    name: str
    zone: str
    support: str | None = None
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a delivery was handed over; `distance_m` is from the address to where it was recorded."""

    at: datetime
    distance_m: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One delivery as its recipient, or its driver, may see it in a dialogue.

    `window` is the planned interval, `promised` the interval last told to the recipient, `tag` the number a driver
    names the stop by, `offers` the windows to which it may be moved now (empty: too late or not possible),
    `eta` the present estimate (None before a route is known, and after completion).
    """

    id: int
    tracking_number: str
    status: Status
    zone: str
    address: str
    window: Window | None = None
    promised: Window | None = None
    eta: Eta | None = None
    link: str | None = None
    offers: tuple[Window, ...] = ()
    can_cancel: bool = False
    confirmed: bool = False
    instructions: str | None = None
    secret_word: str | None = None
    driver: str | None = None
    recipient: str | None = None
    tag: int | None = None
    proof: Proof | None = None
    failed_reason: str | None = None
    completed_at: datetime | None = None
    score: int | None = None
    rateable: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class BindingView:
    """An open talk between a driver and the recipient of a delivery.

    `on_this_line`: the driver needs no tag, because this line stands for that delivery alone.
    """

    delivery: int
    on_this_line: bool
    last_at: datetime


@dataclass(frozen=True, slots=True)
class SentView:
    """A message that we sent to this person lately, for people who ask whether a text is real."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """All that a step may know.

    `deliveries`: the customer's own, those still to come first and in order of their window, then those completed
    lately; for a driver all stops of the present route in their order. `public_statuses`: for tracking numbers named
    in the text that are not the sender's own, what anybody may know (None: there is no such delivery).
    `bindings`: open talks of this person. `may_ask_rating`: the person has not been asked too often.
    """

    now: datetime
    role: Role
    brand: BrandView
    language: str
    person: str | None = None
    deliveries: tuple[DeliveryView, ...] = ()
    public_statuses: Mapping[str, Status | None] = field(default_factory=dict)
    bindings: tuple[BindingView, ...] = ()
    late_binding: bool = False
    recent: tuple[SentView, ...] = ()
    opted_out: bool = False
    muted: bool = False
    on_break: bool = False
    may_ask_rating: bool = True

    def delivery(self, number: int) -> DeliveryView | None:
        """Find one of the person's deliveries by id."""
        return next((d for d in self.deliveries if d.id == number), None)
