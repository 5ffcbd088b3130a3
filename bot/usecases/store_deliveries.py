"""The deliveries of a planned route as rows, with their contacts, their custody and their reminders.

The plan never undoes what happened: a delivery that is over stays over, and what a customer chose since it was last
accepted from the plan (another day, other instructions) stands against the old plan.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import custody, links, plan_reminders
from bot.usecases.day import PlannedStop
from bot.usecases.store_contact import Contacts
from delivery.status import CustodyKind, Status, after
from models.brand import Brand
from models.delivery import CustodyEvent, Delivery

BY = "plan"
"""Who custody says accepted a delivery."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What the customer chose after the plan was last accepted."""

    another_window: bool
    instructions: bool


def store(
    session: Session, services: Services, brand: Brand, stops: Collection[PlannedStop], *, on_route: Collection[int]
) -> dict[int, PlannedStop | None]:
    """Write the deliveries; answer by id the stop each should have, or None where the stop must stay as it is.

    `on_route` are the deliveries that this route carried or carries.
    """
    known = _locked(session, [stop.normal for stop in stops])
    contacts = Contacts(session, brand.id, [stop.contact for stop in stops])
    chosen = _chosen(session, [row.id for row in known.values()])
    now = services.clock.now()
    rows = {}
    for stop in stops:
        row = known.get(stop.normal)
        rows[stop.normal] = _new(services, brand, stop, contacts, now=now) if row is None else row
    session.add_all(rows.values())
    session.flush()
    stored: dict[int, PlannedStop | None] = {}
    for stop in stops:
        row = rows[stop.normal]
        if stop.normal not in known:
            _accept(session, row, now=now)
            plan_reminders.plan(session, services, row)
            stored[row.id] = stop
        elif _stands(row, stop, chosen[row.id], is_on_route=row.id in on_route):
            _update(session, services, brand, row, stop, contacts, chosen[row.id])
            stored[row.id] = stop
        else:
            stored[row.id] = None
    return stored


def _locked(session: Session, normals: Collection[str]) -> dict[str, Delivery]:
    # In the order of their ids, so that two loads cannot wait for each other.
    wanted = select(Delivery).where(Delivery.tracking_normal.in_(normals)).order_by(Delivery.id)
    return {row.tracking_normal: row for row in session.scalars(wanted.with_for_update(key_share=True))}


def _chosen(session: Session, delivery_ids: Collection[int]) -> dict[int, _Chosen]:
    kinds = (CustodyKind.LOADED, CustodyKind.RESCHEDULED, CustodyKind.INSTRUCTED)
    statement = (
        select(CustodyEvent.delivery_id, CustodyEvent.kind, func.max(CustodyEvent.seq).label("seq"))
        .where(CustodyEvent.delivery_id.in_(delivery_ids), CustodyEvent.kind.in_(kinds))
        .group_by(CustodyEvent.delivery_id, CustodyEvent.kind)
    )
    last = {(row.delivery_id, row.kind): row.seq for row in session.execute(statement)}

    def is_since_accepted(delivery_id: int, kind: CustodyKind) -> bool:
        return bool(last.get((delivery_id, kind), 0) > last.get((delivery_id, CustodyKind.LOADED), 0))

    return {
        delivery_id: _Chosen(
            another_window=is_since_accepted(delivery_id, CustodyKind.RESCHEDULED),
            instructions=is_since_accepted(delivery_id, CustodyKind.INSTRUCTED),
        )
        for delivery_id in delivery_ids
    }


def _new(services: Services, brand: Brand, stop: PlannedStop, contacts: Contacts, *, now: datetime) -> Delivery:
    nonce = links.new_nonce()
    row = Delivery(
        brand_id=brand.id,
        contact_id=contacts.find_or_add(stop.contact),
        tracking_number=stop.tracking_number,
        tracking_normal=stop.normal,
        status=Status.SCHEDULED,
        plan_version=1,
        instructions=stop.instructions,
        link_nonce=nonce,
        link_digest=links.digest(links.token(services.secret, nonce)),
        created_at=now,
    )
    _describe(row, stop, brand)
    _set_window(row, stop)
    return row


def _describe(row: Delivery, stop: PlannedStop, brand: Brand) -> None:
    row.address, row.lat, row.lon, row.zone = stop.address, stop.lat, stop.lon, stop.zone or brand.zone
    row.secret_word = stop.secret_word


def _set_window(row: Delivery, stop: PlannedStop) -> None:
    row.window_start = stop.window.start if stop.window else None
    row.window_end = stop.window.end if stop.window else None


def _accept(session: Session, row: Delivery, *, now: datetime) -> None:
    row.status = after(Status(row.status), CustodyKind.LOADED)
    custody.append(session, delivery_id=row.id, kind=CustodyKind.LOADED, by=BY, at=now, recorded_at=now)


def _stands(row: Delivery, stop: PlannedStop, chosen: _Chosen, *, is_on_route: bool) -> bool:
    """Say whether the plan may change this delivery: a route it was on already is the old plan."""
    if Status(row.status) in (Status.DELIVERED, Status.CANCELLED):
        return False
    return not (is_on_route and (row.status == Status.FAILED or chosen.another_window))


def _update(
    session: Session,
    services: Services,
    brand: Brand,
    row: Delivery,
    stop: PlannedStop,
    contacts: Contacts,
    chosen: _Chosen,
) -> None:
    before = (row.window_start, row.window_end, contacts.addresses(row.contact_id))
    _describe(row, stop, brand)
    _set_window(row, stop)
    row.contact_id = contacts.follow(row.contact_id, stop.contact)
    if not chosen.instructions:
        row.instructions = stop.instructions
    is_accepted_again = row.status == Status.FAILED or chosen.another_window
    if is_accepted_again:
        row.completed_at = row.failed_reason = None
        _accept(session, row, now=services.clock.now())
    after_all = (row.window_start, row.window_end, contacts.addresses(row.contact_id))
    if row.status == Status.SCHEDULED and (is_accepted_again or before != after_all):
        _plan_again(session, services, row)


def _plan_again(session: Session, services: Services, row: Delivery) -> None:
    plan_reminders.void(session, row, why="the plan changed")
    row.plan_version += 1
    # Until a text has told the new window, nothing but the plan is promised.
    row.promised_start = row.promised_end = row.confirmed_at = None
    session.flush()
    plan_reminders.plan(session, services, row)
