"""One inbound message, one transaction: kept whole, answered once, whatever the provider repeats."""

import json
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.channels.port import InboundMessage
from bot.services import Services
from bot.usecases import budget, past, reply_tokens, scene, storable
from bot.usecases.converse import answer_stranger, converse, obey_stop
from bot.usecases.past import Past
from bot.usecases.scene import Scene
from conversations.events import MessageReceived
from delivery.messages import MessageStatus
from models import upsert
from models.message import Media, Message, Payload
from models.session import again, run

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
    storable_one = storable.inbound(inbound)
    return again(lambda: _receive(services, storable_one))


def _receive(services: Services, inbound: InboundMessage) -> Outcome:
    now = services.clock.now()
    with services.database.write() as session:
        ours = scene.find_lines(session, channel=inbound.channel, addresses=(inbound.to_address, inbound.from_address))
        found = reply_tokens.line_of(session, services.secret, inbound) or ours.get(inbound.to_address)
        if found is None:
            return Outcome.UNKNOWN_LINE
        line, brand = found
        entered = scene.enter(
            session,
            line,
            brand,
            address=inbound.from_address,
            at=now,
            # What an unproven mail calls itself answers that mail alone, and never heads what we write later.
            subject=inbound.subject if inbound.authentic else None,
            mail_id=inbound.mail_id if inbound.authentic else None,
        )
        if inbound.mail_id:
            entered = replace(entered, mail_subject=inbound.subject, mail_id=inbound.mail_id)
        lately = past.read(session, services, entered)
        why = _why_not_answered(inbound, lately, is_ours=inbound.from_address in ours)
        if _keep(session, services, inbound, entered, why=why, now=now) is None:
            # Entering has already marked the thread as just written on, and an old mail's subject would be the last.
            session.rollback()
            return Outcome.REPEATED
        event = MessageReceived(
            _words(inbound)[:LONGEST_UNDERSTOOD], media=len(inbound.media), carrier_consent=inbound.carrier_consent
        )
        if why is not None:
            if why is _TOO_MANY:
                obey_stop(session, services, entered, event, past=lately, now=now)
            return Outcome.IGNORED
        if inbound.authentic or reply_tokens.proves(services.secret, inbound, entered.thread_id):
            converse(session, services, entered, event, past=lately, now=now)
        else:
            answer_stranger(session, services, entered, event, past=lately, now=now)
        return Outcome.ANSWERED


_TOO_MANY = "too many texts in a short time: kept, not answered"


def _why_not_answered(inbound: InboundMessage, lately: Past, *, is_ours: bool) -> str | None:
    if inbound.automatic:
        return "an automatic message: never answered"
    if is_ours:
        return "from one of our own lines: never answered"
    if len(inbound.from_address) >= storable.LONGEST_ADDRESS:
        return "from an address that is too long to be answered"
    if budget.is_spent(texts=lately.texts, answers=lately.answers):
        return _TOO_MANY
    return None


def _words(inbound: InboundMessage) -> str:
    # People write the tracking number into the subject of a new mail; the subject of an answer is ours.
    subject = (inbound.subject or "").strip()
    is_answer = inbound.in_reply_to is not None or subject.lower().startswith("re:")
    return inbound.text if is_answer or not subject else f"{subject}\n{inbound.text}".strip()


def _keep(
    session: Session,
    services: Services,
    inbound: InboundMessage,
    entered: Scene,
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
        brand_id=entered.brand.id,
        line_id=entered.line.id,
        thread_id=entered.thread_id,
        from_address=inbound.from_address,
        to_address=inbound.to_address,
        text=inbound.text,
        subject=inbound.subject,
        status=MessageStatus.RECEIVED,
        why=why,
        created_at=now,
        try_at=services.clock.machine_now(),
        mail_id=inbound.mail_id,
        in_reply_to=inbound.in_reply_to,
        references=list(inbound.references),
        attempts=0,
    ).scalar()
    if message_id is None:
        return None
    run(session, _PAYLOAD, message_id=message_id, content_type=inbound.payload_type, body=_bytes(inbound))
    for media in inbound.media:
        run(
            session,
            _MEDIA,
            message_id=message_id,
            url=media.url or "",
            content_type=media.content_type,
            name=media.name,
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
    return json.dumps(dict(inbound.payload), ensure_ascii=False, sort_keys=True).encode(errors="backslashreplace")
