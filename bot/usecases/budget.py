"""How many texts of one thread are answered in a short time, and how many may name other people's numbers."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from delivery.messages import MessageKind
from models.message import Message
from models.session import run

PER_MINUTE = 60
"""More than people type, few enough that two machines talking to each other stop."""
_WINDOW = timedelta(minutes=1)
GUESSES_PER_HOUR = 60
"""Texts after which other people's tracking numbers get the answer of unknown ones: nobody has so many parcels."""


def is_spent(session: Session, thread_id: int, *, now: datetime) -> bool:
    """Tell whether this thread has had its texts or its answers of the last minute (machine time).

    A text that is passed on to somebody else has no answer here, so both are counted; what nobody asked for is not.
    """
    lately = Counter(row.direction for row in run(session, _LATELY, thread=thread_id, since=now - _WINDOW))
    return max(lately.values(), default=0) >= PER_MINUTE


def is_guessing(session: Session, thread_id: int, *, now: datetime) -> bool:
    """Tell whether this thread has written so much in an hour that it may be trying numbers (machine time)."""
    written = run(session, _WRITTEN, thread=thread_id, since=now - timedelta(hours=1)).scalar_one()
    return int(written) > GUESSES_PER_HOUR


_WRITTEN = select(func.count()).where(
    Message.thread_id == bindparam("thread"), Message.direction == "in", Message.try_at > bindparam("since")
)
_LATELY = (
    select(Message.direction)
    .where(
        Message.thread_id == bindparam("thread"),
        Message.try_at > bindparam("since"),
        or_(Message.kind.is_(None), Message.kind.in_([MessageKind.REPLY, MessageKind.CONSENT])),
    )
    .order_by(Message.id.desc())
    .limit(2 * PER_MINUTE)
)
