"""Whether every chain of custody is whole: reads all of them, mends nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select

from bot.services import Services
from bot.usecases import custody
from delivery.custody import first_break
from models.delivery import CustodyEvent, Delivery

_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Broken:
    """A chain that was changed; `seq` is its first event that does not fit."""

    tracking_number: str
    seq: int


@dataclass(frozen=True, slots=True)
class Verified:
    """How many chains and events were read, and which chains are broken."""

    chains: int
    events: int
    broken: tuple[Broken, ...]


def verify(services: Services, *, progress: Callable[[int, int], None] | None = None) -> Verified:
    """Recompute every chain, one in memory at a time; `progress` is told the events read and their total."""
    chains = events = 0
    broken = []
    with services.database.read() as session:
        total = session.scalar(select(func.count()).select_from(CustodyEvent)) or 0
        statement = (
            select(CustodyEvent, Delivery.tracking_number)
            .join(Delivery, CustodyEvent.delivery_id == Delivery.id)
            .order_by(CustodyEvent.delivery_id, CustodyEvent.seq)
            .execution_options(yield_per=_AT_A_TIME)
        )
        for _, group in groupby(session.execute(statement), key=lambda row: row.CustodyEvent.delivery_id):
            chain = list(group)
            chains, events = chains + 1, events + len(chain)
            if (at := _first_break([row.CustodyEvent for row in chain])) is not None:
                broken.append(Broken(chain[at].tracking_number, chain[at].CustodyEvent.seq))
            if progress:
                progress(events, total)
    return Verified(chains, events, tuple(broken))


def _first_break(chain: list[CustodyEvent]) -> int | None:
    # A row taken out of the middle breaks the seals; one taken off the start breaks the numbering first.
    gap = next((index for index, event in enumerate(chain) if event.seq != index + 1), None)
    bad = first_break((custody.record(event), event.hash) for event in chain)
    found = [index for index in (gap, bad) if index is not None]
    return min(found, default=None)
