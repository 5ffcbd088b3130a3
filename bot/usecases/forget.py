"""Forgetting a person: their words, names and addresses go; ids, times, custody hashes and the stop stay.

What they have stopped is kept as a keyed hash, so that nobody writes to them again.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import bindings, consent
from bot.usecases.consent import Who
from models.brand import Line
from models.delivery import Case, CustodyEvent, Delivery, Rating
from models.message import Media, Message, Payload
from models.people import Contact
from models.thread import Thread, Timer

GONE = "forgotten"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was erased."""

    contacts: int
    threads: int
    messages: int


def forget(services: Services, address: str) -> Forgotten:
    """Erase what is known of the person behind an address, in one transaction."""
    with services.database.write() as session:
        contacts = list(session.scalars(select(Contact).where(or_(Contact.phone == address, Contact.email == address))))
        addresses = {address} | {a for c in contacts for a in (c.phone, c.email) if a}
        # Before anything else, as every event of such a thread does.
        wanted = select(Thread).where(Thread.address.in_(addresses)).order_by(Thread.id)
        threads = list(session.scalars(wanted.with_for_update(key_share=True)))
        deliveries = list(
            session.scalars(select(Delivery.id).where(Delivery.contact_id.in_([contact.id for contact in contacts])))
        )
        messages = _erase_messages(session, [thread.id for thread in threads], addresses, deliveries)
        _erase_deliveries(session, deliveries, now=services.clock.now())
        for thread in threads:
            _erase_thread(session, services, thread)
        for contact in contacts:
            contact.name = contact.phone = contact.email = None
        return Forgotten(len(contacts), len(threads), messages)


def _erase_messages(session: Session, thread_ids: list[int], addresses: set[str], deliveries: list[int]) -> int:
    mine = or_(
        Message.thread_id.in_(thread_ids),
        Message.from_address.in_(addresses),
        Message.to_address.in_(addresses),
        # What was passed on to a driver: the person's own words, and what they said about their door.
        Message.delivery_id.in_(deliveries),
    )
    ids = list(session.scalars(select(Message.id).where(mine)))
    session.execute(delete(Payload).where(Payload.message_id.in_(ids)))
    session.execute(delete(Media).where(Media.message_id.in_(ids)))
    # What was never sent is not sent any more.
    session.execute(
        update(Message)
        .where(Message.id.in_(ids), Message.status == "queued")
        .values(status="suppressed", why="the person asked to be forgotten")
    )
    # Nor again.
    session.execute(update(Message).where(Message.id.in_(ids), Message.status == "unknown").values(try_at=None))
    for column in (Message.from_address, Message.to_address):
        session.execute(update(Message).where(Message.id.in_(ids), column.in_(addresses)).values({column: GONE}))
    session.execute(update(Message).where(Message.id.in_(ids)).values(text="", subject=None))
    return len(ids)


def _erase_deliveries(session: Session, ids: list[int], *, now: datetime) -> None:
    for delivery_id in ids:
        bindings.close(session, delivery_id, now)
    session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(address=GONE, instructions=None, secret_word=None, failed_reason=None, lat=0.0, lon=0.0)
    )
    session.execute(update(CustodyEvent).where(CustodyEvent.delivery_id.in_(ids)).values(note=None))
    session.execute(update(Rating).where(Rating.delivery_id.in_(ids)).values(comment=None))
    session.execute(update(Case).where(Case.delivery_id.in_(ids)).values(note=None))


def _erase_thread(session: Session, services: Services, thread: Thread) -> None:
    session.execute(update(Case).where(Case.thread_id == thread.id).values(note=None))
    session.execute(
        update(Timer)
        .where(Timer.thread_id == thread.id, Timer.state == "waiting")
        .values(state="void", why="the person asked to be forgotten")
    )
    who = Who(thread.brand_id, session.get_one(Line, thread.line_id).channel, thread.address)
    consent.stop(session, services.secret, who, delivery_id=None, source="forgotten", now=services.clock.now())
    thread.address = f"{GONE}:{thread.id}"
    thread.state = thread.language = thread.last_subject = thread.last_mail_id = None
