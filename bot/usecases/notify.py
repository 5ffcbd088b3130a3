"""Facts that a thread must hear of: each becomes one due timer, at most once per delivery and plan version.

Whoever learns of a fact (an API call, a position, a driver's text) only writes the timer; the thread's own event,
with its own lock, decides later what is said.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import scene, threads
from models.delivery import Delivery
from models.people import Contact
from models.session import leave_work
from models.thread import Timer
from models.upsert import insert


class Notice(StrEnum):
    """What a thread may hear of, and the name of its timer."""

    WENT_OUT = "out_for_delivery"  # the van left with the delivery on board
    APPROACHED = "approaching"  # few stops or minutes away
    ARRIVING = "arriving"  # at the address, or nearly
    DELAYED = "delayed"  # will not keep the promised window
    COMPLETED = "delivered"  # handed over
    FAILED = "failed"  # tried in vain
    CANCELLED = "cancelled"  # called off
    RATING = "rating"  # may be rated
    EARLY = "early"  # the driver could come early
    CASE_CLOSED = "case_closed"  # a person settled the case


_USEFUL = {
    Notice.APPROACHED: timedelta(minutes=20),
    Notice.ARRIVING: timedelta(minutes=10),
    Notice.DELAYED: timedelta(minutes=30),
    Notice.EARLY: timedelta(minutes=15),
}
BETWEEN_DELAYS = timedelta(minutes=30)
_USEFUL_OTHERWISE = timedelta(hours=12)


def soon(
    session: Session,
    services: Services,
    delivery: Delivery,
    notice: Notice,
    *,
    due_at: datetime,
    data: dict[str, Any] | None = None,
    mark: str = "",
) -> bool:
    """Let the recipient's thread hear of a fact at `due_at`; False when it will not, or has already.

    `mark` makes a notice that may come again (a second delay, another case) different from the one before.
    """
    if not scene.brand_of(session, delivery.brand_id).says(notice):
        return False
    contact = session.get_one(Contact, delivery.contact_id)
    thread_id = threads.of_contact(session, brand_id=delivery.brand_id, contact=contact)
    if thread_id is None:
        return False
    statement = (
        insert(session, Timer)
        .values(
            thread_id=thread_id,
            kind=notice,
            once=once(delivery, notice, mark),
            delivery_id=delivery.id,
            plan_version=delivery.plan_version,
            due_at=due_at,
            not_after=due_at + _USEFUL.get(notice, _USEFUL_OTHERWISE),
            data=data or {},
            state="waiting",
        )
        .on_conflict_do_nothing()
        .returning(Timer.id)
    )
    leave_work(session)
    return session.execute(statement).scalar() is not None


def delay(session: Session, services: Services, delivery: Delivery, *, now: datetime) -> bool:
    """Let the recipient hear that the promised window will not be kept; once per promise, at most every half hour."""
    lately = select(Timer.id).where(
        Timer.delivery_id == delivery.id, Timer.kind == Notice.DELAYED, Timer.due_at > now - BETWEEN_DELAYS
    )
    if session.execute(lately.limit(1)).first() is not None:
        return False
    return soon(session, services, delivery, Notice.DELAYED, due_at=now, mark=delay_mark(delivery))


def delay_mark(delivery: Delivery) -> str:
    """Name the promise that a delay breaks: after another promise there may be another delay."""
    end = delivery.promised_end or delivery.window_end
    return "" if end is None else f":{int(end.timestamp())}"


def once(delivery: Delivery, notice: Notice, mark: str = "") -> str:
    """Name what the database keeps unique: this notice, for this delivery, as planned now."""
    return f"{delivery.id}:{delivery.plan_version}:{notice}{mark}"
