"""A small world in memory around the core: fills the context, carries out effects, keeps timers, renders texts.

State is encoded and decoded around every step, as a database would. Nothing here decides what is said.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.rendering.catalogue import Catalogue
from conversations import codec, effects, router
from conversations import events as happened
from conversations.context import BindingView, BrandView, Context, DeliveryView, SentView
from conversations.effects import Effect
from conversations.events import Event, TimerFired, TimerName
from conversations.state import ThreadState
from conversations.understanding.reading import Role
from delivery import slots
from delivery.addresses import without_contacts
from delivery.status import CustodyKind, Status, after

CATALOGUE = Catalogue.load(Path(__file__).parents[2] / "templates" / "messages")


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that reached a person, or was done: kind is "bot", "relay" or "does"."""

    kind: str
    to: str
    text: str
    key: str = ""


@dataclass(slots=True)
class Thread:
    """One person on one line: the stored state, its version, and the timers with the version that started them."""

    stored: str = field(default_factory=lambda: codec.encode(ThreadState()))
    version: int = 0
    timers: dict[TimerName, tuple[datetime, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Person:
    """What is remembered of a person besides the threads."""

    language: str
    opted_out: bool = False
    muted_until: datetime | None = None
    recent: list[SentView] = field(default_factory=list)


@dataclass(slots=True)
class World:
    """Brand, hour, deliveries and their owners, talks, people and threads."""

    brand: BrandView
    now: datetime
    language: str = "en"
    deliveries: dict[int, DeliveryView] = field(default_factory=dict)
    owners: dict[int, str] = field(default_factory=dict)
    talks: dict[int, datetime] = field(default_factory=dict)
    closed_talks: set[int] = field(default_factory=set)
    people: dict[str, Person] = field(default_factory=dict)
    threads: dict[tuple[str, int | None], Thread] = field(default_factory=dict)
    on_break: bool = False
    heard: list[Heard] = field(default_factory=list)

    def happen(self, who: str, event: Event, *, on_line: int | None = None) -> None:
        """Let an event happen on a person's thread and carry out what follows."""
        thread = self.threads.setdefault((who, on_line), Thread())
        context = self.context(who, on_line=on_line)
        decoded = codec.decode(thread.stored)
        assert not decoded.unreadable
        state, ordered = router.step(decoded.state, event, context)
        thread.stored = codec.encode(state)
        assert codec.decode(thread.stored).state == state
        thread.version += 1
        for effect in ordered:
            self._carry_out(effect, who, thread)

    def pass_time(self, span: timedelta) -> None:
        """Let time pass and fire every timer that comes due and is not void."""
        until = self.now + span
        while (due := self._next_timer(until)) is not None:
            due_at, (who, on_line), name = due
            self.now = max(self.now, due_at)
            version = self.threads[who, on_line].timers.pop(name)[1]
            if version == self.threads[who, on_line].version:
                self.happen(who, TimerFired(name), on_line=on_line)
        self.now = until

    def person(self, who: str) -> Person:
        """Find what is remembered of a person."""
        return self.people.setdefault(who, Person(self.language))

    def find(self, tracking_number: str) -> DeliveryView:
        """Find a delivery by its tracking number."""
        return next(view for view in self.deliveries.values() if view.tracking_number == tracking_number)

    def context(self, who: str, *, on_line: int | None = None) -> Context:
        """Fill the snapshot for one step."""
        is_driver, person = who == "driver", self.person(who)
        own = [self._seen(view) for view in self.deliveries.values() if is_driver or self.owners[view.id] == who]
        if not is_driver:
            own.sort(key=_to_come_first)
        tags = {view.id: view.tag for view in own}
        bindings = tuple(
            BindingView(number, is_driver and on_line is not None and tags[number] == on_line, at)
            for number, at in self.talks.items()
            if number in tags
        )
        late = any(
            tags.get(number) == on_line if on_line else not is_driver for number in self.closed_talks & set(tags)
        )
        return Context(
            now=self.now,
            role=Role.DRIVER if is_driver else Role.CUSTOMER,
            brand=self.brand,
            language=person.language,
            deliveries=tuple(own),
            public_statuses={v.tracking_number: v.status for v in self.deliveries.values() if self.owners[v.id] != who},
            bindings=bindings,
            late_binding=late and not (bindings and on_line is None),
            recent=tuple(person.recent[-3:]),
            opted_out=person.opted_out,
            muted=person.muted_until is not None and self.now < person.muted_until,
            on_break=self.on_break,
        )

    def _seen(self, view: DeliveryView) -> DeliveryView:
        may_move = view.window is not None and slots.may_move(
            view.window, status=view.status, zone=view.zone, now=self.now
        )
        offers = slots.offer(self.now, view.zone, view.window, days=10) if view.window and may_move else ()
        is_rateable = view.status is Status.DELIVERED and view.score is None
        return replace(view, offers=offers, rateable=is_rateable, can_cancel=view.status is Status.SCHEDULED)

    def _next_timer(self, until: datetime) -> tuple[datetime, tuple[str, int | None], TimerName] | None:
        due = [
            (due_at, key, name)
            for key, thread in self.threads.items()
            for name, (due_at, _) in thread.timers.items()
            if due_at <= until
        ]
        return min(due, key=lambda found: found[0], default=None)

    def _say(self, to: str, key: str, data: object) -> None:
        said = effects.Say(key, data)  # type: ignore[arg-type]
        person = self.person(to)
        rendered = CATALOGUE.render(
            key,
            said.data,
            language=person.language,
            zone=self.brand.zone,
            now=self.now,
            channel="sms",
            brand=self.brand.name,
        )
        person.recent.append(SentView(self.now, rendered.text))
        self.heard.append(Heard("bot", to, rendered.text, key))

    def _carry_out(self, effect: Effect, who: str, thread: Thread) -> None:
        match effect:
            case effects.Say():
                self._say(who, effect.key, effect.data)
            case effects.Tell():
                self._say(self._side(effect.to, effect.delivery), effect.key, effect.data)
            case effects.Relay():
                self.talks[effect.delivery] = self.now
                to = self._side(effect.to, effect.delivery)
                self.heard.append(Heard("relay", to, without_contacts(effect.text)))
            case effects.CloseRelay():
                self.close_talk(effect.delivery)
            case effects.StartTimer():
                thread.timers[effect.name] = (effect.due_at, thread.version)
            case effects.CancelTimer():
                thread.timers.pop(effect.name, None)
            case effects.SetLanguage():
                self.person(who).language = effect.language
            case _:
                self._do(effect, who)

    def close_talk(self, number: int) -> None:
        """End the talk about a delivery."""
        if self.talks.pop(number, None) is not None:
            self.closed_talks.add(number)

    def _side(self, role: Role, number: int) -> str:
        return "driver" if role is Role.DRIVER else self.owners[number]

    def _do(self, effect: Effect, who: str) -> None:
        detail = ""
        match effect:
            case effects.OpenCase():
                detail = effect.kind.value
            case effects.RecordRating():
                detail = str(effect.score)
                self.change(effect.delivery, score=effect.score)
            case effects.RecordComment():
                detail = effect.comment
            case effects.Reschedule():
                detail = self.deliveries[effect.delivery].tracking_number
                self.change(effect.delivery, window=effect.window, promised=None, status=Status.SCHEDULED)
            case effects.Confirm():
                self.change(effect.delivery, confirmed=True)
            case effects.CancelDelivery():
                self.change(effect.delivery, status=Status.CANCELLED)
            case effects.SaveInstructions():
                detail = effect.text
                self.change(effect.delivery, instructions=effect.text)
            case effects.AgreeEarly():
                detail = "yes" if effect.agreed else "no"
            case effects.OptOut(delivery=None):
                self.person(who).opted_out = True
            case effects.OptOut(delivery=int(number)):
                detail = self.deliveries[number].tracking_number
                self.change(number, stopped=True)
            case effects.OptIn():
                self.person(who).opted_out = False
            case effects.Mute():
                self.person(who).muted_until = effect.until_at
            case effects.AnnounceDelay():
                detail = str(effect.minutes)
            case effects.TakeBreak():
                self.on_break = effect.begins
            case effects.RecordStop():
                detail = effect.kind.value
            case _:
                pass
        self.heard.append(Heard("does", "", f"{type(effect).__name__} {detail}".strip()))
        self._follow(effect)

    def change(self, number: int, **values: object) -> None:
        """Change what is known of a delivery."""
        self.deliveries[number] = replace(self.deliveries[number], **values)  # type: ignore[arg-type]

    def _follow(self, effect: Effect) -> None:
        """Let a driver's act happen to the people it concerns."""
        match effect:
            case effects.RecordStop():
                self.report(effect.delivery, effect.kind, effect.note)
            case effects.StartRoute():
                for number, view in tuple(self.deliveries.items()):
                    if view.status is Status.SCHEDULED:
                        self.report(number, CustodyKind.OUT_FOR_DELIVERY, None)
            case effects.OfferEarly():
                self.happen(self.owners[effect.delivery], happened.EarlyOffered(effect.delivery, effect.minutes))
            case _:
                pass

    def report(self, number: int, kind: CustodyKind, note: str | None) -> None:
        """Let something happen to a delivery and tell its recipient."""
        view = self.deliveries[number]
        self.change(number, status=after(view.status, kind), failed_reason=note or view.failed_reason)
        if kind is CustodyKind.DELIVERED:
            self.change(number, completed_at=self.now, failed_reason=None)
        fact = FACTS.get(kind)
        if fact is not None:
            self.happen(self.owners[number], fact(number))


def _to_come_first(view: DeliveryView) -> tuple[bool, float]:
    is_over = view.status in (Status.DELIVERED, Status.CANCELLED)
    return is_over, view.window.start.timestamp() if view.window else float("inf")


FACTS: dict[CustodyKind, Callable[[int], Event]] = {
    CustodyKind.OUT_FOR_DELIVERY: happened.WentOutForDelivery,
    CustodyKind.ARRIVED: happened.DriverArriving,
    CustodyKind.DELIVERED: happened.DeliveryCompleted,
    CustodyKind.FAILED: happened.DeliveryFailed,
    CustodyKind.CANCELLED: happened.DeliveryCancelled,
}
