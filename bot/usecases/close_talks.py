"""Talks between drivers and recipients that have been idle for too long are closed."""

from bot.services import Services
from bot.usecases import bindings


def close_due(services: Services) -> int:
    """Close the idle talks; answers how many."""
    with services.database.write() as session:
        return bindings.close_expired(session, services.clock.now())
