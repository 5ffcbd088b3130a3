"""What a driver's text does to the route: stops, delays, breaks, offers to come early."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.usecases import change_delivery, notify, see_route
from bot.usecases.stage import Stage
from conversations.effects import AnnounceDelay, OfferEarly, RecordStop, StartRoute, TakeBreak
from delivery import eta
from delivery.status import CustodyKind, MoveNotAllowed, Status
from models.delivery import Delivery
from models.route import RouteProgress


def carry_out(stage: Stage, effect: RecordStop | StartRoute | AnnounceDelay | TakeBreak | OfferEarly) -> None:
    """Record a driver's act; what the recipients hear follows as events of their own threads."""
    session, now = stage.session, stage.now
    match effect:
        case RecordStop(delivery, kind, note):
            _record(stage, delivery, change_delivery.Report(kind, now, "driver", note=note))
        case StartRoute():
            leaving = [view.id for view in stage.snapshot.context.deliveries if view.status is Status.SCHEDULED]
            change_delivery.lock_all(session, leaving)
            for delivery in leaving:
                _record(stage, delivery, change_delivery.Report(CustodyKind.OUT_FOR_DELIVERY, now, "driver"))
        case AnnounceDelay(minutes):
            _progress(stage, delay_s=RouteProgress.delay_s + minutes * 60)
            look_for_delays(session, stage)
        case TakeBreak(begins):
            _progress(stage, break_since=now if begins else None)
        case OfferEarly(delivery, minutes):
            notify.soon(
                session,
                stage.services,
                _delivery(session, delivery),
                notify.Notice.EARLY,
                due_at=now,
                data={"minutes": minutes},
                mark=f":{int(now.timestamp())}",
            )


def look_for_delays(session: Session, stage: Stage) -> None:
    """Let every recipient hear whose promised window the announced delay breaks."""
    if stage.snapshot.route_id is None:
        return
    view = see_route.views(session, [stage.snapshot.route_id]).get(stage.snapshot.route_id)
    if view is None:
        return
    etas = eta.estimate(view.state, now=stage.now)
    for delivery_id, stop_id in view.stop_of.items():
        if stop_id in etas:
            delivery = _delivery(session, delivery_id)
            end = delivery.promised_end or delivery.window_end
            if end is not None and etas[stop_id].median > end:
                notify.delay(session, stage.services, delivery, now=stage.now)


def _record(stage: Stage, delivery_id: int, report: change_delivery.Report) -> None:
    # The dialogue saw a snapshot; if the delivery moved on since, the driver's late word changes nothing.
    try:
        change_delivery.record(stage.session, stage.services, delivery_id, report)
    except MoveNotAllowed:
        return


def _progress(stage: Stage, **values: object) -> None:
    session = stage.session
    session.execute(update(RouteProgress).where(RouteProgress.route_id == stage.snapshot.route_id).values(**values))


def _delivery(session: Session, delivery_id: int) -> Delivery:
    return session.scalars(select(Delivery).where(Delivery.id == delivery_id)).one()
