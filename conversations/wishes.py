"""What a customer may want of us unasked, and which dialogue serves it.

A wish about a delivery is served when there is no doubt which one is meant; else we ask.
"""

from collections.abc import Callable, Mapping

from conversations import (
    cancellation,
    candidates,
    choosing,
    claims,
    consent,
    handover,
    hints,
    instructions,
    rating,
    relay,
    reschedule,
    tracking,
)
from conversations.choosing import Choosing
from conversations.context import Context, DeliveryView
from conversations.effects import Effect, Say
from conversations.state import Dialogue
from conversations.turn import Heard, Idle
from conversations.understanding import reading, words
from conversations.understanding.reading import Intent

Turn = tuple[Dialogue, tuple[Effect, ...]]
Service = Callable[[DeliveryView, Heard, Context], Turn]

ANSWERED_AT_ONCE = 3
_GREETING = words.phrases(
    (r"hi+|hello+|hey+|hiya|good (?:morning|afternoon|evening)|hola+|buen[oa]s|bonjour|bonsoir|salut|coucou",)
)
ABOUT_ONE = "no more messages about one delivery"  # as the understanding names its rule


def serve(heard: Heard, context: Context) -> Turn | None:
    """Serve what a text asks for; None when it asks for nothing we know."""
    match heard.reading.intent:
        case Intent.CONTACT_HUMAN:
            return handover.ask_for_person(heard, context)
        case Intent.COMPLAINT:
            return Idle(), claims.complaint(heard, context)
        case Intent.FORGET_ME:
            return Idle(), claims.forget(heard)
        case Intent.MUTE if not _is_about_one(heard, context):
            return Idle(), consent.mute(heard, context)
        case Intent.SMALLTALK:
            return Idle(), (Say("smalltalk/hello" if _is_greeting(heard) else "smalltalk/reply"),)
        case Intent.CONFIRM | Intent.DENY | Intent.NO_COMMENT:
            return Idle(), (Say("smalltalk/fine"),)
        case intent if intent in _SERVICES:
            return _about_a_delivery(intent, heard, context)
        case _:
            return None


def go_on(state: Choosing, view: DeliveryView, context: Context) -> Turn:
    """Go on with the wish that raised the question which delivery is meant."""
    kept = Heard(state.text, reading.read(state.text, hints=hints.build(Idle(), context)))
    return _SERVICES.get(state.purpose, tracking.tell)(view, kept, context)


def go_on_with_all(state: Choosing, context: Context) -> Turn | None:
    """Go on with the wish for everything in the list; None where each would raise a question of its own."""
    views = [view for number in state.candidates if (view := context.delivery(number)) is not None]
    turns = [go_on(state, view, context) for view in views[:ANSWERED_AT_ONCE]]
    if not turns or not all(isinstance(dialogue, Idle) for dialogue, _ in turns):
        return None
    return Idle(), tuple(effect for _, effects in turns for effect in effects)


def talk(heard: Heard, context: Context) -> Turn:
    """Pass words on in the open talk with the driver; with several talks open, ask for which."""
    views = tuple(view for view in context.deliveries if any(open_.delivery == view.id for open_ in context.bindings))
    named = tuple(view for view in candidates.named(heard, context) if view in views)
    meant = named or candidates.lately(heard, views) or views
    if len(meant) == 1:
        return relay.go_on(meant[0], heard, context)
    if not views:
        return Idle(), relay.closed(context)
    return choosing.ask(Intent.RELAY, heard, meant[: candidates.LISTED], context)


def where(heard: Heard, context: Context, *, may_ask: bool) -> Turn:
    """Answer where things are: what the text names, else the one delivery; several are asked about where we may ask."""
    foreign = candidates.foreign_numbers(heard, context)[:ANSWERED_AT_ONCE]
    named = candidates.named(heard, context)[:ANSWERED_AT_ONCE]
    if foreign or named:
        own = (tracking.answer(view, context) for view in named)
        return Idle(), (*own, *(tracking.public(number, context) for number in foreign))
    views = candidates.find(Intent.TRACK, heard, context)
    if not views:
        return Idle(), (tracking.nothing(context),)
    if may_ask and len(views) > 1:
        return choosing.ask(Intent.TRACK, heard, views, context)
    return Idle(), tuple(tracking.answer(view, context) for view in views[:ANSWERED_AT_ONCE])


def _about_a_delivery(intent: Intent, heard: Heard, context: Context) -> Turn:
    foreign = candidates.foreign_numbers(heard, context)
    if foreign and not candidates.named(heard, context):
        return where(heard, context, may_ask=False)
    views = candidates.find(intent, heard, context)
    if not views:
        return Idle(), (tracking.nothing(context),)
    if len(views) > 1:
        return choosing.ask(intent, heard, views, context)
    return _SERVICES[intent](views[0], heard, context)


def _is_about_one(heard: Heard, context: Context) -> bool:
    """Tell whether a wish for quiet means one delivery: it gives its number, or "this parcel" was understood."""
    return bool(candidates.named(heard, context)) or ABOUT_ONE in heard.reading.because


def _is_greeting(heard: Heard) -> bool:
    """Tell whether a courtesy begins a talk rather than ends it."""
    return _GREETING.match(words.fold(words.tidy(heard.text))) is not None


def _stop_one(view: DeliveryView, heard: Heard, context: Context) -> Turn:
    return Idle(), consent.stop_one(view)


_SERVICES: Mapping[Intent, Service] = {
    Intent.TRACK: tracking.tell,
    Intent.RESCHEDULE: reschedule.start,
    Intent.INSTRUCTIONS: instructions.start,
    Intent.CHANGE_ADDRESS: claims.change_address,
    Intent.CANCEL_DELIVERY: cancellation.start,
    Intent.CONTACT_DRIVER: relay.start,
    Intent.RELAY: relay.go_on,
    Intent.RATING: rating.given,
    Intent.NOT_RECEIVED: claims.not_received,
    Intent.PROOF: claims.proof,
    Intent.MUTE: _stop_one,
}
