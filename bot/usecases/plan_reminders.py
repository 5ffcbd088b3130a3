"""When a delivery's recipient will be reminded: timers written from the plan, older ones voided.

What a reminder says, and whether it still makes sense, is decided when its timer fires.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import scene, threads
from delivery import reminders
from delivery.windows import Window
from models.delivery import Delivery
from models.people import Contact
from models.session import leave_work
from models.thread import Timer
from models.upsert import insert


def plan(session: Session, services: Services, delivery: Delivery) -> None:
    """Write the timers of the delivery's present plan version; those already written stay as they are.

    Nothing is planned without a window or without a way to reach the contact.
    """
    if delivery.window_start is None or delivery.window_end is None:
        return
    contact = session.get_one(Contact, delivery.contact_id)
    thread_id = threads.of_contact(session, brand_id=delivery.brand_id, contact=contact)
    if thread_id is None:
        return
    now = services.clock.now()
    brand = scene.brand_of(session, delivery.brand_id)
    window = Window(delivery.window_start, delivery.window_end)
    planned = reminders.plan(window, zone=delivery.zone, now=now, quiet=brand.quiet)
    wanted = [reminder for reminder in planned if brand.says(reminder.kind)]
    for reminder in wanted:
        statement = insert(session, Timer).values(
            thread_id=thread_id,
            kind=reminder.kind,
            once=f"{delivery.id}:{delivery.plan_version}:{reminder.kind}",
            delivery_id=delivery.id,
            plan_version=delivery.plan_version,
            due_at=reminder.due_at,
            not_after=reminder.not_after,
            data={},
            state="waiting",
        )
        session.execute(statement.on_conflict_do_nothing(index_elements=["once"]))
    if any(reminder.due_at <= now for reminder in wanted):
        leave_work(session)


def void(session: Session, delivery: Delivery, *, why: str) -> None:
    """Take back the reminders of every plan version that have not fired."""
    session.execute(
        update(Timer)
        .where(
            Timer.delivery_id == delivery.id,
            Timer.state == "waiting",
            Timer.kind.in_(list(reminders.ReminderKind)),
        )
        .values(state="void", why=why)
    )
