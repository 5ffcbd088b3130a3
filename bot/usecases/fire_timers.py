"""Due timers become events of their threads, each in its own transaction.

The thread is locked first and the timer claimed by compare-and-set after it, in the same order as every other event,
so that any number of workers may do this at once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import past, scene
from bot.usecases.converse import converse
from bot.usecases.notify import Notice
from conversations import events
from conversations.events import Event, TimerName
from delivery.reminders import ReminderKind
from models.delivery import Delivery
from models.route import Stop
from models.session import DatabaseDown, again
from models.thread import Timer

_log = structlog.get_logger()

BATCH = 20
"""So few that a text which comes while hundreds of reminders fall due is answered between them."""
HOUSEHOLD = timedelta(hours=1)
"""Reminders of one thread that fall due within this time are told in one message."""

_FACTS: dict[Notice, Callable[[int], Event]] = {
    Notice.APPROACHED: events.DriverApproached,
    Notice.ARRIVING: events.DriverArriving,
    Notice.DELAYED: events.DeliveryDelayed,
    Notice.COMPLETED: events.DeliveryCompleted,
    Notice.FAILED: events.DeliveryFailed,
    Notice.CANCELLED: events.DeliveryCancelled,
    Notice.RATING: events.RatingDue,
}


def fire_due(services: Services) -> int:
    """Fire all timers that are due; answers how many were settled."""
    settled = 0
    while some := fire_some(services):
        settled += some
    return settled


def fire_some(services: Services) -> int:
    """Fire the first of the timers that are due; answers how many were settled, none when nothing is due."""
    due = _due(services)
    for timer_id, thread_id in due:
        try:
            again(partial(_fire, services, timer_id, thread_id))
        except DatabaseDown:
            raise
        except Exception as error:
            # Left waiting it would be the first again each time, and hold back everything after it.
            _log.exception("timer_failed", timer_id=timer_id, thread_id=thread_id)
            with services.database.write() as session:
                _settle(session, [timer_id], "failed", type(error).__name__[:64], services.clock.now())
    return len(due)


def _due(services: Services) -> list[tuple[int, int]]:
    with services.database.read() as session:
        statement = (
            select(Timer.id, Timer.thread_id)
            .where(Timer.state == "waiting", Timer.due_at <= services.clock.now())
            .order_by(Timer.due_at, Timer.id)
            .limit(BATCH)
        )
        return [(row.id, row.thread_id) for row in session.execute(statement)]


def _fire(services: Services, timer_id: int, thread_id: int) -> None:
    with services.database.write() as session:
        now = services.clock.now()
        entered = scene.reenter(session, thread_id)
        timer = session.scalars(
            select(Timer).where(Timer.id == timer_id, Timer.state == "waiting", Timer.due_at <= now)
        ).first()
        if timer is None:
            return
        why = _why_void(session, timer, now)
        is_mine = _settle(session, [timer.id], "fired" if why is None else "void", why, now)
        if is_mine and why is None:
            converse(
                session,
                services,
                entered,
                _event(session, timer, now),
                past=past.read(session, services, entered),
                now=now,
            )


def _why_void(session: Session, timer: Timer, now: datetime) -> str | None:
    if timer.not_after is not None and now > timer.not_after:
        return "it came due too late to be of use"
    if timer.delivery_id is None:
        return None
    version = session.execute(select(Delivery.plan_version).where(Delivery.id == timer.delivery_id)).scalar()
    return None if version == timer.plan_version else "the plan has changed since"


def _settle(session: Session, timer_ids: list[int], state: str, why: str | None, now: datetime) -> bool:
    statement = (
        update(Timer)
        .where(Timer.id.in_(timer_ids), Timer.state == "waiting")
        .values(state=state, why=why, fired_at=now)
        .returning(Timer.id)
    )
    return bool(session.execute(statement).all())


def _event(session: Session, timer: Timer, now: datetime) -> Event:
    if timer.kind in set(TimerName):
        return events.TimerFired(TimerName(timer.kind))
    if timer.kind == Notice.CASE_CLOSED:
        return events.CaseClosed(timer.delivery_id, bool(timer.data["low"]))
    if timer.delivery_id is None:
        raise LookupError(f"timer {timer.id} of kind {timer.kind} names no delivery")
    if timer.kind in set(ReminderKind):
        return events.ReminderDue(ReminderKind(timer.kind), _merged(session, timer, now))
    if timer.kind == Notice.WENT_OUT:
        first, *others = _merged(session, timer, now, on_its_van=True)
        return events.WentOutForDelivery(first, tuple(others))
    if timer.kind == Notice.EARLY:
        return events.EarlyOffered(timer.delivery_id, int(timer.data["minutes"]))
    return _FACTS[Notice(timer.kind)](timer.delivery_id)


def _merged(session: Session, timer: Timer, now: datetime, *, on_its_van: bool = False) -> tuple[int, ...]:
    """Settle the other timers of the thread that are told with this one; answers all deliveries, this one's first.

    `on_its_van`: only what left on the same van and is due by now, instead of what falls due within the hour.
    """
    statement = (
        select(Timer.id, Timer.delivery_id)
        .join(Delivery, Timer.delivery_id == Delivery.id)
        .where(
            Timer.thread_id == timer.thread_id,
            Timer.kind == timer.kind,
            Timer.id != timer.id,
            Timer.state == "waiting",
            Timer.due_at <= (now if on_its_van else now + HOUSEHOLD),
            Timer.plan_version == Delivery.plan_version,
        )
        .order_by(Timer.due_at, Timer.id)
    )
    if on_its_van:
        mine = select(Stop.route_id).where(Stop.delivery_id == timer.delivery_id, Stop.removed_at.is_(None))
        on_board = select(Stop.delivery_id).where(Stop.route_id.in_(mine), Stop.removed_at.is_(None))
        statement = statement.where(Timer.delivery_id.in_(on_board))
    others = list(session.execute(statement))
    _settle(session, [row.id for row in others], "fired", "told together with another", now)
    return (timer.delivery_id or 0, *(row.delivery_id for row in others))
