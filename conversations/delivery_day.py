"""What the recipient is told about the delivery day without asking: out, near, here, late, done, failed, cancelled.

Each of these is said at most once per delivery and plan; that count is kept in the database, not here.
"""

from datetime import timedelta
from typing import assert_never

from conversations import tracking
from conversations.context import Context, DeliveryView
from conversations.effects import CloseRelay, Effect, Say, Timed, Value
from conversations.events import (
    DeliveryCancelled,
    DeliveryCompleted,
    DeliveryDelayed,
    DeliveryFact,
    DeliveryFailed,
    DriverApproached,
    DriverArriving,
    WentOutForDelivery,
)
from delivery.eta import Eta
from delivery.messages import MessageKind
from delivery.status import Status
from delivery.windows import Window

USEFUL = timedelta(minutes=30)
ALSO_LATER = timedelta(hours=12)
_UNDER_WAY = frozenset({Status.OUT_FOR_DELIVERY, Status.ARRIVED})


def tell(fact: DeliveryFact, context: Context) -> tuple[Effect, ...]:
    """Tell the recipient a fact of the day, unless it is overtaken or they want no such messages."""
    if isinstance(fact, WentOutForDelivery) and fact.others:
        return _out_together((fact.delivery, *fact.others), context)
    view = context.delivery(fact.delivery)
    if view is None:
        return ()
    closing = _closing(fact, view, context)
    if context.opted_out or context.muted or view.stopped:
        return closing
    return *_said(fact, view, context), *closing


def _said(fact: DeliveryFact, view: DeliveryView, context: Context) -> tuple[Effect, ...]:
    match fact:
        case WentOutForDelivery():
            return _out(view, context)
        case DriverApproached():
            return _approached(view, context)
        case DriverArriving():
            return _arriving(view, context)
        case DeliveryDelayed():
            return _delayed(view)
        case DeliveryCompleted():
            return _completed(view, context)
        case DeliveryFailed():
            return _failed(view, context)
        case DeliveryCancelled():
            return _cancelled(view, context)
        case _:
            assert_never(fact)


def _out(view: DeliveryView, context: Context) -> tuple[Effect, ...]:
    if view.status is not Status.OUT_FOR_DELIVERY:
        return ()
    window = view.promised or view.window
    data: dict[str, Value] = {"tracking_number": view.tracking_number, "link": view.link or ""}
    if window is None:
        return (Say("day/out_open", data, MessageKind.DAY_OF, view.id, context.now + ALSO_LATER),)
    not_after = max(window.end, context.now + USEFUL)
    return (Say("day/out", {**data, "window": window}, MessageKind.DAY_OF, view.id, not_after),)


def _out_together(numbers: tuple[int, ...], context: Context) -> tuple[Effect, ...]:
    """Tell in one message what left on one van; what has no window is told alone."""
    if context.opted_out or context.muted:
        return ()
    views = [view for number in numbers if (view := context.delivery(number)) is not None and not view.stopped]
    out = [view for view in views if view.status is Status.OUT_FOR_DELIVERY]
    windows = [(view, window) for view in out if (window := view.promised or view.window) is not None]
    if len(windows) < 2 or len(windows) < len(out):
        return tuple(effect for view in out for effect in _out(view, context))
    lines = tuple(
        Timed(window, view.zone, before=view.tracking_number, after=view.link or "") for view, window in windows
    )
    not_after = max(*(window.end for _, window in windows), context.now + USEFUL)
    data: dict[str, Value] = {"count": len(lines), "lines": lines}
    return (Say("day/out_many", data, MessageKind.DAY_OF, not_after=not_after),)


def _approached(view: DeliveryView, context: Context) -> tuple[Effect, ...]:
    window = _live(view)
    if view.eta is None or window is None:
        return ()
    data: dict[str, Value] = {"tracking_number": view.tracking_number, "window": window}
    not_after = context.now + USEFUL
    if view.eta.stops_away <= 1:
        return (Say("day/next", data, MessageKind.ETA, view.id, not_after),)
    return (Say("day/approaching", {**data, "count": view.eta.stops_away}, MessageKind.ETA, view.id, not_after),)


def _arriving(view: DeliveryView, context: Context) -> tuple[Effect, ...]:
    if view.status not in _UNDER_WAY:
        return ()
    data: dict[str, Value] = {"tracking_number": view.tracking_number}
    return (Say("day/arriving", data, MessageKind.ETA, view.id, context.now + USEFUL),)


def _delayed(view: DeliveryView) -> tuple[Effect, ...]:
    window = _live(view)
    if window is None:
        return ()
    data: dict[str, Value] = {"tracking_number": view.tracking_number, "new": window}
    old = view.promised or view.window
    if old is None:
        return (Say("day/delayed_open", data, MessageKind.ETA, view.id, window.end),)
    return (Say("day/delayed", {**data, "old": old}, MessageKind.ETA, view.id, window.end),)


def _completed(view: DeliveryView, context: Context) -> tuple[Effect, ...]:
    if view.status is not Status.DELIVERED:
        return ()
    data: dict[str, Value] = {"tracking_number": view.tracking_number}
    not_after = context.now + ALSO_LATER
    if view.proof is not None and view.proof.note:
        return (Say("day/delivered_note", {**data, "note": view.proof.note}, MessageKind.DAY_OF, view.id, not_after),)
    return (Say("day/delivered", data, MessageKind.DAY_OF, view.id, not_after),)


def _failed(view: DeliveryView, context: Context) -> tuple[Effect, ...]:
    if view.status is not Status.FAILED:
        return ()
    key = "failed_move" if view.offers else "failed"
    data: dict[str, Value] = {"tracking_number": view.tracking_number}
    not_after = context.now + ALSO_LATER
    if not view.failed_reason:
        return (Say(f"day/{key}", data, MessageKind.DAY_OF, view.id, not_after),)
    return (Say(f"day/{key}_reason", {**data, "reason": view.failed_reason}, MessageKind.DAY_OF, view.id, not_after),)


def _cancelled(view: DeliveryView, context: Context) -> tuple[Effect, ...]:
    if view.status is not Status.CANCELLED:
        return ()
    data: dict[str, Value] = {"tracking_number": view.tracking_number}
    return (Say("day/cancelled", data, MessageKind.DAY_OF, view.id, context.now + ALSO_LATER),)


def _live(view: DeliveryView) -> Window | None:
    """Give the live interval of a delivery on the road; without a live estimate nobody is told that a van is near."""
    eta: Eta | None = view.eta if view.status is Status.OUT_FOR_DELIVERY else None
    return tracking.interval(eta) if eta is not None and eta.live else None


def _closing(fact: DeliveryFact, view: DeliveryView, context: Context) -> tuple[Effect, ...]:
    """End the talk about a delivery that will not be brought; after a hand-over the shell lets it run out."""
    is_off = isinstance(fact, DeliveryCancelled) and view.status is Status.CANCELLED
    is_talking = any(binding.delivery == view.id for binding in context.bindings)
    return (CloseRelay(view.id),) if is_off and is_talking else ()
