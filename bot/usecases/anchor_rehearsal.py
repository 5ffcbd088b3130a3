"""The anchor of a rehearsal: stored once per start and rate, so that all processes agree and a restart goes on."""

from datetime import datetime

from sqlalchemy import select

from models.machine import RehearsalAnchor
from models.session import Database
from models.upsert import insert


def anchor(database: Database, *, start: datetime, rate: float, machine_now: datetime) -> datetime:
    """Answer the machine instant at which the rehearsal of this start and rate began; it begins now if it is new."""
    plan = f"{start.isoformat()}@{rate:g}"
    with database.write() as session:
        session.execute(
            insert(session, RehearsalAnchor).values(plan=plan, anchor_at=machine_now).on_conflict_do_nothing()
        )
        return session.execute(select(RehearsalAnchor.anchor_at).where(RehearsalAnchor.plan == plan)).scalar_one()
