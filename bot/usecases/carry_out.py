"""Effects become rows, in order, in the transaction of their event.

The only place where a role ("the driver") meets an address. One `match`; what takes more than a few lines has its
own file beside this one.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from sqlalchemy import bindparam, update

from bot.usecases import bindings, change_delivery, consent, drive, open_case, relay, set_timer, write_message
from bot.usecases.stage import Stage
from bot.usecases.write_message import Cause
from conversations import effects as order
from conversations.context import DeliveryView
from conversations.effects import Effect, Value
from delivery.messages import MessageKind
from delivery.status import CustodyKind
from delivery.windows import Window
from models.delivery import Delivery, Rating
from models.session import run
from models.thread import Thread
from models.upsert import insert


def carry_out(stage: Stage, effects: Iterable[Effect]) -> None:
    """Carry out the effects of one step in their order."""
    lost: set[int] = set()
    for effect in effects:
        if isinstance(effect, order.SetLanguage):
            stage = _speaking(stage, effect.language)
        # Words that reached nobody are never said to have been passed on.
        if isinstance(effect, order.Say) and effect.delivery in lost:
            continue
        if isinstance(effect, order.Relay) and not relay.pass_on(stage, effect):
            lost.add(effect.delivery)
        _carry_out(stage, effect)


def _speaking(stage: Stage, language: str) -> Stage:
    """Who changes the language is answered in it at once."""
    context = replace(stage.snapshot.context, language=language)
    return replace(stage, snapshot=replace(stage.snapshot, context=context))


def _carry_out(stage: Stage, effect: Effect) -> None:
    match effect:
        case order.Relay():
            pass  # done above
        case order.Say():
            _say(stage, effect)
        case order.Tell():
            relay.tell(stage, effect)
        case order.CloseRelay(delivery):
            bindings.close(stage.session, delivery, stage.now)
        case order.StartTimer(name, due_at):
            set_timer.start(stage.session, stage.scene, name, due_at)
        case order.CancelTimer(name):
            set_timer.cancel(stage.session, stage.scene, name)
        case order.RecordRating() | order.RecordComment():
            _rate(stage, effect)
        case order.OpenCase(kind, delivery, note):
            open_case.open_case(
                stage.session, scene=stage.scene, kind=kind, delivery_id=delivery, note=note, now=stage.now
            )
        case order.OptOut() | order.OptIn() | order.Mute() | order.SetLanguage():
            _remember(stage, effect)
        case order.RecordStop() | order.StartRoute() | order.AnnounceDelay() | order.TakeBreak() | order.OfferEarly():
            drive.carry_out(stage, effect)
        case (
            order.Reschedule()
            | order.Confirm()
            | order.CancelDelivery()
            | order.SaveInstructions()
            | order.AgreeEarly()
        ):
            _change(stage, effect)
        case _:
            assert_never(effect)


def _say(stage: Stage, say: order.Say) -> None:
    context = stage.snapshot.context
    view = None if say.delivery is None else context.delivery(say.delivery)
    destination = write_message.to_scene(
        stage.scene, language=context.language, zone=view.zone if view else stage.scene.brand.zone
    )
    if view is not None and view.eta is not None and say.key.startswith(_PROMISING):
        _remember_promise(stage, view, say.data.get("window"))
    if say.kind is MessageKind.RATING and say.delivery is not None:
        run(stage.session, _ASKED, delivery=say.delivery, at=stage.now)
    write_message.write(
        stage.session,
        stage.services,
        destination,
        key=say.key,
        data=say.data,
        cause=Cause(say.kind, say.delivery, None, say.not_after),
    )


_PROMISING = ("day/", "reminder/", "tracking/")
_PROMISE = update(Delivery).where(Delivery.id == bindparam("delivery"))
_PROMISE = _PROMISE.values(promised_start=bindparam("start"), promised_end=bindparam("end"))
_ASKED = update(Delivery).where(Delivery.id == bindparam("delivery")).values(rating_asked_at=bindparam("at"))


def _remember_promise(stage: Stage, view: DeliveryView, told: Value | None) -> None:
    # What the recipient reads as coming is what the next notice is measured against.
    if isinstance(told, Window) and told != view.promised:
        run(stage.session, _PROMISE, delivery=view.id, start=told.start, end=told.end)


def _rate(stage: Stage, effect: order.RecordRating | order.RecordComment) -> None:
    if isinstance(effect, order.RecordComment):
        stage.session.execute(
            update(Rating)
            .where(Rating.delivery_id == effect.delivery)
            .values(comment=effect.comment, updated_at=stage.now)
        )
        return
    stage.session.execute(
        insert(stage.session, Rating)
        .values(delivery_id=effect.delivery, score=effect.score, created_at=stage.now, updated_at=stage.now)
        .on_conflict_do_update(index_elements=["delivery_id"], set_={"score": effect.score, "updated_at": stage.now})
    )


def _remember(stage: Stage, effect: order.OptOut | order.OptIn | order.Mute | order.SetLanguage) -> None:
    scene, session = stage.scene, stage.session
    secret, who = stage.services.secret, consent.Who(scene.brand.id, scene.line.channel, scene.address)
    match effect:
        case order.OptOut(delivery):
            consent.stop(session, secret, who, delivery_id=delivery, source="person", now=stage.now)
        case order.OptIn():
            consent.lift(session, secret, who, now=stage.now)
        case order.Mute(until_at):
            session.execute(update(Thread).where(Thread.id == scene.thread_id).values(muted_until=until_at))
        case order.SetLanguage(language):
            session.execute(update(Thread).where(Thread.id == scene.thread_id).values(language=language))


def _change(
    stage: Stage,
    effect: order.Reschedule | order.Confirm | order.CancelDelivery | order.SaveInstructions | order.AgreeEarly,
) -> None:
    session, services = stage.session, stage.services
    match effect:
        case order.Reschedule(delivery, window):
            change_delivery.move(session, services, delivery, window, by="recipient")
        case order.Confirm(delivery):
            session.execute(update(Delivery).where(Delivery.id == delivery).values(confirmed_at=stage.now))
        case order.CancelDelivery(delivery):
            report = change_delivery.Report(CustodyKind.CANCELLED, stage.now, "recipient")
            change_delivery.record(session, services, delivery, report, quietly=True)
        case order.SaveInstructions(delivery, text):
            change_delivery.instruct(session, services, delivery, text)
        case order.AgreeEarly(delivery, minutes, agreed):
            if agreed:
                change_delivery.agree_early(session, delivery, minutes)
