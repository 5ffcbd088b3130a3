"""How many texts of one thread are answered in a short time; the rest is kept, silently."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.message import Message

PER_MINUTE = 20
"""More than people type, few enough that two machines talking to each other stop."""
_WINDOW = timedelta(minutes=1)


def is_spent(session: Session, thread_id: int, *, now: datetime) -> bool:
    """Tell whether this thread has had its answers of the last minute (machine time)."""
    recent = (
        select(Message.id)
        .where(Message.thread_id == thread_id, Message.direction == "out", Message.try_at > now - _WINDOW)
        .order_by(Message.id.desc())
        .limit(PER_MINUTE)
        .subquery()
    )
    return session.execute(select(func.count()).select_from(recent)).scalar_one() >= PER_MINUTE
