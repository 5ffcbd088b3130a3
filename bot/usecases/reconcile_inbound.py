"""Texts that never reached us: the provider is asked what it received, and what is missing is taken in, once.

Twilio does not repeat a webhook that was answered with an error, so this is the only way that no text is lost.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import select

from bot.channels.port import ChannelName, InboundMessage
from bot.services import Services
from bot.usecases import receive_message
from bot.usecases.receive_message import Outcome
from models.brand import Line
from models.message import Message
from models.session import DatabaseDown

_log = structlog.get_logger()

LOOK_BACK = timedelta(hours=24)


def take_in_missing(services: Services) -> int:
    """List what each line received in the last day and take in what is not known; answers how many were missing."""
    since = services.clock.machine_now() - LOOK_BACK
    return sum(_take_in(services, channel, address, since) for channel, address in _lines(services))


def _take_in(services: Services, channel: ChannelName, address: str, since: datetime) -> int:
    try:
        listed = list(services.channels[channel].list_inbound(address, since))
    except Exception as error:
        # One line that cannot be read must not keep the others from being asked, today and every time.
        _log.warning("inbound_not_listed", channel=channel, outcome=type(error).__name__)
        return 0
    known = _known(services, channel, [inbound.provider_id for inbound in listed])
    return sum(_receive(services, inbound) for inbound in listed if inbound.provider_id not in known)


def _receive(services: Services, inbound: InboundMessage) -> bool:
    try:
        return receive_message.receive(services, inbound) in (Outcome.ANSWERED, Outcome.IGNORED)
    except DatabaseDown:
        raise
    except Exception:
        _log.exception("missing_text_not_taken_in", provider_id=inbound.provider_id)
        return False


def _lines(services: Services) -> list[tuple[ChannelName, str]]:
    with services.database.read() as session:
        lines = session.execute(select(Line.channel, Line.address).order_by(Line.id))
        return [(ChannelName(row.channel), row.address) for row in lines if row.channel in services.channels]


def _known(services: Services, channel: ChannelName, provider_ids: list[str]) -> set[str]:
    if not provider_ids:
        return set()
    with services.database.read() as session:
        statement = select(Message.provider_id).where(Message.channel == channel, Message.provider_id.in_(provider_ids))
        return {known for known in session.scalars(statement) if known is not None}
