"""Deliveries as a dialogue may see them: rows in, `DeliveryView` out, for recipients and for drivers.

Reads only; what may be shown to whom is decided here, what is said about it in the dialogues.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from bot.usecases import links, see_route
from conversations.context import DeliveryView, Proof
from delivery import eta, slots
from delivery.eta import Eta
from delivery.places import Place, distance_m
from delivery.status import OPEN, CustodyKind, Status
from delivery.windows import Window, local
from models.base import AnyRow
from models.delivery import CustodyEvent, Delivery, Rating
from models.people import Contact, Driver
from models.relay import Binding
from models.route import Route, Stop
from models.session import run

REMEMBERED = timedelta(days=14)
"""How long a completed delivery may still be asked about by text."""
OFFERED_DAYS = 10
"""To so many working days ahead a delivery may be moved by text."""
RATEABLE = timedelta(days=7)
"""How long after its completion a delivery may be rated."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """What views need besides rows: the hour, and how links to the customer's page are made."""

    now: datetime
    secret: bytes
    public_url: str


def of_address(session: Session, *, brand_id: int, address: str, viewer: Viewer) -> list[AnyRow]:
    """Read the deliveries whose contact has this phone number or mail address: open ones and those of late."""
    since = viewer.now - REMEMBERED
    statement = _OF_MAIL if "@" in address else _OF_PHONE
    return _latest_stop_only(run(session, statement, brand=brand_id, address=address, since=since))


def of_route(session: Session, route_id: int) -> list[AnyRow]:
    """Read the deliveries that a route carries, in the order of its stops."""
    return list(run(session, _OF_ROUTE, route=route_id))


def views(
    session: Session, rows: Collection[AnyRow], *, stopped: Collection[int], viewer: Viewer
) -> tuple[DeliveryView, ...]:
    """Make views of rows: those still to come first, by their window, then the completed, latest first."""
    open_rows = [row for row in rows if Status(row.status) in OPEN]
    etas = _etas(session, open_rows, viewer.now)
    proofs = _proofs(session, [row for row in rows if row.status == Status.DELIVERED])
    made = [
        _view(
            row,
            eta=etas.get(row.id),
            proof=proofs.get(row.id),
            stopped=row.id in stopped,
            viewer=viewer,
        )
        for row in rows
    ]
    return tuple(sorted(made, key=_to_come_first))


def window_of(start: datetime | None, end: datetime | None) -> Window | None:
    """Make a window of two columns that are empty together."""
    return None if start is None or end is None else Window(start, end)


_ROWS: Select[*tuple[Any, ...]] = (
    select(
        Delivery.__table__,
        Contact.name.label("recipient"),
        Contact.language.label("contact_language"),
        Stop.id.label("stop_id"),
        Stop.seq.label("tag"),
        Stop.route_id,
        Route.date.label("route_date"),
        Driver.id.label("driver_id"),
        Driver.name.label("driver"),
        Rating.score,
        # Most deliveries never have one, and then nobody needs to look for it.
        exists().where(Binding.delivery_id == Delivery.id).label("has_talk"),
    )
    .select_from(Delivery)
    .join(Contact, Delivery.contact_id == Contact.id)
    .outerjoin(Stop, and_(Stop.delivery_id == Delivery.id, Stop.removed_at.is_(None)))
    .outerjoin(Route, Stop.route_id == Route.id)
    .outerjoin(Driver, Route.driver_id == Driver.id)
    .outerjoin(Rating, Rating.delivery_id == Delivery.id)
)
_OF_CONTACT = _ROWS.where(
    Contact.brand_id == bindparam("brand"),
    or_(Delivery.completed_at.is_(None), Delivery.completed_at > bindparam("since")),
)
# Asked for either, SQLite would look through all contacts of the brand.
_OF_PHONE = _OF_CONTACT.where(Contact.phone == bindparam("address"))
_OF_MAIL = _OF_CONTACT.where(Contact.email == bindparam("address"))
_OF_ROUTE = _ROWS.where(Stop.route_id == bindparam("route")).order_by(Stop.seq)
_PROOFS = (
    select(CustodyEvent.delivery_id, CustodyEvent.at, CustodyEvent.lat, CustodyEvent.lon, CustodyEvent.note)
    .where(
        CustodyEvent.delivery_id.in_(bindparam("deliveries", expanding=True)),
        CustodyEvent.kind == CustodyKind.DELIVERED,
    )
    .order_by(CustodyEvent.seq)
)


def _latest_stop_only(rows: Iterable[AnyRow]) -> list[AnyRow]:
    # A delivery that failed on one route and rides on another has a stop on both.
    latest: dict[int, AnyRow] = {}
    for row in rows:
        known = latest.get(row.id)
        if known is None or (known.stop_id or 0) < (row.stop_id or 0):
            latest[row.id] = row
    return list(latest.values())


def _etas(session: Session, rows: Collection[AnyRow], now: datetime) -> Mapping[int, Eta]:
    routes = {
        row.route_id for row in rows if row.route_id is not None and row.route_date <= local(now, row.zone).date()
    }
    wanted = {row.stop_id: row.id for row in rows}
    found: dict[int, Eta] = {}
    for view in see_route.views(session, routes).values():
        by_stop = eta.estimate(view.state, now=now, wanted=wanted)
        found |= {wanted[stop]: estimate for stop, estimate in by_stop.items()}
    return found


def _proofs(session: Session, delivered: Collection[AnyRow]) -> Mapping[int, Proof]:
    if not delivered:
        return {}
    places = {row.id: Place(row.lat, row.lon) for row in delivered}
    found = run(session, _PROOFS, deliveries=list(places))
    return {row.delivery_id: _proof(row, places[row.delivery_id]) for row in found}


def _proof(row: AnyRow, address: Place) -> Proof:
    away = None if row.lat is None else round(distance_m(address, Place(row.lat, row.lon)))
    return Proof(row.at, away, row.note)


def _view(row: AnyRow, *, eta: Eta | None, proof: Proof | None, stopped: bool, viewer: Viewer) -> DeliveryView:
    status = Status(row.status)
    window = window_of(row.window_start, row.window_end)
    completed_at = row.completed_at
    is_late = completed_at is None or completed_at < viewer.now - RATEABLE
    return DeliveryView(
        id=row.id,
        tracking_number=row.tracking_number,
        status=status,
        zone=row.zone,
        address=row.address,
        window=window,
        promised=window_of(row.promised_start, row.promised_end) or window,
        eta=eta,
        link=links.url(viewer.public_url, links.token(viewer.secret, row.link_nonce)),
        offers=_offers(window, status, row.zone, viewer.now),
        can_cancel=status is Status.SCHEDULED
        and window is not None
        and slots.is_open(local(window.start, row.zone).date(), row.zone, viewer.now),
        confirmed=row.confirmed_at is not None,
        instructions=row.instructions,
        secret_word=row.secret_word,
        driver=row.driver,
        recipient=row.recipient,
        tag=row.tag,
        proof=proof,
        failed_reason=row.failed_reason,
        completed_at=completed_at,
        score=row.score,
        rateable=status is Status.DELIVERED and row.score is None and not is_late,
        stopped=stopped,
    )


def _offers(window: Window | None, status: Status, zone: str, now: datetime) -> tuple[Window, ...]:
    if window is None or not slots.may_move(window, status=status, zone=zone, now=now):
        return ()
    return slots.offer(now, zone, window, days=OFFERED_DAYS)


def _to_come_first(view: DeliveryView) -> tuple[bool, float, int]:
    if view.completed_at is not None:
        return True, -view.completed_at.timestamp(), view.id
    return False, view.window.start.timestamp() if view.window else float("inf"), view.id
