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
from bot.usecases import gate, rate_limit, tell_sender
from bot.usecases.gate import Drop, Go, Hold, Verdict
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
        """The message as it stands since it was claimed; its attempts count this one."""
        message: Message = self.row.Message
        return message


def claim(services: Services, *, limit: int) -> list[Claimed]:
    """Claim up to `limit` due messages; those that may not go are settled, those that must wait are put off.

    Answers none only when nothing is due any more, however many had to be settled or put off first.
    """
    queues: rate_limit.Queues = {}
    while True:
        seen, claimed = _claim(services, limit, queues)
        if claimed or not seen:
            return claimed


def next_due(services: Services) -> datetime | None:
    """Tell when the next message that was put off may be tried (machine time), or None when none was.

    What is due already has been claimed, or waits for an earlier message of its thread or for a free sender, whose end
    is heard of; what waits for an hour of the day is the tick's business.
    """
    now, machine_now = services.clock.now(), services.clock.machine_now()
    with services.database.read() as session:
        return session.execute(
            select(Message.try_at)
            .where(
                Message.status == MessageStatus.QUEUED,
                Message.try_at > machine_now,
                or_(Message.not_before.is_(None), Message.not_before <= now),
            )
            .order_by(Message.try_at)
            .limit(1)
        ).scalar()


def _claim(services: Services, limit: int, queues: rate_limit.Queues) -> tuple[int, list[Claimed]]:
    machine_now = services.clock.machine_now()
    with services.database.write() as session:
        rows = session.execute(_due(services.clock.now(), machine_now).limit(limit)).all()
        if not rows:
            return 0, []
        verdicts = gate.judge(session, services, rows)
        verdicts = rate_limit.apply(session, rows, verdicts, queues=queues, now=machine_now)
        claimed = []
        for row, verdict in zip(rows, verdicts, strict=True):
            if (one := _carry_out(session, row, verdict, machine_now)) is not None:
                claimed.append(one)
            elif isinstance(verdict, Drop):
                tell_sender.not_delivered(session, services, row.Message.id)
        return len(rows), claimed


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
