"""When words from one side did not reach the other, the one who wrote them is told."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import threads, write_message
from bot.usecases.scene import brand_of
from bot.usecases.write_message import Cause
from delivery.messages import MessageKind
from models.delivery import Delivery
from models.message import Message
from models.people import Driver
from models.relay import Binding
from models.route import Stop


def not_delivered(session: Session, services: Services, message_id: int) -> None:
    """Tell the sender of a relayed message that it did not arrive; other messages concern nobody else."""
    message = session.get_one(Message, message_id)
    if message.kind != MessageKind.RELAY or message.binding_id is None:
        return
    binding = session.get_one(Binding, message.binding_id)
    to_recipient = message.thread_id == binding.thread_id
    thread_id = _driver_thread(session, binding, message.brand_id) if to_recipient else binding.thread_id
    if thread_id is None:
        return
    brand = brand_of(session, message.brand_id)
    language = None if to_recipient else threads.recipients_language(session, binding.delivery_id)
    destination = write_message.to_thread(
        session, thread_id, brand=brand.name, language=language or brand.language, zone=brand.zone
    )
    key = "relay/driver_told_not_delivered" if to_recipient else "relay/told_not_delivered"
    write_message.write(
        session,
        services,
        destination,
        key=key,
        data={"stop": _stop(session, binding.delivery_id)} if to_recipient else {},
        cause=Cause(MessageKind.REPLY, binding.delivery_id),
    )


def _stop(session: Session, delivery_id: int) -> str:
    """Name the stop as its driver knows it: by tag and address."""
    seq = session.execute(
        select(Stop.seq).where(Stop.delivery_id == delivery_id).order_by(Stop.id.desc()).limit(1)
    ).scalar()
    address = session.get_one(Delivery, delivery_id).address
    return address if seq is None else f"#{seq} {address}"


def _driver_thread(session: Session, binding: Binding, brand_id: int) -> int | None:
    phone = session.get_one(Driver, binding.driver_id).phone
    if phone is None:
        return None
    return threads.find_or_begin(session, brand_id=brand_id, line_id=binding.line_id, address=phone)
