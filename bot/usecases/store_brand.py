"""A planned brand and its lines as rows: written when new, brought up to date when known.

Lines that the plan no longer names stay: threads hang on them, and a reply to an old number must still arrive.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.usecases.day import PlannedBrand
from models.brand import Brand, Line
from models.upsert import insert


def locked(session: Session, ref: str) -> Brand:
    """Read a brand that exists and keep other loads of it waiting until this transaction ends."""
    return session.scalars(select(Brand).where(Brand.ref == ref).with_for_update(key_share=True)).one()


def store(session: Session, planned: PlannedBrand) -> Brand:
    """Write the brand and its lines; the same plan twice changes nothing."""
    new = insert(session, Brand).values(
        ref=planned.ref, name=planned.name, zone=planned.zone, language=planned.language, options=planned.options
    )
    session.execute(new.on_conflict_do_nothing(index_elements=["ref"]))
    brand = locked(session, planned.ref)
    brand.name, brand.zone, brand.language = planned.name, planned.zone, planned.language
    brand.quiet_start = planned.quiet.start if planned.quiet else None
    brand.quiet_end = planned.quiet.end if planned.quiet else None
    brand.support = planned.support
    if brand.options != planned.options:
        brand.options = planned.options
    _lines(session, brand, planned)
    return brand


def _lines(session: Session, brand: Brand, planned: PlannedBrand) -> None:
    known = {(row.channel, row.address): row for row in session.scalars(select(Line).where(Line.brand_id == brand.id))}
    for line in planned.lines:
        row = known.get((line.channel, line.address))
        if row is None:
            session.add(Line(brand_id=brand.id, channel=line.channel, address=line.address, use=line.use))
        else:
            row.use = line.use
    session.flush()
