"""A person settles a case; the recipient's thread hears of it as an event of its own."""

from sqlalchemy import select

from bot.services import Services
from bot.usecases import notify
from conversations.effects import CaseKind
from models.delivery import Case, Delivery
from models.session import leave_work
from models.thread import Timer
from models.upsert import insert


class NoSuchCase(LookupError):
    """There is no case with this number."""


def close(services: Services, *, case_id: int, note: str | None = None) -> bool:
    """Close a case; False when it was closed already. Raises NoSuchCase."""
    now = services.clock.now()
    with services.database.write() as session:
        case = session.scalars(select(Case).where(Case.id == case_id).with_for_update(key_share=True)).first()
        if case is None:
            raise NoSuchCase(str(case_id))
        if case.closed_at is not None:
            return False
        case.closed_at = now
        if note:
            case.note = note if not case.note else f"{case.note}\n{note}"
        low = case.kind == CaseKind.LOW_RATING
        if case.thread_id is not None:
            version = None if case.delivery_id is None else session.get_one(Delivery, case.delivery_id).plan_version
            session.execute(
                insert(session, Timer)
                .values(
                    thread_id=case.thread_id,
                    kind=notify.Notice.CASE_CLOSED,
                    once=f"case:{case.id}",
                    delivery_id=case.delivery_id,
                    plan_version=version,
                    due_at=now,
                    data={"low": low},
                    state="waiting",
                )
                .on_conflict_do_nothing()
            )
            leave_work(session)
        return True
