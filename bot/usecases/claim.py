"""Claiming what is due: the oldest open message of each thread, so that order is kept, by one worker at a time.

Claiming marks the row started and commits before anybody is called. A worker that dies afterwards leaves a started
row with a lease that runs out: nobody knows whether it was sent, and nobody sends it again blindly.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.services import Services
from bot.usecases import gate, rate_limit
from bot.usecases.gate import Go, Hold, Verdict
from delivery.messages import MessageStatus
from models.base import AnyRow
from models.brand import Brand, Line
from models.message import Message

LEASE = timedelta(seconds=60)
"""Longer than any provider call may take."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this worker alone may send now."""

    row: AnyRow
    token: str

    @property
    def message(self) -> Message:
        """The message as it was when claimed."""
        message: Message = self.row.Message
        return message


def claim(services: Services, *, limit: int) -> list[Claimed]:
    """Claim up to `limit` due messages; those that may not go are settled, those that must wait are put off."""
    machine_now = services.clock.machine_now()
    with services.database.write() as session:
        rows = session.execute(_due(services.clock.now(), machine_now).limit(limit)).all()
        if not rows:
            return []
        verdicts = gate.judge(session, services, rows)
        verdicts = rate_limit.apply(session, rows, verdicts, now=machine_now)
        return [
            claimed
            for row, verdict in zip(rows, verdicts, strict=True)
            if (claimed := _carry_out(session, row, verdict, machine_now)) is not None
        ]


def next_due(services: Services) -> datetime | None:
    """Tell when the next message that waits for its time may be tried (machine time), or None when none waits."""
    with services.database.read() as session:
        return session.execute(
            select(Message.try_at).where(Message.status == MessageStatus.QUEUED).order_by(Message.try_at).limit(1)
        ).scalar()


def _due(now: datetime, machine_now: datetime) -> Select[*tuple[Any, ...]]:
    earlier = aliased(Message)
    # A message held for the morning must not hold back an answer of tonight; one that is being sent or retried must.
    blocked = exists().where(
        earlier.thread_id == Message.thread_id,
        earlier.id < Message.id,
        or_(
            earlier.status == MessageStatus.STARTED,
            and_(
                earlier.status == MessageStatus.QUEUED,
                or_(earlier.not_before.is_(None), earlier.not_before <= now),
            ),
        ),
    )
    return (
        select(
            Message,
            Line.rate_per_s,
            Line.burst,
            Brand.name.label("brand"),
            Brand.quiet_start,
            Brand.quiet_end,
            Brand.zone,
        )
        .join(Line, Message.line_id == Line.id)
        .join(Brand, Message.brand_id == Brand.id)
        .where(
            Message.status == MessageStatus.QUEUED,
            Message.try_at <= machine_now,
            or_(Message.not_before.is_(None), Message.not_before <= now),
            ~blocked,
        )
        .order_by(Message.try_at, Message.id)
        .with_for_update(of=Message, skip_locked=True, key_share=True)
    )


def _carry_out(session: Session, row: AnyRow, verdict: Verdict, machine_now: datetime) -> Claimed | None:
    message: Message = row.Message
    if isinstance(verdict, Go):
        token = str(uuid.uuid4())
        values: dict[str, Any] = {
            "status": MessageStatus.STARTED,
            "why": None,
            "attempts": message.attempts + 1,
            "lease_token": token,
            "lease_until": machine_now + LEASE,
            "started_at": machine_now,
        }
    elif isinstance(verdict, Hold):
        values = {"why": verdict.why, "not_before": verdict.not_before, "try_at": verdict.try_at or message.try_at}
    else:
        values = {"status": verdict.status, "why": verdict.why}
    session.execute(update(Message).where(Message.id == message.id).values(**values))
    return Claimed(row, token) if isinstance(verdict, Go) else None
