"""A small world in memory around the core: brand, hour, deliveries, talks, people and their threads.

It fills the context that a step may see; what follows from a step is in chat_play.py. Nothing here decides what is
said. `doorstep chat` lives in it, and so do the transcripts of the tests.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.rendering.catalogue import Catalogue
from conversations import codec
from conversations.context import BindingView, BrandView, Context, DeliveryView, SentView
from conversations.events import TimerName
from conversations.state import ThreadState
from conversations.understanding.reading import Role
from delivery import slots
from delivery.status import Status

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

    def side(self, role: Role, number: int) -> str:
        """Name the person on a side of a delivery."""
        return "driver" if role is Role.DRIVER else self.owners[number]

    def change(self, number: int, **values: Any) -> None:
        """Change what is known of a delivery."""
        self.deliveries[number] = replace(self.deliveries[number], **values)

    def close_talk(self, number: int) -> None:
        """End the talk about a delivery."""
        if self.talks.pop(number, None) is not None:
            self.closed_talks.add(number)

    def next_timer(self, until: datetime) -> tuple[datetime, tuple[str, int | None], TimerName] | None:
        """Find the timer that comes due first: when, whose, and which."""
        due = [
            (due_at, key, name)
            for key, thread in self.threads.items()
            for name, (due_at, _) in thread.timers.items()
            if due_at <= until
        ]
        return min(due, key=lambda found: found[0], default=None)

    def _seen(self, view: DeliveryView) -> DeliveryView:
        may_move = view.window is not None and slots.may_move(
            view.window, status=view.status, zone=view.zone, now=self.now
        )
        offers = slots.offer(self.now, view.zone, view.window, days=10) if view.window and may_move else ()
        is_rateable = view.status is Status.DELIVERED and view.score is None
        return replace(view, offers=offers, rateable=is_rateable, can_cancel=view.status is Status.SCHEDULED)


def _to_come_first(view: DeliveryView) -> tuple[bool, float]:
    is_over = view.status in (Status.DELIVERED, Status.CANCELLED)
    return is_over, view.window.start.timestamp() if view.window else float("inf")
