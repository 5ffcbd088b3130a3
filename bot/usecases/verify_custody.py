"""Whether every chain of custody is whole: reads all of them, mends nothing.

A chain that was cut off at its end, or removed, is noticed because it no longer leads to where its delivery stands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select

from bot.services import Services
from bot.usecases import custody
from delivery.custody import first_break
from delivery.status import MOVES, CustodyKind, Status
from models.delivery import CustodyEvent, Delivery

_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Broken:
    """A chain that was changed; `seq` is its first event that does not fit, or the one that is missing."""

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
            select(CustodyEvent, Delivery.id, Delivery.tracking_number, Delivery.status)
            .select_from(Delivery)
            .outerjoin(CustodyEvent, CustodyEvent.delivery_id == Delivery.id)
            .order_by(Delivery.id, CustodyEvent.seq)
            .execution_options(yield_per=_AT_A_TIME)
        )
        for _, group in groupby(session.execute(statement), key=lambda row: row.id):
            rows = list(group)
            chain = [row.CustodyEvent for row in rows if row.CustodyEvent is not None]
            chains, events = chains + 1, events + len(chain)
            if (seq := _first_break(chain, Status(rows[0].status))) is not None:
                broken.append(Broken(rows[0].tracking_number, seq))
            if progress:
                progress(events, total)
    return Verified(chains, events, tuple(broken))


def _first_break(chain: list[CustodyEvent], status: Status) -> int | None:
    # A row taken out of the middle breaks the seals; one taken off the start breaks the numbering first.
    found = [event.seq for index, event in enumerate(chain) if event.seq != index + 1]
    found += [
        event.seq for event in chain if event.note is not None and custody.digest(event.note) != event.note_digest
    ]
    if (bad := first_break((custody.record(event), event.hash) for event in chain)) is not None:
        found.append(chain[bad].seq)
    return min(found) if found else _missing(chain, status)


def _missing(chain: list[CustodyEvent], status: Status) -> int | None:
    stands = Status.SCHEDULED
    for event in chain:
        stands = MOVES[stands].get(CustodyKind(event.kind), stands)
    return None if chain and stands is status else len(chain) + 1
