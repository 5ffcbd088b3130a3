"""What the worker does again and again: one function per tick, each safe to run twice at once."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.services import Services
from bot.usecases import close_talks, fetch_media, pulse, reconcile_inbound, resolve_unknown, send_messages

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tick:
    """A name, how often it runs (seconds), and the use case that it calls, which answers how much it did.

    `at_start`: it also runs when the worker starts, since it mends what an outage left behind.
    """

    name: str
    every_s: int
    act: Callable[[Services], int]
    at_start: bool = False


TICKS = (
    Tick("rescue", 5, send_messages.rescue),
    Tick("resolve_unknown", 5, resolve_unknown.resolve_due),
    Tick("fetch_media", 5, fetch_media.fetch_due),
    Tick("reconcile_inbound", 300, reconcile_inbound.take_in_missing, at_start=True),
    Tick("close_talks", 60, close_talks.close_due),
)


def run(tick: Tick, services: Services) -> None:
    """Run one tick and note its pulse; an error is logged and the next tick tries again."""
    started = services.clock.monotonic()
    try:
        result = str(tick.act(services))
    except Exception as error:
        _log.exception("tick_failed", tick=tick.name)
        result = f"failed: {type(error).__name__}"
    try:
        pulse.beat(services, name=tick.name, started=started, result=result)
    except Exception:
        _log.exception("pulse_not_noted", tick=tick.name)
