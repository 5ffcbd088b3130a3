"""Pictures and files that came with messages: fetched later, from the provider or out of the kept mail."""

import structlog
from sqlalchemy import select, update

from bot.channels.port import ChannelName, Failure
from bot.channels.port import Media as Reference
from bot.services import Services
from models.message import Media, Message, Payload

_log = structlog.get_logger()

_BATCH = 10
_ATTEMPTS = 5


def fetch_due(services: Services) -> int:
    """Fetch what has not been fetched yet; answers how many files came."""
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
            .where(Media.fetched_at.is_(None), Media.attempts < _ATTEMPTS)
            .order_by(Media.attempts, Media.id)
            .limit(_BATCH)
        )
        rows = session.execute(statement).all()
    fetched = 0
    for row in rows:
        reference = Reference(url=row.url, content_type=row.content_type, name=row.name, size=row.size)
        body = _fetch(services, reference, ChannelName(row.channel), row.message_id)
        done = {"body": body, "fetched_at": services.clock.now(), "size": len(body)} if body is not None else {}
        with services.database.write() as session:
            session.execute(update(Media).where(Media.id == row.id).values(attempts=row.attempts + 1, **done))
        fetched += body is not None
    return fetched


def _fetch(services: Services, reference: Reference, channel: ChannelName, message_id: int) -> bytes | None:
    if channel not in services.channels:
        return None
    with services.database.read() as session:
        payload = session.get(Payload, message_id)
    kept = (payload.body, payload.content_type) if payload is not None else (None, "")
    try:
        return services.channels[channel].fetch_media(reference, payload=kept[0], payload_type=kept[1])
    except Failure as failure:
        _log.warning("media_not_fetched", message_id=message_id, outcome=type(failure).__name__)
        return None
