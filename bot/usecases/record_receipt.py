"""What a provider says became of a message: ranked, so that repeats, late and out-of-order receipts do no harm."""

from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.port import Receipt
from bot.services import Services
from bot.usecases import consent, storable, tell_sender
from bot.usecases.consent import Who
from delivery.messages import MessageStatus, after_receipt
from models.message import Message
from models.message import Receipt as ReceiptRow
from models.upsert import insert

_FAILED = (MessageStatus.UNDELIVERED, MessageStatus.FAILED)


def record(services: Services, receipt: Receipt, message_id: int | None = None) -> bool:
    """Take in one receipt; False when it is about no message of ours or was known."""
    now = services.clock.now()
    receipt = replace(receipt, provider_id=storable.provider_id(receipt.provider_id))
    with services.database.write() as session:
        message = _find(session, receipt, message_id)
        if message is None:
            return False
        statement = (
            insert(session, ReceiptRow)
            .values(
                message_id=message.id,
                once=_once(receipt),
                status=receipt.status or "other",
                code=receipt.code and receipt.code[:32],
                received_at=now,
            )
            .on_conflict_do_nothing()
            .returning(ReceiptRow.id)
        )
        if session.execute(statement).scalar() is None:
            return False
        _apply(session, services, message, receipt)
        return True


def _find(session: Session, receipt: Receipt, message_id: int | None) -> Message | None:
    wanted = select(Message).where(Message.direction == "out").with_for_update(key_share=True)
    number = message_id or receipt.message_id
    if number is not None:
        message = session.scalars(wanted.where(Message.id == number)).first()
        return None if message is None or _is_of_another(session, message, receipt) else message
    if not receipt.provider_id:
        return None
    return session.scalars(wanted.where(Message.provider_id == receipt.provider_id)).first()


def _is_of_another(session: Session, message: Message, receipt: Receipt) -> bool:
    """Tell whether the receipt is for another provider message than this row's; late bounces name none."""
    if not receipt.provider_id:
        return False
    if message.provider_id is not None:
        return message.provider_id != receipt.provider_id
    taken = select(Message.id).where(Message.channel == message.channel, Message.provider_id == receipt.provider_id)
    return session.execute(taken).first() is not None


def _apply(session: Session, services: Services, message: Message, receipt: Receipt) -> None:
    before = MessageStatus(message.status)
    is_new_proof = message.provider_id is None and bool(receipt.provider_id)
    # Whatever a provider reports of a message, in words we know or not, it has taken it.
    reported = MessageStatus.SENT if receipt.status is None and is_new_proof else receipt.status
    status = before if reported is None else after_receipt(before, reported)
    values: dict[str, object] = {"status": status}
    if status is not before:
        values["why"] = f"the provider reports {status}" + (f" (code {receipt.code})" if receipt.code else "")
    if is_new_proof:
        # The answer to our request was lost; the receipt proves that it was accepted.
        values |= {"provider_id": receipt.provider_id, "sent_at": message.sent_at or services.clock.now()}
    session.execute(update(Message).where(Message.id == message.id).values(**values))
    if receipt.opted_out or receipt.address_is_bad:
        consent.stop(
            session,
            services.secret,
            Who(message.brand_id, message.channel, message.to_address),
            delivery_id=None,
            source="carrier" if receipt.opted_out else "bad address",
            now=services.clock.now(),
        )
    if status in _FAILED and before not in _FAILED:
        tell_sender.not_delivered(session, services, message.id)


def _once(receipt: Receipt) -> str:
    return (receipt.event_id or f"{receipt.provider_id}:{receipt.status}:{receipt.code or ''}")[-128:]
