"""What happens in the small world of chat_world.py: events, passing time, and the effects that follow.

State is encoded and decoded around every step, as a database would.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.cli.chat_world import CATALOGUE, Heard, Thread, World
from conversations import codec, effects, router
from conversations import events as happened
from conversations.context import SentView
from conversations.effects import Effect, Value
from conversations.events import Event, TimerFired
from delivery.addresses import without_contacts
from delivery.status import CustodyKind, Status, after

FACTS: dict[CustodyKind, Callable[[int], Event]] = {
    CustodyKind.OUT_FOR_DELIVERY: happened.WentOutForDelivery,
    CustodyKind.ARRIVED: happened.DriverArriving,
    CustodyKind.DELIVERED: happened.DeliveryCompleted,
    CustodyKind.FAILED: happened.DeliveryFailed,
    CustodyKind.CANCELLED: happened.DeliveryCancelled,
}


def happen(world: World, who: str, event: Event, *, on_line: int | None = None) -> None:
    """Let an event happen on a person's thread and carry out what follows."""
    thread = world.threads.setdefault((who, on_line), Thread())
    context = world.context(who, on_line=on_line)
    state, ordered = router.step(codec.decode(thread.stored).state, event, context)
    thread.stored = codec.encode(state)
    thread.version += 1
    for effect in ordered:
        _carry_out(world, effect, who, thread)


def pass_time(world: World, span: timedelta) -> None:
    """Let time pass and fire every timer that comes due and is not void."""
    until = world.now + span
    while (due := world.next_timer(until)) is not None:
        due_at, (who, on_line), name = due
        world.now = max(world.now, due_at)
        thread = world.threads[who, on_line]
        if thread.timers.pop(name)[1] == thread.version:
            happen(world, who, TimerFired(name), on_line=on_line)
    world.now = until


def report(world: World, number: int, kind: CustodyKind, note: str | None) -> None:
    """Let something happen to a delivery and tell its recipient. Raises MoveNotAllowed."""
    view = world.deliveries[number]
    world.change(number, status=after(view.status, kind), failed_reason=note or view.failed_reason)
    if kind is CustodyKind.DELIVERED:
        world.change(number, completed_at=world.now, failed_reason=None)
    fact = FACTS.get(kind)
    if fact is not None:
        happen(world, world.owners[number], fact(number))


def _depart(world: World) -> None:
    """Let everything planned leave on the van; each recipient is told once of all of theirs."""
    aboard: dict[str, list[int]] = {}
    for number, view in tuple(world.deliveries.items()):
        if view.status is Status.SCHEDULED:
            world.change(number, status=Status.OUT_FOR_DELIVERY)
            aboard.setdefault(world.owners[number], []).append(number)
    for who, (first, *others) in aboard.items():
        happen(world, who, happened.WentOutForDelivery(first, tuple(others)))


def _say(world: World, to: str, key: str, data: Mapping[str, Value]) -> None:
    person = world.person(to)
    rendered = CATALOGUE.render(
        key,
        data,
        language=person.language,
        zone=world.brand.zone,
        now=world.now,
        channel="sms",
        brand=world.brand.name,
    )
    if not key.startswith("verify/"):
        person.recent.append(SentView(world.now, rendered.text))
    world.heard.append(Heard("bot", to, rendered.text, key))


def _carry_out(world: World, effect: Effect, who: str, thread: Thread) -> None:
    match effect:
        case effects.Say():
            _say(world, who, effect.key, effect.data)
        case effects.Tell():
            _say(world, world.side(effect.to, effect.delivery), effect.key, effect.data)
        case effects.Relay():
            world.talks[effect.delivery] = world.now
            to = world.side(effect.to, effect.delivery)
            world.heard.append(Heard("relay", to, without_contacts(effect.text)))
        case effects.CloseRelay():
            world.close_talk(effect.delivery)
        case effects.StartTimer():
            thread.timers[effect.name] = (effect.due_at, thread.version)
        case effects.CancelTimer():
            thread.timers.pop(effect.name, None)
        case effects.SetLanguage():
            world.person(who).language = effect.language
        case _:
            detail = _detail(world, effect)
            _change(world, effect, who)
            world.heard.append(Heard("does", "", f"{type(effect).__name__} {detail}".strip()))
            _follow(world, effect)


def _detail(world: World, effect: Effect) -> str:
    """Name the value of an effect that matters most."""
    match effect:
        case effects.OpenCase(kind=kind) | effects.RecordStop(kind=kind):
            return kind.value
        case effects.RecordRating(score=number) | effects.AnnounceDelay(minutes=number):
            return str(number)
        case effects.RecordComment(comment=words) | effects.SaveInstructions(text=words):
            return words
        case effects.Reschedule(delivery=number) | effects.OptOut(delivery=int(number)):
            return world.deliveries[number].tracking_number
        case effects.AgreeEarly(agreed=agreed):
            return "yes" if agreed else "no"
        case _:
            return ""


def _change(world: World, effect: Effect, who: str) -> None:
    match effect:
        case effects.RecordRating(number, score):
            world.change(number, score=score)
        case effects.Reschedule(number, window):
            world.change(number, window=window, promised=None, status=Status.SCHEDULED)
        case effects.Confirm(number):
            world.change(number, confirmed=True)
        case effects.CancelDelivery(number):
            world.change(number, status=Status.CANCELLED)
        case effects.SaveInstructions(number, text):
            world.change(number, instructions=text)
        case effects.OptOut(None):
            world.person(who).opted_out = True
        case effects.OptOut(int(number)):
            world.change(number, stopped=True)
        case effects.OptIn():
            world.person(who).opted_out = False
        case effects.Mute(until_at):
            world.person(who).muted_until = until_at
        case effects.TakeBreak(begins):
            world.on_break = begins
        case _:
            pass


def _follow(world: World, effect: Effect) -> None:
    """Let a driver's act happen to the people it concerns."""
    match effect:
        case effects.RecordStop():
            report(world, effect.delivery, effect.kind, effect.note)
        case effects.StartRoute():
            _depart(world)
        case effects.OfferEarly():
            happen(world, world.owners[effect.delivery], happened.EarlyOffered(effect.delivery, effect.minutes))
        case _:
            pass
