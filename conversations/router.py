"""The one entry to all dialogues: a thread's state and an event in, the next state and the effects out.

Order: what ran out, consent, the role, then the dialogues; at the end the question whose turn it is, and the timers.
Never raises for any text, event or context.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from conversations import (
    consent,
    customer,
    delivery_day,
    driver,
    driver_states,
    early,
    follow_up,
    handover,
    hints,
    rating,
    reminders,
    state,
    waiting,
)
from conversations.context import Context
from conversations.effects import CancelTimer, Effect, OptIn, Say, SetLanguage, StartTimer
from conversations.events import (
    CaseClosed,
    DeliveryCancelled,
    DeliveryCompleted,
    DeliveryDelayed,
    DeliveryFact,
    DeliveryFailed,
    DriverApproached,
    DriverArriving,
    EarlyOffered,
    Event,
    MessageReceived,
    RatingDue,
    ReminderDue,
    TimerFired,
    TimerName,
    WentOutForDelivery,
)
from conversations.handover import WithPerson
from conversations.state import ThreadState
from conversations.turn import Heard, Idle
from conversations.understanding import reading
from conversations.understanding.reading import Role
from delivery import tracking_numbers
from delivery.messages import MessageKind
from delivery.reminders import ReminderKind
from delivery.status import Status

Step = tuple[ThreadState, tuple[Effect, ...]]

LOOK_AGAIN = timedelta(minutes=30)
SURE_OF_LANGUAGE = 0.6
_OVER = frozenset({Status.DELIVERED, Status.CANCELLED})


def step(before: ThreadState, event: Event, context: Context) -> Step:
    """Answer one event on a thread."""
    thread, ran_out = _ran_out(before, context)
    after, effects = _handled(thread, event, context)
    effects = (*ran_out, *effects)
    if context.opted_out and OptIn() not in effects:
        after, effects = _silenced(after, effects)
    after, asked = waiting.ask_next(after, effects, context)
    mentioned = follow_up.remember(thread.mentioned, event, (*effects, *asked), context)
    after = replace(after, mentioned=mentioned)
    return after, (*effects, *asked, *_timers(before, after, event, context))


def _ran_out(before: ThreadState, context: Context) -> Step:
    """End a dialogue whose time is over, even where its timer is late."""
    dialogue = before.dialogue
    ends_at = state.deadline(dialogue)
    if ends_at is None or context.now < ends_at:
        return before, ()
    thread = replace(before, dialogue=Idle(), misunderstood=0)
    match dialogue:
        case early.AwaitingEarlyAnswer():
            return thread, early.expired(dialogue, context)
        case driver_states.ChoosingStop() | driver_states.AskingReason():
            return thread, driver.expired(dialogue, context)
        case _:
            return thread, ()


def _handled(thread: ThreadState, event: Event, context: Context) -> Step:
    match event:
        case MessageReceived():
            return _message(thread, event, context)
        case TimerFired():
            return thread, ()
        case ReminderDue():
            return _reminded(thread, event, context)
        case RatingDue(delivery=number):
            return waiting.add(thread, rating.Invitation(number), context), ()
        case EarlyOffered(delivery=number, minutes=minutes):
            offer = early.Offer(number, minutes, context.now + early.STAYS_OPEN)
            return waiting.add(thread, offer, context), ()
        case CaseClosed():
            return _case_closed(thread, event, context)
        case (
            WentOutForDelivery()
            | DriverApproached()
            | DriverArriving()
            | DeliveryDelayed()
            | DeliveryCompleted()
            | DeliveryFailed()
            | DeliveryCancelled()
        ):
            return _fact(thread, event, context)
        case _:
            assert_never(event)


def _message(thread: ThreadState, event: MessageReceived, context: Context) -> Step:
    text = tracking_numbers.spelled(event.text, known=_known_numbers(context))
    lately = follow_up.meant(thread.mentioned, event.text, context)
    heard = Heard(event.text, reading.read(text, hints=hints.build(thread.dialogue, context)), lately)
    if (step := consent.hear(thread, event.carrier_consent, heard, context)) is not None:
        return step
    if context.opted_out and context.role is Role.CUSTOMER:
        return thread, handover.silent_case(heard)
    if not event.text.strip():
        is_seen = event.media == 0 or isinstance(thread.dialogue, WithPerson)
        return thread, () if is_seen else (Say("unclear/picture"),)
    match context.role:
        case Role.CUSTOMER:
            after, effects = customer.hear(thread, heard, context)
        case Role.DRIVER:
            after, effects = driver.hear(thread, heard, context)
        case _:
            assert_never(context.role)
    return after, (*_language(heard, context), *effects)


def _known_numbers(context: Context) -> tuple[str, ...]:
    """List the tracking numbers that a text may hold in any typing: the person's own, and those that exist."""
    existing = (number for number, status in context.public_statuses.items() if status is not None)
    return (*(view.tracking_number for view in context.deliveries), *existing)


def _language(heard: Heard, context: Context) -> tuple[Effect, ...]:
    """Follow a person who clearly writes in another language; a single word proves nothing."""
    reading_ = heard.reading
    is_clear = reading_.confidence >= SURE_OF_LANGUAGE and len(heard.text.split()) > 1
    return (SetLanguage(reading_.language),) if is_clear and reading_.language != context.language else ()


def _reminded(thread: ThreadState, event: ReminderDue, context: Context) -> Step:
    if context.opted_out or context.muted or context.role is not Role.CUSTOMER:
        return thread, ()
    is_free = waiting.is_free(thread, context) and not thread.waiting
    dialogue, effects = reminders.remind(event.kind, event.deliveries, context, may_ask=is_free)
    if is_free or event.kind is not ReminderKind.DAY_BEFORE:
        return (replace(thread, dialogue=dialogue) if is_free else thread), effects
    return waiting.add(thread, reminders.question(event.deliveries, context), context), effects


def _case_closed(thread: ThreadState, event: CaseClosed, context: Context) -> Step:
    if isinstance(thread.dialogue, WithPerson):
        thread = replace(thread, dialogue=Idle())
    if event.was_low_rating and event.delivery is not None:
        return waiting.add(thread, rating.Invitation(event.delivery, again=True), context), ()
    if context.muted or context.role is not Role.CUSTOMER:
        return thread, ()
    known = event.delivery if event.delivery is not None and context.delivery(event.delivery) else None
    return thread, (Say("claim/closed", kind=MessageKind.CASE, delivery=known),)


def _fact(thread: ThreadState, fact: DeliveryFact, context: Context) -> Step:
    """Tell a fact of the day, and drop the open question where the fact has answered it."""
    if context.role is not Role.CUSTOMER:
        return thread, ()
    view = context.delivery(fact.delivery)
    is_about = fact.delivery in state.deliveries(thread.dialogue)
    is_rating = isinstance(thread.dialogue, rating.AwaitingScore | rating.AwaitingComment)
    if view is not None and view.status in _OVER and is_about and not is_rating:
        thread = replace(thread, dialogue=Idle(), misunderstood=0)
    return thread, delivery_day.tell(fact, context)


def _silenced(after: ThreadState, effects: tuple[Effect, ...]) -> Step:
    """Take every word to the person of this thread out, but the answer to HELP: after a stop only a start ends it."""
    silent = tuple(
        effect for effect in effects if not isinstance(effect, Say) or effect.key.startswith(consent.HELP_AFTER_STOP)
    )
    return replace(after, dialogue=Idle(), waiting=(), misunderstood=0), silent


def _timers(before: ThreadState, after: ThreadState, event: Event, context: Context) -> tuple[Effect, ...]:
    """Start the timers that the next state needs, afresh each time, and cancel those it does not need any more."""
    needed = _needed(after, context)
    fired = event.name if isinstance(event, TimerFired) else None
    over = [name for name in _needed(before, context) if name not in needed and name is not fired]
    return (*map(CancelTimer, over), *(StartTimer(name, due_at) for name, due_at in needed.items()))


def _needed(thread: ThreadState, context: Context) -> dict[TimerName, datetime]:
    ends_at = state.deadline(thread.dialogue)
    if ends_at is not None:
        is_with_person = isinstance(thread.dialogue, WithPerson)
        return {TimerName.PERSON_EXPIRES if is_with_person else TimerName.QUESTION_EXPIRES: ends_at}
    return {TimerName.QUESTION_WAITS: context.now + LOOK_AGAIN} if thread.waiting else {}
