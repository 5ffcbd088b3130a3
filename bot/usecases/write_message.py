"""The only writer of outgoing messages: a row that will be sent, with the words already chosen.

Whether it may go (consent, hours, usefulness) is asked when it is sent, not here.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.channels.port import ChannelName
from bot.services import Services
from bot.usecases.scene import Scene
from conversations.effects import Value
from delivery import segments
from delivery.messages import POLICIES, MessageKind, MessageStatus
from models.brand import Line
from models.message import Message
from models.session import leave_work, run
from models.thread import Thread

LONGEST_TEXT = 1500
"""Characters of an outgoing text; Twilio refuses more than 1,600."""
_LONGEST_SUBJECT = 256
_LONGEST_DOMAIN = 200


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes; the mail fields let it join the conversation that the person began."""

    thread_id: int
    channel: ChannelName
    line_id: int
    line_address: str
    address: str
    brand_id: int
    brand: str
    language: str
    zone: str
    mail_subject: str | None = None
    mail_id: str | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a message is written: its kind, and the delivery and binding that it must not outlive."""

    kind: MessageKind
    delivery_id: int | None = None
    binding_id: int | None = None
    not_after: datetime | None = None


def to_scene(scene: Scene, *, language: str, zone: str) -> Destination:
    """Make the destination of an answer on the scene's own thread."""
    return Destination(
        scene.thread_id,
        scene.line.channel,
        scene.line.id,
        scene.line.address,
        scene.address,
        scene.brand.id,
        scene.brand.name,
        language,
        zone,
        scene.mail_subject,
        scene.mail_id,
    )


def to_thread(session: Session, thread_id: int, *, brand: str, language: str, zone: str) -> Destination:
    """Make the destination of a message on somebody else's thread."""
    statement = select(Thread, Line).join(Line, Thread.line_id == Line.id).where(Thread.id == thread_id)
    thread, line = session.execute(statement).one()
    return Destination(
        thread.id,
        ChannelName(line.channel),
        line.id,
        line.address,
        thread.address,
        thread.brand_id,
        brand,
        thread.language or language,
        zone,
        thread.last_subject,
        thread.last_mail_id,
    )


def write(
    session: Session,
    services: Services,
    destination: Destination,
    *,
    key: str,
    data: Mapping[str, Value],
    cause: Cause,
) -> int:
    """Write one outgoing message from the catalogue; answers its id."""
    now = services.clock.now()
    rendered = services.catalogue.render(
        key,
        data,
        language=destination.language,
        zone=destination.zone,
        now=now,
        channel=destination.channel,
        brand=destination.brand,
    )
    text = rendered.text if len(rendered.text) <= LONGEST_TEXT else rendered.text[: LONGEST_TEXT - 3] + "..."
    is_mail = destination.channel is ChannelName.EMAIL
    leave_work(session)
    message_id: int = run(
        session,
        _WRITE,
        direction="out",
        channel=destination.channel,
        brand_id=destination.brand_id,
        line_id=destination.line_id,
        thread_id=destination.thread_id,
        delivery_id=cause.delivery_id,
        binding_id=cause.binding_id,
        from_address=destination.line_address,
        to_address=destination.address,
        text=text,
        subject=_subject(destination, rendered.subject) if is_mail else None,
        language=destination.language,
        kind=cause.kind,
        key=key,
        status=MessageStatus.QUEUED,
        segments=None if is_mail else segments.count(text).segments,
        created_at=now,
        not_after=cause.not_after or now + POLICIES[cause.kind].validity,
        try_at=services.clock.machine_now(),
        attempts=0,
        mail_id=_mail_id(destination.line_address) if is_mail else None,
        in_reply_to=destination.mail_id if is_mail else None,
        references=[destination.mail_id] if is_mail and destination.mail_id else [],
    ).scalar_one()
    return message_id


# Of the table, since what belongs to a class is looked up more slowly.
_WRITE = insert(Message.metadata.tables["messages"]).returning(Message.id)


def _subject(destination: Destination, subject: str | None) -> str | None:
    # Gmail joins an answer to its conversation only when the subject is the same.
    if destination.mail_subject is None:
        return subject
    plain = destination.mail_subject
    return plain if plain.lower().startswith("re:") else f"Re: {plain}"[:_LONGEST_SUBJECT]


def _mail_id(line_address: str) -> str:
    domain = line_address.partition("@")[2][-_LONGEST_DOMAIN:].lstrip(".-")
    return f"<{secrets.token_hex(16)}@{domain}>"
