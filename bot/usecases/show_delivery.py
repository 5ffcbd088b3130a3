"""One delivery as the operator's systems see it, with its messages, cases and rating. Reads only."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import see_route
from bot.usecases.change_delivery import NoSuchDelivery
from delivery import tracking_numbers
from delivery.eta import Eta
from models.delivery import Case, Delivery, Rating
from models.message import Message
from models.people import Contact
from models.thread import Thread

MOST_MESSAGES = 500


class EtaRow(msgspec.Struct, frozen=True):
    """An estimate as published; `level` is how often the interval holds."""

    median: datetime
    low: datetime
    high: datetime
    level: float
    position_age_s: int | None
    live: bool


class CaseRow(msgspec.Struct, frozen=True):
    """Something a person must look at, or has looked at."""

    id: int
    kind: str
    note: str | None
    opened_at: datetime
    closed_at: datetime | None


class RatingRow(msgspec.Struct, frozen=True):
    """What the recipient thought."""

    score: int
    comment: str | None


class MessageRow(msgspec.Struct, frozen=True):
    """A message, in or out; `why` tells why it went, waited or did not go."""

    id: int
    direction: str
    channel: str
    from_address: str = msgspec.field(name="from")
    to_address: str = msgspec.field(name="to")
    text: str
    status: str
    why: str | None
    created_at: datetime
    sent_at: datetime | None


class DeliveryRow(msgspec.Struct, frozen=True):
    """A delivery; `window` is what its recipient was promised last, else what is planned."""

    tracking_number: str
    status: str
    stops_away: int | None
    eta: EtaRow | None
    window: tuple[datetime, datetime] | None
    cases: list[CaseRow]
    rating: RatingRow | None
    messages: list[MessageRow]


def show(services: Services, tracking_number: str) -> DeliveryRow:
    """Read a delivery by its tracking number, however it is written. Raises NoSuchDelivery."""
    now = services.clock.now()
    with services.database.read() as session:
        row = _find(session, tracking_number)
        eta = see_route.eta_of(session, row.id, now)
        return DeliveryRow(
            tracking_number=row.tracking_number,
            status=row.status,
            stops_away=None if eta is None else eta.stops_away,
            eta=eta_row(eta),
            window=window_of(row),
            cases=_cases(session, row.id),
            rating=_rating(session, row.id),
            messages=_messages(session, row),
        )


def messages(services: Services, tracking_number: str) -> list[MessageRow]:
    """Read the messages around a delivery in their order. Raises NoSuchDelivery."""
    with services.database.read() as session:
        return _messages(session, _find(session, tracking_number))


def eta_row(eta: Eta | None) -> EtaRow | None:
    """Publish an estimate."""
    return None if eta is None else EtaRow(eta.median, eta.low, eta.high, eta.level, eta.position_age_s, eta.live)


def window_of(row: Delivery) -> tuple[datetime, datetime] | None:
    """Tell the window a recipient counts on."""
    start, end = row.promised_start or row.window_start, row.promised_end or row.window_end
    return None if start is None or end is None else (start, end)


def _find(session: Session, tracking_number: str) -> Delivery:
    wanted = select(Delivery).where(Delivery.tracking_normal == tracking_numbers.normal(tracking_number))
    row = session.scalars(wanted).one_or_none()
    if row is None:
        raise NoSuchDelivery(tracking_number)
    return row


def _cases(session: Session, delivery_id: int) -> list[CaseRow]:
    rows = session.scalars(select(Case).where(Case.delivery_id == delivery_id).order_by(Case.id))
    return [CaseRow(row.id, row.kind, row.note, row.opened_at, row.closed_at) for row in rows]


def _rating(session: Session, delivery_id: int) -> RatingRow | None:
    row = session.scalars(select(Rating).where(Rating.delivery_id == delivery_id)).one_or_none()
    return None if row is None else RatingRow(row.score, row.comment)


def _messages(session: Session, delivery: Delivery) -> list[MessageRow]:
    # What a recipient writes of their own accord names no delivery: it belongs to each of theirs.
    contact = session.get_one(Contact, delivery.contact_id)
    addresses = [address for address in (contact.phone, contact.email) if address]
    theirs = and_(Message.delivery_id.is_(None), Thread.brand_id == delivery.brand_id, Thread.address.in_(addresses))
    statement = (
        select(Message)
        .join(Thread, Message.thread_id == Thread.id)
        .where(or_(Message.delivery_id == delivery.id, theirs))
        .order_by(Message.id.desc())
        .limit(MOST_MESSAGES)
    )
    return [_message(row) for row in reversed(list(session.scalars(statement)))]


def _message(row: Message) -> MessageRow:
    return MessageRow(
        id=row.id,
        direction=row.direction,
        channel=row.channel,
        from_address=row.from_address,
        to_address=row.to_address,
        text=row.text,
        status=row.status,
        why=row.why,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
