"""Messages of which nobody knows whether they went: a receipt settles them, else the provider is asked, else a rule.

The provider is asked outside any transaction. A message is given up, or sent again, only when its kind allows that and
the provider had time to tell.
"""

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select, update

from bot.channels.port import Accepted, ChannelName, Failure
from bot.services import Services
from bot.usecases.claim import Claimed
from bot.usecases.send_messages import outgoing
from delivery.messages import POLICIES, MessageKind, MessageStatus
from models.base import AnyRow
from models.brand import Brand
from models.message import Message
from models.session import DatabaseDown

_log = structlog.get_logger()

ASK_AFTER = timedelta(seconds=15)
"""A receipt usually comes by itself within seconds."""
DECIDE_AFTER = timedelta(minutes=3)
"""When neither a receipt nor the provider's list knows a message after so long, it was not accepted."""
_SKEW = timedelta(minutes=2)
_BATCH = 50


def resolve_due(services: Services) -> int:
    """Look into the unknown messages that have waited long enough; answers how many were settled."""
    machine_now = services.clock.machine_now()
    with services.database.read() as session:
        statement = (
            select(Message, Brand.name.label("brand"))
            .join(Brand, Message.brand_id == Brand.id)
            .where(Message.status == MessageStatus.UNKNOWN, Message.try_at <= machine_now - ASK_AFTER)
            .order_by(Message.try_at, Message.id)
            .limit(_BATCH)
        )
        rows = session.execute(statement).all()
    return sum(_resolve_alone(services, row) for row in rows)


def _resolve_alone(services: Services, row: AnyRow) -> bool:
    try:
        return _resolve(services, row)
    except DatabaseDown:
        raise
    except Exception:
        # The first of a batch must not hold back all others for ever.
        _log.exception("unknown_message_not_looked_into", message_id=row.Message.id)
        return _settle(services, row.Message, {"try_at": services.clock.machine_now() + DECIDE_AFTER})


def _resolve(services: Services, row: AnyRow) -> bool:
    message: Message = row.Message
    channel = services.channels.get(ChannelName(message.channel))
    started_at = message.started_at or message.created_at
    try:
        found = None
        if channel is not None:
            known = _known(services, message)
            found = channel.find_accepted(outgoing(services, Claimed(row, "")), since=started_at - _SKEW, known=known)
    except Failure:
        return _settle(services, message, {"try_at": services.clock.machine_now() + ASK_AFTER})
    if found is not None:
        return _settle(services, message, _accepted(services, found))
    if services.clock.machine_now() < started_at + DECIDE_AFTER:
        return _settle(services, message, {"try_at": services.clock.machine_now()})
    return _settle(services, message, _by_rule(services, message))


def _known(services: Services, message: Message) -> list[str]:
    with services.database.read() as session:
        statement = select(Message.provider_id).where(
            Message.thread_id == message.thread_id, Message.direction == "out", Message.provider_id.is_not(None)
        )
        return [known for known in session.scalars(statement.order_by(Message.id.desc()).limit(100)) if known]


def _accepted(services: Services, found: Accepted) -> dict[str, Any]:
    return {
        "status": found.status if found.status is not MessageStatus.QUEUED else MessageStatus.SENT,
        "why": "found in the provider's list of what it accepted",
        "provider_id": found.provider_id,
        "sent_at": services.clock.now(),
    }


def _by_rule(services: Services, message: Message) -> dict[str, Any]:
    now = services.clock.now()
    rule = POLICIES[MessageKind(message.kind or MessageKind.REPLY)].when_unknown
    if message.channel == ChannelName.EMAIL:
        # Mail providers keep no list to ask: that nobody has heard of it proves nothing.
        rule = "give_up"
    if rule == "give_up":
        # Still unknown, since that is the truth; a late receipt may settle it. It is not looked into any more.
        return {"try_at": None, "why": "the provider does not know it; given up, since it is of no use any more"}
    values: dict[str, Any] = {
        "status": MessageStatus.QUEUED,
        "why": "the provider does not know it; sent again",
        "try_at": services.clock.machine_now(),
        "lease_token": None,
    }
    if rule == "send_again_tomorrow":
        tomorrow = now + timedelta(days=1)
        values |= {"not_before": tomorrow, "not_after": tomorrow + timedelta(hours=12), "why": "asked again tomorrow"}
    return values


def _settle(services: Services, message: Message, values: dict[str, Any]) -> bool:
    with services.database.write() as session:
        changed = session.execute(
            update(Message)
            .where(
                Message.id == message.id,
                Message.status == MessageStatus.UNKNOWN,
                Message.attempts == message.attempts,
            )
            .values(**values)
            .returning(Message.status)
        ).scalar()
    _log.info("unknown_message_looked_into", message_id=message.id, outcome=changed)
    return changed is not None and "status" in values
