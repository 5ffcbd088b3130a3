"""The snapshot that one step sees: everything is read here, before the core decides, in a handful of statements."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session

from bot.services import Services
from bot.usecases import budget, view_delivery
from bot.usecases.past import Past
from bot.usecases.present_route import present_route
from bot.usecases.scene import Scene
from bot.usecases.view_delivery import Viewer
from conversations import tracking
from conversations.context import BindingView, BrandView, Context, DeliveryView
from conversations.understanding.reading import Role
from delivery import tracking_numbers
from delivery.status import Status
from delivery.windows import local
from models.base import AnyRow
from models.brand import LineUse
from models.delivery import Delivery
from models.people import Driver
from models.relay import Binding
from models.route import Route, RouteProgress
from models.session import run

LATE = timedelta(hours=24)
"""How long after a talk has closed a text is answered as a late one."""
RATING_CAP = 3
"""At most so many invitations to rate per person and week."""
MOST_NAMED = 5
"""At most so many tracking numbers of others are looked up for one text."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The context of a step, and the facts that its effects need but no dialogue may see.

    `driver_of` is the driver of each delivery by id; `route_id` and `driver_id` are set when a driver writes.
    """

    context: Context
    driver_of: dict[int, int]
    driver_id: int | None = None
    route_id: int | None = None


def take(session: Session, services: Services, scene: Scene, past: Past, *, now: datetime, text: str = "") -> Snapshot:
    """Read what this thread's person may know; a driver sees the present route, a recipient their deliveries."""
    viewer = Viewer(now, services.secret, services.public_url)
    is_phone = scene.address.startswith("+")
    if scene.line.use is LineUse.DRIVER and is_phone and (driver := _driver(session, scene, now)):
        return _of_driver(session, scene, past, driver, viewer)
    rows = view_delivery.of_address(session, brand_id=scene.brand.id, address=scene.address, viewer=viewer)
    if not rows and is_phone and (driver := _driver(session, scene, now)):
        return _of_driver(session, scene, past, driver, viewer)
    return _of_recipient(session, services, scene, past, rows, viewer, text)


def of_stranger(
    session: Session, services: Services, scene: Scene, past: Past, *, now: datetime, text: str
) -> Snapshot:
    """Make the snapshot of somebody whose address is not to be trusted: no deliveries, public statuses only."""
    context = replace(
        _context(scene, Role.CUSTOMER, now, language=None),
        public_statuses=_public_statuses(session, services, scene, text, ()),
        opted_out=past.stops.everything,
    )
    return Snapshot(context, {})


def _of_recipient(
    session: Session,
    services: Services,
    scene: Scene,
    past: Past,
    rows: Collection[AnyRow],
    viewer: Viewer,
    text: str,
) -> Snapshot:
    deliveries = view_delivery.views(session, rows, stopped=past.stops.deliveries, viewer=viewer)
    talked = [row.id for row in rows if row.has_talk]
    bindings = list(run(session, _BINDINGS_OF_DELIVERIES, deliveries=talked)) if talked else []
    asked = [row for row in rows if (at := row.rating_asked_at) and at > viewer.now - timedelta(days=7)]
    language = next((row.contact_language for row in rows if row.contact_language), None)
    context = replace(
        _context(scene, Role.CUSTOMER, viewer.now, language=language),
        person=next((row.recipient for row in rows if row.recipient), None),
        deliveries=deliveries,
        public_statuses=_public_statuses(session, services, scene, text, deliveries),
        bindings=tuple(BindingView(b.delivery_id, False, b.last_at) for b in bindings if _is_open(b, viewer.now)),
        late_binding=_closed_lately(bindings, viewer.now),
        recent=past.recent if deliveries else (),
        opted_out=past.stops.everything,
        may_ask_rating=len(asked) < RATING_CAP,
    )
    return Snapshot(context, {row.id: row.driver_id for row in rows if row.driver_id})


def _of_driver(session: Session, scene: Scene, past: Past, driver: AnyRow, viewer: Viewer) -> Snapshot:
    route_id = present_route(session, driver.id, now=viewer.now)
    rows = [] if route_id is None else view_delivery.of_route(session, route_id)
    views = {view.id: view for view in view_delivery.views(session, rows, stopped=(), viewer=viewer)}
    bindings = list(run(session, _BINDINGS_OF_DRIVER, driver=driver.id))
    on_line = [b for b in bindings if b.line_id == scene.line.id]
    # Once the line is shared, no plain text on it can be placed for certain.
    is_shared = any(not b.exclusive and _is_open(b, viewer.now) for b in on_line)
    here = [] if is_shared else [b for b in on_line if b.exclusive]
    context = replace(
        _context(scene, Role.DRIVER, viewer.now, language=None),
        person=driver.name,
        deliveries=tuple(views[row.id] for row in rows),
        bindings=tuple(BindingView(b.delivery_id, b in here, b.last_at) for b in bindings if _is_open(b, viewer.now)),
        late_binding=_closed_lately(here, viewer.now),
        opted_out=past.stops.everything,
        on_break=route_id is not None and _on_break(session, route_id),
    )
    return Snapshot(context, {row.id: driver.id for row in rows}, driver.id, route_id)


def _context(scene: Scene, role: Role, now: datetime, *, language: str | None) -> Context:
    return Context(
        now=now,
        role=role,
        brand=BrandView(scene.brand.name, scene.brand.zone, scene.brand.support, scene.brand.quiet),
        language=scene.language or language or scene.brand.language,
        muted=scene.muted_until is not None and scene.muted_until > now,
    )


def _driver(session: Session, scene: Scene, now: datetime) -> AnyRow | None:
    # A phone that was handed on is written down for both drivers: it stands for who has a route today, or the next.
    today = local(now, scene.brand.zone).date()
    return session.execute(
        select(Driver.id, Driver.name)
        .outerjoin(Route, and_(Route.driver_id == Driver.id, Route.date >= today))
        .where(Driver.brand_id == scene.brand.id, Driver.phone == scene.address)
        .order_by(Route.date.is_(None), Route.date, Route.starts_at, Driver.id.desc())
        .limit(1)
    ).first()


def _talks(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    # Closed ones matter for a day: a text that comes late is told so, and never given to the next recipient.
    return statement.order_by(Binding.id.desc()).limit(200)


_BINDING = select(
    Binding.delivery_id, Binding.line_id, Binding.exclusive, Binding.last_at, Binding.expires_at, Binding.closed_at
)
_BINDINGS_OF_DRIVER = _talks(_BINDING.where(Binding.driver_id == bindparam("driver")))
_BINDINGS_OF_DELIVERIES = _talks(_BINDING.where(Binding.delivery_id.in_(bindparam("deliveries", expanding=True))))


def _is_open(binding: AnyRow, now: datetime) -> bool:
    return binding.closed_at is None and binding.expires_at > now


def _closed_lately(bindings: Collection[AnyRow], now: datetime) -> bool:
    ended = [b.closed_at or b.expires_at for b in bindings if not _is_open(b, now)]
    return len(ended) == len(bindings) > 0 and max(ended) > now - LATE


def _public_statuses(
    session: Session, services: Services, scene: Scene, text: str, own: Collection[DeliveryView]
) -> dict[str, Status | None]:
    normal = tracking_numbers.normal
    named = {normal(candidate): candidate for candidate in tracking_numbers.candidates(text)[:MOST_NAMED]}
    # What is typed with blanks is a number only if it exists; saying that much of one without news would tell.
    typed = {normal(run): "".join(run.split()).upper() for run in tracking_numbers.runs(text)}
    for delivery in own:
        named.pop(normal(delivery.tracking_number), None)
        typed.pop(normal(delivery.tracking_number), None)
    if not named and not typed:
        return {}
    if budget.is_guessing(session, scene.thread_id, now=services.clock.machine_now()):
        return dict.fromkeys(named.values())
    statement = select(Delivery.tracking_normal, Delivery.status).where(
        Delivery.brand_id == scene.brand.id, Delivery.tracking_normal.in_([*named, *typed])
    )
    known = {row.tracking_normal: Status(row.status) for row in session.execute(statement.limit(MOST_NAMED))}
    found = {normal: written for normal, written in typed.items() if known.get(normal) in tracking.PUBLIC} | named
    return {written: known.get(normal) for normal, written in found.items()}


def _on_break(session: Session, route_id: int) -> bool:
    return (
        session.execute(select(RouteProgress.break_since).where(RouteProgress.route_id == route_id)).scalar()
        is not None
    )
