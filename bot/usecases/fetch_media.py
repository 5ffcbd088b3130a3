"""Pictures and files that came with messages: fetched later, from the provider or out of the kept mail."""

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import and_, or_, select, update

from bot.channels.port import ChannelName, NotSent, Refused
from bot.channels.port import Media as Reference
from bot.services import Services
from models.base import AnyRow
from models.message import Media, Message, Payload
from models.session import DatabaseDown

_log = structlog.get_logger()

_BATCH = 10
WAITS = (timedelta(0), timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))
"""How long after its message came a file is tried for the first time, the second, and so on."""


def fetch_due(services: Services) -> int:
    """Fetch what has not been fetched yet; answers how many files came."""
    machine_now = services.clock.machine_now()
    with services.database.read() as session:
        statement = (
            select(
                Media.id,
                Media.url,
                Media.content_type,
                Media.name,
                Media.size,
                Media.attempts,
                Message.channel,
                Message.id.label("message_id"),
            )
            .join(Message, Media.message_id == Message.id)
            .where(
                Media.fetched_at.is_(None),
                or_(*(and_(Media.attempts == n, Message.try_at <= machine_now - wait) for n, wait in enumerate(WAITS))),
            )
            .order_by(Media.attempts, Media.id)
            .limit(_BATCH)
        )
        rows = session.execute(statement).all()
    return sum(_fetch_one(services, row) for row in rows)


def _fetch_one(services: Services, row: AnyRow) -> bool:
    reference = Reference(url=row.url, content_type=row.content_type, name=row.name, size=row.size)
    values: dict[str, Any] = {"attempts": row.attempts + 1}
    try:
        body = _fetch(services, reference, ChannelName(row.channel), row.message_id)
        values |= {"body": body, "fetched_at": services.clock.now(), "size": len(body), "why": None}
    except DatabaseDown:
        raise
    except Refused as refused:
        values |= {"attempts": len(WAITS), "why": str(refused)[:256]}
    except Exception as error:
        # Counted as well: the first of a batch must not hold back all others for ever.
        values["why"] = type(error).__name__
    if "body" not in values:
        _log.warning("media_not_fetched", message_id=row.message_id, outcome=values["why"])
    with services.database.write() as session:
        session.execute(update(Media).where(Media.id == row.id).values(**values))
    return "body" in values


def _fetch(services: Services, reference: Reference, channel: ChannelName, message_id: int) -> bytes:
    if channel not in services.channels:
        raise NotSent("the channel is switched off")
    with services.database.read() as session:
        payload = session.get(Payload, message_id)
    kept = (payload.body, payload.content_type) if payload is not None else (None, "")
    return services.channels[channel].fetch_media(reference, payload=kept[0], payload_type=kept[1])
