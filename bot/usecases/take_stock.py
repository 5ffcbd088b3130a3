"""How much there is of everything that an operator watches: counts only, nothing about anybody.

Asked every few seconds, so no count reads a table that grows for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, literal, select, text, union_all

from bot.services import Services
from delivery.messages import MessageStatus
from models.delivery import Case, Delivery
from models.message import Message
from models.thread import Timer

NEWEST = 10_000
WAITING = (MessageStatus.QUEUED, MessageStatus.STARTED, MessageStatus.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Stock:
    """What waits: messages by status, open deliveries by status, timers that are due, cases.

    `newest` are the last 10,000 messages by direction and status: how well they arrive these days.
    """

    waiting: Mapping[str, int]
    newest: Mapping[tuple[str, str], int]
    deliveries: Mapping[str, int]
    due_timers: int
    open_cases: int


def take(services: Services) -> Stock:
    """Count. Raises DatabaseDown."""
    now = services.clock.now()
    newest = select(Message.direction, Message.status).order_by(Message.id.desc()).limit(NEWEST).subquery()
    by_status = select(newest.c.direction, newest.c.status, func.count().label("n"))
    waiting = union_all(*(_count_of(status) for status in WAITING))
    on_the_way = select(Delivery.status, func.count().label("n")).where(Delivery.completed_at.is_(None))
    due = select(func.count()).select_from(Timer).where(Timer.state == "waiting", Timer.due_at <= now)
    with services.database.read() as session:
        return Stock(
            waiting={row.status: row.n for row in session.execute(waiting)},
            newest={
                (row.direction, row.status): row.n
                for row in session.execute(by_status.group_by(newest.c.direction, newest.c.status))
            },
            deliveries={row.status: row.n for row in session.execute(on_the_way.group_by(Delivery.status))},
            due_timers=session.execute(due).scalar_one(),
            open_cases=session.execute(
                select(func.count()).select_from(Case).where(Case.closed_at.is_(None))
            ).scalar_one(),
        )


def _count_of(status: MessageStatus) -> Select[str, int]:
    # The partial indexes are used only where their condition stands in the statement as it was declared.
    condition = "status = 'unknown'" if status is MessageStatus.UNKNOWN else "status IN ('queued', 'started')"
    counted = select(literal(str(status)).label("status"), func.count().label("n")).select_from(Message)
    return counted.where(text(condition), Message.status == status)
