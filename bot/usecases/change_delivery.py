"""What happens to a delivery: its status, its custody chain, its stop, and the threads that will hear of it.

Called by the API, by a driver's text and by a recipient's wish; always inside the caller's one transaction.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import bindings, custody, notify, plan_reminders, storable
from delivery import tracking_numbers
from delivery.status import CustodyKind, Status, after
from delivery.windows import Window
from models.delivery import Delivery
from models.route import RouteProgress, Stop
from models.session import again

RATING_DELAY = timedelta(minutes=15)
"""People open the box before they judge."""
_COMPLETES = {CustodyKind.DELIVERED, CustodyKind.FAILED, CustodyKind.CANCELLED}
_NOTICE = {
    CustodyKind.OUT_FOR_DELIVERY: notify.Notice.WENT_OUT,
    CustodyKind.ARRIVED: notify.Notice.ARRIVING,
    CustodyKind.DELIVERED: notify.Notice.COMPLETED,
    CustodyKind.FAILED: notify.Notice.FAILED,
    CustodyKind.CANCELLED: notify.Notice.CANCELLED,
}


class NoSuchDelivery(LookupError):
    """There is no delivery with this tracking number."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report about a delivery: what, when by the reporter's clock, by whom, and where if known (degrees)."""

    kind: CustodyKind
    at: datetime
    by: str
    lat: float | None = None
    lon: float | None = None
    note: str | None = None


def report(
    services: Services,
    *,
    tracking_number: str,
    kind: CustodyKind,
    at: datetime,
    lat: float | None = None,
    lon: float | None = None,
    note: str | None = None,
) -> bool:
    """Take in the operator's report about a delivery; False when it was known already.

    Raises NoSuchDelivery, or MoveNotAllowed when this cannot happen to the delivery as it stands.
    """
    said = Report(kind, at, "operator", lat, lon, None if note is None else storable.text(note))
    return again(lambda: _report(services, tracking_number, said))


def _report(services: Services, tracking_number: str, said: Report) -> bool:
    with services.database.write() as session:
        found = session.execute(
            select(Delivery.id).where(Delivery.tracking_normal == tracking_numbers.normal(tracking_number))
        ).scalar()
        if found is None:
            raise NoSuchDelivery(tracking_number)
        return record(session, services, found, said)


def record(session: Session, services: Services, delivery_id: int, said: Report, *, quietly: bool = False) -> bool:
    """Record a report in the caller's transaction; False when the delivery already stands so.

    `quietly`: the recipient already knows, and is not told again.
    """
    now = services.clock.now()
    delivery = lock(session, delivery_id)
    status = after(Status(delivery.status), said.kind)
    if status == delivery.status:
        return False
    delivery.status = status
    if said.kind in _COMPLETES:
        delivery.completed_at = said.at
        delivery.failed_reason = said.note[:256] if said.note and said.kind is CustodyKind.FAILED else None
    session.flush()
    _move_stop(session, delivery_id, said)
    custody.append(
        session,
        delivery_id=delivery_id,
        kind=said.kind,
        by=said.by,
        at=said.at,
        recorded_at=now,
        lat=said.lat,
        lon=said.lon,
        note=said.note,
    )
    if not quietly:
        notify.soon(session, services, delivery, _NOTICE[said.kind], due_at=now)
    if said.kind in _COMPLETES:
        bindings.end_soon(session, delivery_id, now)
        plan_reminders.void(session, delivery, why=f"the delivery is {status}")
    if said.kind is CustodyKind.DELIVERED:
        notify.soon(session, services, delivery, notify.Notice.RATING, due_at=now + RATING_DELAY)
    return True


def move(session: Session, services: Services, delivery_id: int, window: Window, *, by: str) -> None:
    """Give a delivery another window: a new plan version, which voids what was planned for the old one."""
    now = services.clock.now()
    delivery = lock(session, delivery_id)
    delivery.status = after(Status(delivery.status), CustodyKind.RESCHEDULED)
    delivery.window_start, delivery.window_end = window.start, window.end
    delivery.promised_start = delivery.promised_end = delivery.confirmed_at = None
    delivery.completed_at = delivery.failed_reason = None
    delivery.plan_version += 1
    session.flush()
    plan_reminders.void(session, delivery, why="the delivery was moved")
    session.execute(
        update(Stop).where(Stop.delivery_id == delivery_id, Stop.completed_at.is_(None)).values(removed_at=now)
    )
    custody.append(
        session,
        delivery_id=delivery_id,
        kind=CustodyKind.RESCHEDULED,
        by=by,
        at=now,
        recorded_at=now,
        note=f"{window.start.isoformat()}/{window.end.isoformat()}",
    )
    plan_reminders.plan(session, services, delivery)


def instruct(session: Session, services: Services, delivery_id: int, text: str) -> None:
    """Keep what the driver must know at the door; the words themselves stay out of the custody chain."""
    now = services.clock.now()
    delivery = lock(session, delivery_id)
    delivery.instructions = text
    session.flush()
    custody.append(
        session, delivery_id=delivery_id, kind=CustodyKind.INSTRUCTED, by="recipient", at=now, recorded_at=now
    )


def agree_early(session: Session, delivery_id: int, minutes: int) -> None:
    """Promise from so many minutes earlier, as the recipient agreed."""
    delivery = lock(session, delivery_id)
    start = delivery.promised_start or delivery.window_start
    end = delivery.promised_end or delivery.window_end
    if start is not None and end is not None:
        delivery.promised_start, delivery.promised_end = start - timedelta(minutes=minutes), end
    session.flush()


def lock(session: Session, delivery_id: int) -> Delivery:
    """Lock and read a delivery."""
    return session.scalars(select(Delivery).where(Delivery.id == delivery_id).with_for_update(key_share=True)).one()


def lock_all(session: Session, delivery_ids: Collection[int]) -> None:
    """Lock many deliveries, before anything else of them or their route is.

    A report locks its delivery and then the progress of the route: whoever took them in turns, one delivery after the
    other, would wait for a report that waits for them.
    """
    wanted = select(Delivery.id).where(Delivery.id.in_(delivery_ids)).order_by(Delivery.id)
    session.execute(wanted.with_for_update(key_share=True)).all()


def _move_stop(session: Session, delivery_id: int, said: Report) -> None:
    stop = session.scalars(
        select(Stop).where(Stop.delivery_id == delivery_id, Stop.removed_at.is_(None)).order_by(Stop.id.desc()).limit(1)
    ).first()
    if stop is None:
        return
    match said.kind:
        case CustodyKind.OUT_FOR_DELIVERY:
            session.execute(
                update(RouteProgress)
                .where(RouteProgress.route_id == stop.route_id)
                .values(departed_at=func.coalesce(RouteProgress.departed_at, said.at))
            )
        case CustodyKind.ARRIVED:
            stop.arrived_at = said.at
        case CustodyKind.DELIVERED | CustodyKind.FAILED:
            stop.arrived_at = stop.arrived_at or said.at
            stop.completed_at = said.at
        case CustodyKind.CANCELLED:
            stop.removed_at = said.at
    session.flush()
