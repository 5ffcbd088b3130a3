"""How many texts of one thread are answered in a short time, and how many may name other people's numbers."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from delivery.messages import MessageKind
from models.message import Message
from models.session import run

PER_MINUTE = 60
"""More than people type, few enough that two machines talking to each other stop."""
WINDOW = timedelta(minutes=1)
GUESSES_PER_HOUR = 60
"""Texts after which other people's tracking numbers get the answer of unknown ones: nobody has so many parcels."""


def is_spent(*, texts: int, answers: int) -> bool:
    """Tell whether a thread has had its texts or its answers of the last minute.

    A text that is passed on to somebody else has no answer here, so both are counted; what nobody asked for is not.
    """
    return max(texts, answers) >= PER_MINUTE


def is_guessing(session: Session, thread_id: int, *, now: datetime) -> bool:
    """Tell whether this thread has written so much in an hour that it may be trying numbers (machine time)."""
    written = run(session, _WRITTEN, thread=thread_id, since=now - timedelta(hours=1)).scalar_one()
    return int(written) > GUESSES_PER_HOUR


_WRITTEN = select(func.count()).where(
    Message.thread_id == bindparam("thread"), Message.direction == "in", Message.try_at > bindparam("since")
)
_NEWEST = (
    select(Message.direction, Message.kind, Message.try_at)
    .where(Message.thread_id == bindparam("thread"))
    .order_by(Message.id.desc())
    .limit(2 * PER_MINUTE)
    .subquery()
)
_IS_ANSWER = or_(_NEWEST.c.kind == MessageKind.REPLY, _NEWEST.c.kind == MessageKind.CONSENT)
LATELY = select(
    func.count().filter(_NEWEST.c.direction == "in").label("texts"),
    func.count().filter(_NEWEST.c.direction == "out", _IS_ANSWER).label("answers"),
).where(_NEWEST.c.try_at > bindparam("since"))
"""Counts the texts and the answers of a thread since an instant; a long thread is not read to its beginning."""
