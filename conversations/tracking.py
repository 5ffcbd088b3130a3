"""Answers to "where is it": the recipient's own deliveries in full, anybody else's number with its public status alone.

Only answers live here, no situation: being asked where something is never closes a question.
"""

from datetime import datetime
from typing import assert_never

from conversations.context import Context, DeliveryView
from conversations.effects import Effect, Say, Value
from conversations.turn import Heard, Idle
from delivery.eta import Eta
from delivery.status import Status
from delivery.tracking_numbers import normal
from delivery.windows import Window

STALE_POSITION_S = 300
PUBLIC = {
    Status.OUT_FOR_DELIVERY: "public/on_its_way",
    Status.ARRIVED: "public/on_its_way",
    Status.DELIVERED: "public/delivered",
}


def tell(view: DeliveryView, heard: Heard, context: Context) -> tuple[Idle, tuple[Effect, ...]]:
    """Answer where one delivery is, as the service of that wish."""
    return Idle(), (answer(view, context),)


def answer(view: DeliveryView, context: Context) -> Say:
    """Say where a delivery of the person is and when it comes."""
    match view.status:
        case Status.OUT_FOR_DELIVERY:
            key, data = _on_the_road(view)
        case Status.DELIVERED:
            key, data = _delivered(view, context)
        case Status.FAILED:
            key, data = _failed(view)
        case Status.SCHEDULED:
            key, data = _scheduled(view)
        case Status.ARRIVED | Status.CANCELLED:
            key, data = view.status.value, {}
        case _:
            assert_never(view.status)
    return Say(f"tracking/{key}", {"tracking_number": view.tracking_number, **data}, delivery=view.id)


def public(number: str, context: Context) -> Say:
    """Say what anybody may know of a number: the same words for an unknown one as for one not yet under way."""
    wanted = normal(number)
    status = next((found for named, found in context.public_statuses.items() if normal(named) == wanted), None)
    key = "public/no_news" if status is None else PUBLIC.get(status, "public/no_news")
    return Say(key, {"tracking_number": number})


def nothing(context: Context) -> Say:
    """Say that no delivery is known for this person, whatever the reason."""
    if context.brand.support is None:
        return Say("tracking/none")
    return Say("tracking/none_support", {"support": context.brand.support})


def expected(view: DeliveryView) -> Window | None:
    """Give the interval in which a delivery is expected: the live one, else the promised, else the planned."""
    live = interval(view.eta) if view.eta is not None and view.eta.live else None
    return live or view.promised or view.window


def interval(eta: Eta) -> Window | None:
    """Give an estimate as the interval that people are told."""
    return Window(eta.low, eta.high) if eta.low < eta.high else None


def _on_the_road(view: DeliveryView) -> tuple[str, dict[str, Value]]:
    window = expected(view)
    if window is None:
        return "on_the_road", {"link": view.link or ""}
    data: dict[str, Value] = {"window": window, "link": view.link or ""}
    if view.eta is None or not view.eta.live:
        return "plan", data
    age_s = view.eta.position_age_s
    if age_s is not None and age_s > STALE_POSITION_S:
        return "eta_aged", {**data, "count": view.eta.stops_away, "minutes": age_s // 60}
    if view.eta.stops_away <= 1:
        return "eta_next", data
    return "eta", {**data, "count": view.eta.stops_away}


def _delivered(view: DeliveryView, context: Context) -> tuple[str, dict[str, Value]]:
    at: datetime | None = view.proof.at if view.proof else view.completed_at
    if at is None:
        return "delivered", {}
    if view.proof and view.proof.note:
        return "delivered_note", {"at": at, "note": view.proof.note}
    return "delivered_at", {"at": at}


def _failed(view: DeliveryView) -> tuple[str, dict[str, Value]]:
    key = "failed_move" if view.offers else "failed"
    return (f"{key}_reason", {"reason": view.failed_reason}) if view.failed_reason else (key, {})


def _scheduled(view: DeliveryView) -> tuple[str, dict[str, Value]]:
    window = view.promised or view.window
    return ("scheduled", {"window": window}) if window else ("scheduled_open", {})
