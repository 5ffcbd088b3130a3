"""The cases: what a person must look at. Reads only; closing one is close_case.py's."""

from datetime import datetime

import msgspec
from sqlalchemy import select

from bot.services import Services
from models.brand import Brand
from models.delivery import Case, Delivery

MOST = 500


class CaseOfBrand(msgspec.Struct, frozen=True):
    """A case, whose it is and which delivery it is about."""

    id: int
    kind: str
    brand: str
    tracking_number: str | None
    note: str | None
    opened_at: datetime
    closed_at: datetime | None


def show(services: Services, *, open_only: bool) -> list[CaseOfBrand]:
    """List cases, the newest first, at most 500; `open_only` leaves out those that are closed."""
    statement = (
        select(Case, Brand.ref.label("brand"), Delivery.tracking_number)
        .join(Brand, Case.brand_id == Brand.id)
        .outerjoin(Delivery, Case.delivery_id == Delivery.id)
        .order_by(Case.id.desc())
        .limit(MOST)
    )
    if open_only:
        statement = statement.where(Case.closed_at.is_(None))
    with services.database.read() as session:
        return [
            CaseOfBrand(
                id=row.Case.id,
                kind=row.Case.kind,
                brand=row.brand,
                tracking_number=row.tracking_number,
                note=row.Case.note,
                opened_at=row.Case.opened_at,
                closed_at=row.Case.closed_at,
            )
            for row in session.execute(statement)
        ]
