"""What a thread has behind it when an event comes: how much was said lately, what was stopped, what was told last.

One statement for all of it, taken after the thread is locked: every event asks, and each question costs a round trip.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select, true
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import budget, consent
from bot.usecases.consent import Stops
from bot.usecases.scene import Scene
from conversations.context import SentView
from delivery import addresses
from delivery.messages import MessageStatus
from models.message import Message
from models.session import run


@dataclass(frozen=True, slots=True)
class Past:
    """`texts` and `answers` count the last minute (machine time); `recent` is what was sent last, oldest first."""

    texts: int
    answers: int
    stops: Stops
    recent: tuple[SentView, ...]


def read(session: Session, services: Services, scene: Scene) -> Past:
    """Read the past of a thread."""
    rows = run(
        session,
        _PAST,
        thread=scene.thread_id,
        since=_since(services),
        brand=scene.brand.id,
        channel=scene.line.channel,
        digest=addresses.digest(scene.address, key=services.secret),
    ).all()
    first = rows[0]
    newest_first = (SentView(row.created_at, row.text) for row in rows if row.created_at is not None)
    return Past(first.texts, first.answers, consent.stops(first.scopes), tuple(newest_first)[::-1])


def _since(services: Services) -> datetime:
    return services.clock.machine_now() - budget.WINDOW


_SENT = (MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.UNKNOWN)
_LATELY = budget.LATELY.add_columns(consent.SCOPES.label("scopes")).subquery()
_RECENT = (
    select(Message.created_at, Message.text)
    .where(
        Message.thread_id == bindparam("thread"),
        Message.direction == "out",
        or_(*(Message.status == status for status in _SENT)),
        # Who asks twice whether a text is real is not quoted the first answer.
        or_(Message.key.is_(None), Message.key.not_like("verify/%")),
    )
    .order_by(Message.id.desc())
    .limit(3)
    .subquery()
)
_PAST = select(_LATELY, _RECENT).select_from(_LATELY.outerjoin(_RECENT, true()))
