"""Bindings between a driver and a delivery: opened, kept open, closed; which line stands for whom.

Fails closed: a talk that cannot be placed for certain is never placed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from models.brand import Line, LineUse
from models.relay import Binding
from models.upsert import insert

IDLE = timedelta(hours=2)
"""A talk ends when nobody has said anything for so long."""
GRACE = timedelta(minutes=30)
"""A talk may go on for so long after the delivery is over."""
QUARANTINE = timedelta(hours=48)
"""A line that stood for one recipient rests for so long before it stands for another towards the same driver."""


@dataclass(frozen=True, slots=True)
class Bound:
    """An open binding: its line, and whether the line stands for this delivery alone."""

    id: int
    line_id: int
    exclusive: bool
    thread_id: int


def keep_open(
    session: Session, *, brand_id: int, delivery_id: int, driver_id: int, thread_id: int, now: datetime
) -> Bound | None:
    """Open the talk of a delivery with its driver, or keep it open; None when the brand has no line for drivers.

    When the delivery has changed hands, the former driver's talk is closed first.
    """
    current = session.scalars(
        select(Binding).where(Binding.delivery_id == delivery_id, Binding.closed_at.is_(None)).with_for_update()
    ).first()
    if current is not None and current.driver_id == driver_id:
        current.last_at, current.expires_at = now, now + IDLE
        session.flush()
        return Bound(current.id, current.line_id, current.exclusive, current.thread_id)
    if current is not None:
        _close(session, Binding.id == current.id, now)
    return _open(session, brand_id=brand_id, delivery_id=delivery_id, driver_id=driver_id, thread_id=thread_id, now=now)


def find(session: Session, delivery_id: int, now: datetime) -> Bound | None:
    """Find the open binding of a delivery."""
    row = session.scalars(
        select(Binding).where(Binding.delivery_id == delivery_id, Binding.closed_at.is_(None), Binding.expires_at > now)
    ).first()
    return None if row is None else Bound(row.id, row.line_id, row.exclusive, row.thread_id)


def close(session: Session, delivery_id: int, now: datetime) -> None:
    """End the talk of a delivery now."""
    _close(session, and_(Binding.delivery_id == delivery_id, Binding.closed_at.is_(None)), now)


def end_soon(session: Session, delivery_id: int, now: datetime) -> None:
    """Let the talk of a delivery that is over go on for the grace time only."""
    session.execute(
        update(Binding)
        .where(Binding.delivery_id == delivery_id, Binding.closed_at.is_(None), Binding.expires_at > now + GRACE)
        .values(expires_at=now + GRACE)
    )


def close_expired(session: Session, now: datetime) -> int:
    """Close the talks that have been idle for too long; answers how many."""
    return _close(session, and_(Binding.closed_at.is_(None), Binding.expires_at <= now), now)


def _open(
    session: Session, *, brand_id: int, delivery_id: int, driver_id: int, thread_id: int, now: datetime
) -> Bound | None:
    lines = list(
        session.scalars(select(Line.id).where(Line.brand_id == brand_id, Line.use == LineUse.DRIVER).order_by(Line.id))
    )
    if not lines:
        return None
    taken = set(
        session.scalars(
            select(Binding.line_id).where(
                Binding.driver_id == driver_id,
                Binding.exclusive,
                Binding.delivery_id != delivery_id,
                or_(Binding.closed_at.is_(None), Binding.quarantine_until > now),
            )
        )
    )
    # The first line is the one a driver knows, so it is taken last, and shared with tags when the pool is used up.
    free = [line for line in (*lines[1:], lines[0]) if line not in taken]
    attempts = [(line, True) for line in free] + [(lines[0], False)]
    for line_id, exclusive in attempts:
        statement = (
            insert(session, Binding)
            .values(
                delivery_id=delivery_id,
                driver_id=driver_id,
                line_id=line_id,
                thread_id=thread_id,
                exclusive=exclusive,
                opened_at=now,
                last_at=now,
                expires_at=now + IDLE,
            )
            .on_conflict_do_nothing()
            .returning(Binding.id)
        )
        made = session.execute(statement).scalar()
        if made is not None:
            return Bound(made, line_id, exclusive, thread_id)
    return find(session, delivery_id, now)


def _close(session: Session, condition: ColumnElement[bool], now: datetime) -> int:
    statement = update(Binding).where(condition).values(closed_at=now, quarantine_until=now + QUARANTINE)
    return len(session.execute(statement.returning(Binding.id)).all())
