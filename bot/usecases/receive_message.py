"""One inbound message, one transaction: kept whole, answered once, whatever the provider repeats."""

import json
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.channels.port import InboundMessage
from bot.services import Services
from bot.usecases import budget, reply_tokens, scene
from bot.usecases.converse import answer_stranger, converse
from bot.usecases.scene import BrandFacts, LineFacts, Scene
from conversations.events import MessageReceived
from delivery.messages import MessageStatus
from models import upsert
from models.message import Media, Message, Payload
from models.session import run

LONGEST_UNDERSTOOD = 4000
"""Characters that are read for their meaning; the whole is kept."""


class Outcome(StrEnum):
    """What became of an inbound message."""

    ANSWERED = "answered"
    """Taken in, and its dialogue has had its say."""
    REPEATED = "repeated"
    """Known already; nothing happened."""
    IGNORED = "ignored"
    """Taken in, but not to be answered: an auto-reply, a bounce, one of our own lines, or too many."""
    UNKNOWN_LINE = "unknown_line"
    """Not addressed to any line of ours."""


def receive(services: Services, inbound: InboundMessage) -> Outcome:
    """Take in one message and let its thread answer; a repeat is a success without effect."""
    now = services.clock.now()
    with services.database.write() as session:
        found = reply_tokens.line_of(session, services.secret, inbound) or scene.find_line(
            session, channel=inbound.channel, address=inbound.to_address
        )
        if found is None:
            return Outcome.UNKNOWN_LINE
        line, brand = found
        entered = scene.enter(
            session,
            line,
            brand,
            address=inbound.from_address,
            at=now,
            subject=_cut(inbound.subject),
            mail_id=inbound.mail_id,
        )
        why = _why_not_answered(session, services, inbound, entered)
        message_id = _keep(session, inbound, entered, line, brand, why=why, now=now)
        if message_id is None:
            return Outcome.REPEATED
        if why is not None:
            return Outcome.IGNORED
        event = MessageReceived(
            inbound.text[:LONGEST_UNDERSTOOD], media=len(inbound.media), carrier_consent=inbound.carrier_consent
        )
        if inbound.authentic or reply_tokens.proves(services.secret, inbound, entered.thread_id):
            converse(session, services, entered, event, now=now)
        else:
            answer_stranger(session, services, entered, event, now=now)
        return Outcome.ANSWERED


def _why_not_answered(session: Session, services: Services, inbound: InboundMessage, entered: Scene) -> str | None:
    if inbound.automatic:
        return "an automatic message: never answered"
    if scene.is_ours(session, channel=inbound.channel, address=inbound.from_address):
        return "from one of our own lines: never answered"
    if budget.is_spent(session, entered.thread_id, now=services.clock.machine_now()):
        return "too many texts in a short time: kept, not answered"
    return None


def _keep(
    session: Session,
    inbound: InboundMessage,
    entered: Scene,
    line: LineFacts,
    brand: BrandFacts,
    *,
    why: str | None,
    now: datetime,
) -> int | None:
    message_id: int | None = run(
        session,
        _keeping(upsert.dialect(session)),
        direction="in",
        channel=inbound.channel,
        provider_id=inbound.provider_id,
        brand_id=brand.id,
        line_id=line.id,
        thread_id=entered.thread_id,
        from_address=inbound.from_address,
        to_address=inbound.to_address,
        text=inbound.text,
        subject=_cut(inbound.subject),
        status=MessageStatus.RECEIVED,
        why=why,
        created_at=now,
        mail_id=inbound.mail_id,
        in_reply_to=inbound.in_reply_to,
        references=list(inbound.references),
        attempts=0,
    ).scalar()
    if message_id is None:
        return None
    run(session, _PAYLOAD, message_id=message_id, content_type=inbound.payload_type[:256], body=_bytes(inbound))
    for media in inbound.media:
        run(
            session,
            _MEDIA,
            message_id=message_id,
            url=media.url or "",
            content_type=media.content_type[:128],
            name=_cut(media.name),
            size=media.size,
            attempts=0,
        )
    return message_id


_PAYLOAD = insert(Payload)
_MEDIA = insert(Media)


@cache
def _keeping(dialect: str) -> Any:
    statement = upsert.insert_on(dialect, Message)
    once = statement.on_conflict_do_nothing(index_elements=["channel", "provider_id"])
    return once.returning(Message.id)


def _bytes(inbound: InboundMessage) -> bytes:
    if isinstance(inbound.payload, bytes):
        return inbound.payload
    return json.dumps(dict(inbound.payload), ensure_ascii=False, sort_keys=True).encode()


def _cut(text: str | None) -> str | None:
    return None if text is None else text[:256]
