"""The same people everywhere: Ann awaits deliveries, Sam drives them; builders are valid by default.

Readings are made by hand here, so that these tests say what a dialogue does and not how a text is understood.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from conversations import customer, driver, router
from conversations.context import BindingView, BrandView, Context, DeliveryView
from conversations.effects import CancelTimer, Effect, Say, StartTimer, Tell
from conversations.events import MessageReceived
from conversations.state import Dialogue, ThreadState
from conversations.turn import Heard
from conversations.understanding.reading import Intent, Reading, Role, When
from delivery.eta import Eta
from delivery.status import Status
from delivery.windows import Window

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # Monday noon in New York
LATER = NOW + timedelta(hours=24)
TODAY = Window(NOW + timedelta(hours=1), NOW + timedelta(hours=3))
TUESDAY = Window(TODAY.start + timedelta(days=1), TODAY.end + timedelta(days=1))
THURSDAY = Window(TODAY.start + timedelta(days=3), TODAY.end + timedelta(days=3))
FRIDAY = Window(TODAY.start + timedelta(days=4), TODAY.end + timedelta(days=4))
BRAND = BrandView("Acme", "America/New_York", "+1 555 010 0199")
NOBODY = BrandView("Acme", "America/New_York")


def a_delivery(number: int = 1, **changes: object) -> DeliveryView:
    """Build a delivery that is planned for Wednesday and can be moved."""
    view = DeliveryView(
        id=number,
        tracking_number=f"AC-000{number}",
        status=Status.SCHEDULED,
        zone="America/New_York",
        address=f"{number} Elm St",
        window=Window(TODAY.start + timedelta(days=2), TODAY.end + timedelta(days=2)),
        offers=(TUESDAY, THURSDAY, FRIDAY),
        can_cancel=True,
        tag=number,
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def out(number: int = 1, **changes: object) -> DeliveryView:
    """Build a delivery on the van, expected today."""
    values = {"status": Status.OUT_FOR_DELIVERY, "window": TODAY, "offers": (), "can_cancel": False}
    return a_delivery(number, **(values | changes))


def delivered(number: int = 1, **changes: object) -> DeliveryView:
    """Build a delivery that was handed over an hour ago and can be rated."""
    values = {"status": Status.DELIVERED, "completed_at": NOW - timedelta(hours=1), "rateable": True, "offers": ()}
    return a_delivery(number, **(values | changes))


def an_eta(stops_away: int = 3, *, age_s: int | None = 30, live: bool = True, wide: int = 20) -> Eta:
    """Build an estimate of an hour from now."""
    low = NOW + timedelta(minutes=60)
    return Eta(low, low, low + timedelta(minutes=wide), 0.9, stops_away, age_s, live)


def a_context(*deliveries: DeliveryView, **changes: object) -> Context:
    """Build what a step may see of Ann."""
    context = Context(NOW, Role.CUSTOMER, BRAND, "en", deliveries=deliveries)
    return replace(context, **changes)  # type: ignore[arg-type]


def a_route(*deliveries: DeliveryView, **changes: object) -> Context:
    """Build what a step may see of Sam, who drives these stops."""
    return a_context(*deliveries, role=Role.DRIVER, **changes)


def a_talk(number: int = 1, *, own_line: bool = False, minutes_ago: int = 5) -> BindingView:
    """Build an open talk about a delivery."""
    return BindingView(number, own_line, NOW - timedelta(minutes=minutes_ago))


def heard(intent: Intent, text: str = "some words", **found: object) -> Heard:
    """Build a text that means this."""
    reading = Reading(intent, 0.9, "en")
    return Heard(text, replace(reading, **found))  # type: ignore[arg-type]


def on(day: date, start: time | None = None, end: time | None = None) -> When:
    """Build an unambiguous time."""
    return When(day, start, end, False, "then")


def hear(dialogue: Dialogue, words: Heard, context: Context) -> tuple[Dialogue, tuple[Effect, ...]]:
    """Let Ann or Sam say something in a situation; answers the next one and the effects."""
    answer = customer.hear if context.role is Role.CUSTOMER else driver.hear
    state, effects = answer(ThreadState(dialogue), words, context)
    return state.dialogue, effects


def text(state: ThreadState, words: str, context: Context, **how: object) -> tuple[ThreadState, tuple[Effect, ...]]:
    """Let a text arrive and be understood; timers are left out of what follows."""
    event = replace(MessageReceived(words), **how)  # type: ignore[arg-type]
    after, effects = router.step(state, event, context)
    return after, untimed(effects)


def untimed(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """Leave the timers out."""
    return tuple(effect for effect in effects if not isinstance(effect, StartTimer | CancelTimer))


def said(effects: tuple[Effect, ...]) -> list[str]:
    """List the keys that the person of the thread is told."""
    return [effect.key for effect in effects if isinstance(effect, Say)]


def told(effects: tuple[Effect, ...]) -> list[str]:
    """List the keys that the other side is told."""
    return [effect.key for effect in effects if isinstance(effect, Tell)]


def done(effects: tuple[Effect, ...]) -> list[Effect]:
    """List the effects that are neither words of ours nor timers."""
    return [effect for effect in effects if not isinstance(effect, Say | Tell | StartTimer | CancelTimer)]
