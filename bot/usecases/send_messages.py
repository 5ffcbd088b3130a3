"""Sending: claim, call the provider outside any transaction, write down what became of it.

A send happens at most once. What may have happened is `unknown`, and is asked about, never repeated blindly.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.orm import Session

from bot.channels.port import (
    Accepted,
    Ambiguous,
    ChannelName,
    Failure,
    NotSent,
    OutgoingMessage,
    Refused,
    Throttled,
)
from bot.rendering.catalogue import Rendered
from bot.rendering.mail import link_in, render_mail
from bot.services import Services
from bot.usecases import consent, reply_tokens, storable, tell_sender, unsubscribe
from bot.usecases.claim import Claimed
from bot.usecases.consent import Who
from delivery import retries
from delivery.messages import MessageKind, MessageStatus
from models.message import Message

_log = structlog.get_logger()

_SHORTEST_VALIDITY_S = 10
_UNASKED = frozenset({MessageKind.REMINDER, MessageKind.DAY_OF, MessageKind.ETA, MessageKind.RATING, MessageKind.CASE})


def send(services: Services, claimed: Claimed) -> None:
    """Send one claimed message and write down the outcome, if the claim still holds."""
    message = claimed.message
    started = services.clock.monotonic()
    outcome = _hand_over(services, claimed)
    with services.database.write() as session:
        status = _settle(session, services, claimed, outcome)
    _log.info(
        "message_sent",
        message_id=message.id,
        kind=message.kind,
        channel=message.channel,
        outcome=status,
        duration_s=round(services.clock.monotonic() - started, 4),
    )


def _hand_over(services: Services, claimed: Claimed) -> Accepted | Failure:
    message = claimed.message
    try:
        ready = outgoing(services, claimed)
    except Exception:
        _log.exception("message_cannot_be_written", message_id=message.id)
        return Refused("unsendable", "it cannot be written for its channel")
    try:
        return services.channels[ChannelName(message.channel)].send(ready)
    except Failure as failure:
        return failure
    except Exception:
        _log.exception("send_failed", message_id=message.id)
        return Ambiguous("an error of our own")


def outgoing(services: Services, claimed: Claimed) -> OutgoingMessage:
    """Make what the provider is asked to send out of a message row."""
    message, row = claimed.message, claimed.row
    common: dict[str, Any] = {
        "id": message.id,
        "channel": ChannelName(message.channel),
        "from_address": message.from_address,
        "to_address": message.to_address,
        "from_name": row.brand,
    }
    if message.channel != ChannelName.EMAIL:
        callback = f"{services.public_url}/webhooks/twilio/status/{message.id}"
        return OutgoingMessage(
            **common, text=message.text, callback_url=callback, valid_for_s=_validity(services, message)
        )
    unasked = message.kind in _UNASKED
    url = unsubscribe.url(services, message.thread_id) if unasked else None
    mail = render_mail(
        Rendered(message.text, message.subject),
        catalogue=services.catalogue,
        brand=row.brand,
        language=message.language or "en",
        link=link_in(message.text, start=f"{services.public_url}/t/"),
        unsubscribe_url=url,
    )
    return OutgoingMessage(
        **common,
        text=mail.text,
        html=mail.html,
        subject=message.subject or mail.subject,
        mail_id=message.mail_id,
        in_reply_to=message.in_reply_to,
        references=tuple(message.references),
        unsubscribe_url=url,
        reply_to=reply_tokens.address(services.secret, thread_id=message.thread_id, line_address=message.from_address),
    )


def _validity(services: Services, message: Message) -> int | None:
    if message.not_after is None:
        return None
    return max(_SHORTEST_VALIDITY_S, int(services.clock.machine_seconds_until(message.not_after)))


def _settle(session: Session, services: Services, claimed: Claimed, outcome: Accepted | Failure) -> str:
    message = claimed.message
    values = _values(outcome, message.attempts, services.clock.machine_now(), jitter=_jitter(claimed.token))
    if isinstance(outcome, Accepted):
        values |= {"sent_at": services.clock.now()}
    changed = session.execute(
        update(Message)
        .where(Message.id == message.id, _is_ours_to_settle(claimed, outcome))
        .values(**values)
        .returning(Message.id)
    ).first()
    if changed is None:
        return "lease lost"
    if isinstance(outcome, Refused):
        _learn(session, services, message, outcome)
    if values["status"] in (MessageStatus.FAILED, MessageStatus.SUPPRESSED):
        tell_sender.not_delivered(session, services, message.id)
    return str(values["status"])


def _is_ours_to_settle(claimed: Claimed, outcome: Accepted | Failure) -> ColumnElement[bool]:
    # The token fences. A worker that was away longer than its lease still knows what nobody else can find out: it
    # settles what is unknown, and calls off a repetition that has not begun; never what another attempt has begun.
    unsettled = [MessageStatus.UNKNOWN]
    if isinstance(outcome, Accepted):
        unsettled.append(MessageStatus.QUEUED)
    return or_(
        and_(Message.lease_token == claimed.token, Message.status == MessageStatus.STARTED),
        and_(
            Message.status.in_(unsettled),
            Message.attempts == claimed.message.attempts,
            Message.provider_id.is_(None),
        ),
    )


def _values(outcome: Accepted | Failure, attempt: int, machine_now: datetime, *, jitter: float) -> dict[str, Any]:
    match outcome:
        case Accepted(provider_id=provider_id, segments=segments):
            known = {"segments": segments} if segments else {}
            return {
                "status": MessageStatus.SENT,
                "why": "accepted by the provider",
                "provider_id": storable.provider_id(provider_id),
                "lease_until": None,
                **known,
            }
        case Throttled() | NotSent():
            retry_after_s = outcome.retry_after_s if isinstance(outcome, Throttled) else None
            word = (
                "the provider asked to slow down" if isinstance(outcome, Throttled) else "the provider was out of reach"
            )
            try_at = retries.next_try(attempt, now=machine_now, retry_after_s=retry_after_s, jitter=jitter)
            if try_at is None:
                return {"status": MessageStatus.FAILED, "why": f"{word}, {_times(attempt)}", "lease_until": None}
            return {
                "status": MessageStatus.QUEUED,
                "why": f"{word}; tried {_times(attempt)}",
                "try_at": try_at,
                "lease_until": None,
            }
        case Ambiguous():
            return {
                "status": MessageStatus.UNKNOWN,
                "why": "no clear answer from the provider; waiting for its receipt",
                "try_at": machine_now,
                "lease_until": None,
            }
        case Refused(code=code, reason=reason):
            status = MessageStatus.SUPPRESSED if outcome.opted_out else MessageStatus.FAILED
            return {"status": status, "why": f"refused with {code}: {reason}"[:256], "lease_until": None}
        case _:
            raise outcome


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _learn(session: Session, services: Services, message: Message, refused: Refused) -> None:
    if refused.opted_out or refused.address_is_bad:
        consent.stop(
            session,
            services.secret,
            Who(message.brand_id, message.channel, message.to_address),
            delivery_id=None,
            source="carrier" if refused.opted_out else "bad address",
            now=services.clock.now(),
        )
    if refused.is_configuration:
        _log.error("provider_refuses_our_configuration", code=refused.code, channel=message.channel)


def _jitter(token: str) -> float:
    return int(token[:8], 16) / 0xFFFFFFFF


def rescue(services: Services) -> int:
    """Turn started messages whose lease ran out into unknown ones: their worker died, perhaps after sending."""
    machine_now = services.clock.machine_now()
    with services.database.write() as session:
        rescued: Sequence[Any] = session.execute(
            update(Message)
            .where(Message.status == MessageStatus.STARTED, Message.lease_until < machine_now)
            .values(
                status=MessageStatus.UNKNOWN,
                why="the worker stopped while sending; waiting for a receipt",
                try_at=machine_now,
                lease_token=None,
                lease_until=None,
            )
            .returning(Message.id)
        ).all()
    return len(rescued)
