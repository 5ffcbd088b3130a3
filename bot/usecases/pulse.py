"""The pulse of the worker: when each tick last ran, how long it took, and what came of it (machine time)."""

from bot.services import Services
from models.machine import Tick
from models.upsert import insert


def beat(services: Services, *, name: str, started: float, result: str) -> None:
    """Note that a tick has run; `started` is what the monotonic clock said at its beginning, in seconds."""
    values = {
        "last_at": services.clock.machine_now(),
        "duration_s": services.clock.monotonic() - started,
        "result": result[:128],
    }
    with services.database.write() as session:
        session.execute(
            insert(session, Tick)
            .values(name=name, **values)
            .on_conflict_do_update(index_elements=["name"], set_=values)
        )
