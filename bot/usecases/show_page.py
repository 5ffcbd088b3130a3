"""What the customer's page shows of a delivery, found by the token of its link. Reads only, and no name or address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import links, see_route
from bot.usecases.show_delivery import window_of
from delivery.eta import Eta
from delivery.status import OPEN, CustodyKind, Status
from delivery.windows import Window
from models.base import AnyRow
from models.brand import Brand
from models.delivery import CustodyEvent, Delivery
from models.people import Contact

KEPT = timedelta(days=7)
"""How long a link works after its delivery is over."""

_TOLD = frozenset(set(CustodyKind) - {CustodyKind.INSTRUCTED, CustodyKind.DISPUTED, CustodyKind.CORRECTED})


class NoSuchPage(LookupError):
    """The token is not ours, or its time is over; nobody is told which."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    kind: CustodyKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """A delivery for its recipient; `eta` only while the van is on its way."""

    brand: str
    support: str | None
    language: str
    zone: str
    tracking_number: str
    status: Status
    window: Window | None
    eta: Eta | None
    steps: tuple[Step, ...]
    now: datetime


def show(services: Services, token: str) -> Page:
    """Read the page of a token. Raises NoSuchPage."""
    now = services.clock.now()
    with services.database.read() as session:
        row = _find(session, token)
        if row is None:
            raise NoSuchPage
        delivery: Delivery = row.Delivery
        if delivery.completed_at is not None and delivery.completed_at + KEPT < now:
            raise NoSuchPage
        status = Status(delivery.status)
        is_on_its_way = status in OPEN and status is not Status.SCHEDULED
        window = window_of(delivery)
        return Page(
            brand=row.brand,
            support=row.support,
            language=row.language or row.brand_language,
            zone=delivery.zone,
            tracking_number=delivery.tracking_number,
            status=status,
            window=Window(*window) if window else None,
            eta=see_route.eta_of(session, delivery.id, now) if is_on_its_way else None,
            steps=_steps(session, delivery.id),
            now=now,
        )


def _find(session: Session, token: str) -> AnyRow | None:
    statement = (
        select(
            Delivery,
            Brand.name.label("brand"),
            Brand.support,
            Brand.language.label("brand_language"),
            Contact.language,
        )
        .join(Brand, Delivery.brand_id == Brand.id)
        .join(Contact, Delivery.contact_id == Contact.id)
        .where(Delivery.link_digest == links.digest(token))
    )
    return session.execute(statement).one_or_none()


def _steps(session: Session, delivery_id: int) -> tuple[Step, ...]:
    statement = (
        select(CustodyEvent.kind, CustodyEvent.at)
        .where(CustodyEvent.delivery_id == delivery_id, CustodyEvent.kind.in_(_TOLD))
        .order_by(CustodyEvent.seq)
    )
    return tuple(Step(CustodyKind(row.kind), row.at) for row in session.execute(statement))
