"""Forgetting a person: their words, names and addresses go; ids, times, custody hashes and the stop stay.

What they have stopped is kept as a keyed hash, so that nobody writes to them again.
"""

from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import consent
from bot.usecases.consent import Who
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
        threads = list(session.scalars(select(Thread).where(Thread.address.in_(addresses))))
        messages = _erase_messages(session, [thread.id for thread in threads], addresses)
        _erase_deliveries(session, [contact.id for contact in contacts])
        for thread in threads:
            _erase_thread(session, services, thread)
        for contact in contacts:
            contact.name = contact.phone = contact.email = None
        return Forgotten(len(contacts), len(threads), messages)


def _erase_messages(session: Session, thread_ids: list[int], addresses: set[str]) -> int:
    mine = or_(
        Message.thread_id.in_(thread_ids), Message.from_address.in_(addresses), Message.to_address.in_(addresses)
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
    for column in (Message.from_address, Message.to_address):
        session.execute(update(Message).where(Message.id.in_(ids), column.in_(addresses)).values({column: GONE}))
    session.execute(update(Message).where(Message.id.in_(ids)).values(text="", subject=None))
    return len(ids)


def _erase_deliveries(session: Session, contact_ids: list[int]) -> None:
    ids = list(session.scalars(select(Delivery.id).where(Delivery.contact_id.in_(contact_ids))))
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
    channel = "email" if "@" in thread.address else "sms"
    who = Who(thread.brand_id, channel, thread.address)
    consent.stop(session, services.secret, who, delivery_id=None, source="forgotten", now=services.clock.now())
    thread.address = f"{GONE}:{thread.id}"
    thread.state = thread.language = thread.last_subject = thread.last_mail_id = None
