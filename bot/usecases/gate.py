"""May this message go now? Consent, quiet hours, usefulness, the talk it belongs to, the channel's window.

Asked when a message is sent, not when it is written; the answer is kept in the row as its `why`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.port import ChannelName
from bot.services import Services
from bot.usecases.consent import EVERYTHING
from bot.usecases.scene import quiet
from delivery import addresses
from delivery.messages import POLICIES, MessageKind, MessageStatus
from delivery.windows import next_allowed
from models.base import AnyRow
from models.consent import Suppression
from models.delivery import Delivery
from models.message import Message
from models.people import Contact
from models.relay import Binding
from models.thread import Thread

WHATSAPP_WINDOW = timedelta(hours=24)
_MARGIN = timedelta(minutes=5)
# What nobody asked for; an answer goes to whoever asked.
_TO_RECIPIENT = frozenset({MessageKind.REMINDER, MessageKind.DAY_OF, MessageKind.ETA, MessageKind.RATING})


@dataclass(frozen=True, slots=True)
class Go:
    """Send it now."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep it; `not_before` is business time, `try_at` machine time."""

    why: str
    not_before: datetime | None = None
    try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """It will never go."""

    status: MessageStatus
    why: str


Verdict = Go | Hold | Drop


@dataclass(frozen=True, slots=True)
class _Facts:
    stops: Mapping[tuple[int, str, str], frozenset[str]]
    deliveries: Mapping[int, AnyRow]
    threads: Mapping[int, AnyRow]
    closed_bindings: frozenset[int]
    secret: bytes
    now: datetime
    channels: frozenset[ChannelName]


def judge(session: Session, services: Services, rows: Sequence[AnyRow]) -> list[Verdict]:
    """Judge due messages; what the judgement needs is read once for all of them."""
    facts = _read(session, services, rows)
    return [_judge(row, facts) for row in rows]


def _judge(row: AnyRow, facts: _Facts) -> Verdict:
    message: Message = row.Message
    policy = POLICIES[MessageKind(message.kind or MessageKind.REPLY)]
    if message.channel not in facts.channels:
        return Drop(MessageStatus.FAILED, f"the channel {message.channel} is switched off in the settings")
    if message.not_after is not None and facts.now > message.not_after:
        return Drop(MessageStatus.EXPIRED, "it was no longer of use when it could have gone")
    if policy.respects_opt_out and (why := _opted_out(message, facts)):
        return Drop(MessageStatus.SUPPRESSED, why)
    if message.binding_id in facts.closed_bindings:
        return Drop(MessageStatus.SUPPRESSED, "the talk between driver and recipient had ended")
    delivery = facts.deliveries.get(message.delivery_id or 0)
    if (
        delivery is not None
        and message.kind in _TO_RECIPIENT
        and message.to_address not in (delivery.phone, delivery.email)
    ):
        return Drop(MessageStatus.SUPPRESSED, "the recipient has another address now")
    thread = facts.threads[message.thread_id]
    if _window_closed(message, thread, facts.now):
        return Drop(
            MessageStatus.SUPPRESSED, "WhatsApp allows free text only within a day of the person's last message"
        )
    if not policy.respects_quiet_hours:
        return Go()
    if thread.muted_until is not None and thread.muted_until > facts.now:
        return Hold("muted by the person", not_before=thread.muted_until)
    zone = row.zone if delivery is None else delivery.zone
    allowed_at = next_allowed(facts.now, quiet=quiet(row.quiet_start, row.quiet_end), zone=zone)
    return Go() if allowed_at <= facts.now else Hold("quiet hours at the recipient's address", not_before=allowed_at)


def _opted_out(message: Message, facts: _Facts) -> str | None:
    digest = addresses.digest(message.to_address, key=facts.secret)
    scopes = facts.stops.get((message.brand_id, message.channel, digest), frozenset())
    if EVERYTHING in scopes:
        return "the person opted out"
    # Who asks about a quiet delivery is answered.
    if message.kind != MessageKind.REPLY and message.delivery_id is not None and str(message.delivery_id) in scopes:
        return "the person stopped messages about this delivery"
    return None


def _window_closed(message: Message, thread: AnyRow, now: datetime) -> bool:
    if message.channel != ChannelName.WHATSAPP:
        return False
    return thread.last_inbound_at is None or now > thread.last_inbound_at + WHATSAPP_WINDOW - _MARGIN


def _read(session: Session, services: Services, rows: Sequence[AnyRow]) -> _Facts:
    messages: list[Message] = [row.Message for row in rows]
    digests = {addresses.digest(m.to_address, key=services.secret) for m in messages}
    stops: dict[tuple[int, str, str], set[str]] = {}
    for found in session.execute(
        select(Suppression.brand_id, Suppression.channel, Suppression.address_digest, Suppression.scope).where(
            Suppression.address_digest.in_(digests), Suppression.lifted_at.is_(None)
        )
    ):
        stops.setdefault((found.brand_id, found.channel, found.address_digest), set()).add(found.scope)
    deliveries = {m.delivery_id for m in messages if m.delivery_id is not None}
    told = select(Delivery.id, Delivery.zone, Contact.phone, Contact.email).join(
        Contact, Delivery.contact_id == Contact.id
    )
    threads = select(Thread.id, Thread.muted_until, Thread.last_inbound_at).where(
        Thread.id.in_({m.thread_id for m in messages})
    )
    bindings = {m.binding_id for m in messages if m.binding_id is not None}
    closed = select(Binding.id).where(Binding.id.in_(bindings), Binding.closed_at.is_not(None))
    return _Facts(
        stops={who: frozenset(scopes) for who, scopes in stops.items()},
        deliveries={row.id: row for row in session.execute(told.where(Delivery.id.in_(deliveries)))}
        if deliveries
        else {},
        threads={row.id: row for row in session.execute(threads)},
        closed_bindings=frozenset(session.scalars(closed)) if bindings else frozenset(),
        secret=services.secret,
        now=services.clock.now(),
        channels=frozenset(services.channels),
    )
