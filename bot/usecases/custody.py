"""The chain of custody as rows: the one writer of custody events.

The delivery's row is locked while its chain grows, and (delivery, seq) is unique, so a chain cannot fork.
What may follow what is decided in delivery/status.py by whoever calls.
"""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from delivery.custody import GENESIS, seal
from delivery.status import CustodyKind
from models.delivery import CustodyEvent, Delivery


def append(
    session: Session,
    *,
    delivery_id: int,
    kind: CustodyKind,
    by: str,
    at: datetime,
    recorded_at: datetime,
    lat: float | None = None,
    lon: float | None = None,
    note: str | None = None,
) -> CustodyEvent:
    """Seal what happened onto the delivery's chain; `by` is a role or a system, never an address."""
    session.execute(select(Delivery.id).where(Delivery.id == delivery_id).with_for_update(key_share=True)).one()
    last = session.execute(
        select(CustodyEvent.seq, CustodyEvent.hash)
        .where(CustodyEvent.delivery_id == delivery_id)
        .order_by(CustodyEvent.seq.desc())
        .limit(1)
    ).first()
    event = CustodyEvent(
        delivery_id=delivery_id,
        seq=1 if last is None else last.seq + 1,
        kind=kind,
        by=by,
        at=at,
        recorded_at=recorded_at,
        lat=lat,
        lon=lon,
        note=note,
        note_digest=None if note is None else digest(note),
    )
    event.hash = seal(GENESIS if last is None else last.hash, record(event))
    session.add(event)
    session.flush()
    return event


def record(event: CustodyEvent) -> dict[str, object]:
    """Say what of a row is sealed: everything but its own id and hash, and of the note only the digest."""
    return {
        "delivery": event.delivery_id,
        "seq": event.seq,
        "kind": str(event.kind),
        "by": event.by,
        "at": event.at,
        "recorded_at": event.recorded_at,
        "lat": event.lat,
        "lon": event.lon,
        "note": event.note_digest,
    }


def digest(note: str) -> str:
    """Make what is sealed of a note: its SHA-256 in hex."""
    return hashlib.sha256(note.encode()).hexdigest()
