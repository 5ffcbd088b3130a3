"""Whether this installation can do its work: the database answers, its tables are the newest, a worker is alive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.services import Services
from models.machine import Tick
from models.session import DatabaseDown

OLDEST_TICK = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is not well, in words; nothing when all is. `tick_ages_s` by tick, in machine seconds."""

    reasons: tuple[str, ...]
    tick_ages_s: dict[str, float]


def check(services: Services) -> Readiness:
    """Look at the database and at the worker's pulse."""
    now = services.clock.machine_now()
    try:
        with services.database.read() as session:
            ticks = {row.name: row.last_at for row in session.execute(select(Tick.name, Tick.last_at))}
    except DatabaseDown:
        return Readiness(("the database does not answer",), {})
    ages = {name: (now - at).total_seconds() for name, at in sorted(ticks.items())}
    return Readiness(tuple(_reasons(ticks, now)), ages)


def _reasons(ticks: dict[str, datetime], now: datetime) -> list[str]:
    if not ticks:
        return ["no worker has run yet"]
    silence = now - max(ticks.values())
    if silence > OLDEST_TICK:
        return [f"no worker has run for {int(silence.total_seconds())} seconds"]
    return []
