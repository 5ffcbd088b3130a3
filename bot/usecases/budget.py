"""How many texts of one thread are answered in a short time; the rest is kept, silently."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.message import Message
from models.session import run

PER_MINUTE = 20
"""More than people type, few enough that two machines talking to each other stop."""
_WINDOW = timedelta(minutes=1)


def is_spent(session: Session, thread_id: int, *, now: datetime) -> bool:
    """Tell whether this thread has had its answers of the last minute (machine time)."""
    answered: int = run(session, _ANSWERED, thread=thread_id, since=now - _WINDOW).scalar_one()
    return answered >= PER_MINUTE


_LATELY = (
    select(Message.id)
    .where(Message.thread_id == bindparam("thread"), Message.direction == "out", Message.try_at > bindparam("since"))
    .order_by(Message.id.desc())
    .limit(PER_MINUTE)
    .subquery()
)
_ANSWERED = select(func.count()).select_from(_LATELY)
