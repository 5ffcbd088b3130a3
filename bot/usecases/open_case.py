"""Cases: something a person must look at. One open case per kind and delivery (or thread) is enough."""

from datetime import datetime

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from bot.usecases import custody
from bot.usecases.scene import Scene
from conversations.effects import CaseKind
from delivery.status import CustodyKind
from models.delivery import Case
from models.upsert import insert


def open_case(
    session: Session, *, scene: Scene, kind: CaseKind, delivery_id: int | None, note: str | None, now: datetime
) -> None:
    """Open a case, or add the note to the one that is open; a disputed delivery says so in its custody chain."""
    subject = f"thread:{scene.thread_id}" if delivery_id is None else f"delivery:{delivery_id}"
    statement = (
        insert(session, Case)
        .values(
            brand_id=scene.brand.id,
            thread_id=scene.thread_id,
            delivery_id=delivery_id,
            kind=kind,
            subject=subject,
            note=note,
            opened_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Case.id)
    )
    opened = session.execute(statement).scalar()
    if opened is None and note:
        session.execute(
            update(Case)
            .where(Case.kind == kind, Case.subject == subject, Case.closed_at.is_(None))
            .values(note=func.coalesce(Case.note + "\n", "") + note)
        )
    if opened is not None and kind is CaseKind.NOT_RECEIVED and delivery_id is not None:
        custody.append(
            session, delivery_id=delivery_id, kind=CustodyKind.DISPUTED, by="recipient", at=now, recorded_at=now
        )
