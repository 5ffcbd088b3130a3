"""Threads of people who did not write just now: found or begun without locking them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.port import ChannelName
from models.brand import Line, LineUse
from models.delivery import Delivery
from models.people import Contact
from models.thread import Thread
from models.upsert import insert

_BY_PREFERENCE = (ChannelName.SMS, ChannelName.WHATSAPP, ChannelName.EMAIL)


def find_or_begin(session: Session, *, brand_id: int, line_id: int, address: str) -> int:
    """Answer the id of the thread of a line and an address.

    The row is not locked: an event locks its own thread only, so that two threads never wait for each other.
    """
    wanted = select(Thread.id).where(Thread.line_id == line_id, Thread.address == address)
    found = session.execute(wanted).scalar()
    if found is not None:
        return found
    session.execute(
        insert(session, Thread)
        .values(brand_id=brand_id, line_id=line_id, address=address, version=0)
        .on_conflict_do_nothing()
    )
    return session.execute(wanted).scalar_one()


def of_contact(session: Session, *, brand_id: int, contact: Contact) -> int | None:
    """Answer the thread on which a contact is written to first: SMS, else WhatsApp, else mail; None: no way."""
    # A brand that changed its number keeps the old line for answers to it: the newest of a channel is written from.
    main = select(Line).where(Line.brand_id == brand_id, Line.use == LineUse.MAIN).order_by(Line.id)
    lines = {line.channel: line for line in session.scalars(main)}
    for channel in _BY_PREFERENCE:
        address = contact.email if channel is ChannelName.EMAIL else contact.phone
        if channel in lines and address:
            return find_or_begin(session, brand_id=brand_id, line_id=lines[channel].id, address=address)
    return None


def recipients_language(session: Session, delivery_id: int) -> str | None:
    """Read the language that the plan names for the recipient of a delivery."""
    return session.execute(
        select(Contact.language).join(Delivery, Delivery.contact_id == Contact.id).where(Delivery.id == delivery_id)
    ).scalar()
