"""Who may be written to: stop, start, help, one delivery only, and quiet for a while. Always answered first.

After a stop there is one confirmation and then silence until a start, but for HELP, which carriers want answered; where
the carrier answered, we only record.
"""

from datetime import datetime, time, timedelta

from conversations import stops
from conversations.candidates import named
from conversations.context import Context, DeliveryView
from conversations.effects import CloseRelay, Effect, Mute, OptIn, OptOut, Say, Tell, Timed
from conversations.state import ThreadState
from conversations.turn import Heard
from conversations.understanding.consent import AT_HOURS, HELP_WORD
from conversations.understanding.reading import Intent, Role
from delivery.messages import MessageKind
from delivery.windows import at_local, local

MUTED_UNTIL = time(8)
HELP_AFTER_STOP = "consent/help_stopped"


def hear(
    thread: ThreadState, carrier_word: str | None, heard: Heard, context: Context
) -> tuple[ThreadState, tuple[Effect, ...]] | None:
    """Answer a text about consent, or record what the carrier answered; None when it is about something else."""
    if carrier_word is not None and (effects := _carrier(carrier_word, heard, context)) is not None:
        return (ThreadState(asked=thread.asked) if carrier_word == "stop" else thread), effects
    match heard.reading.intent:
        case Intent.STOP if one := named(heard, context):
            return thread, tuple(effect for view in one for effect in stop_one(view))
        case Intent.STOP:
            return ThreadState(asked=thread.asked), () if context.opted_out else stop(heard, context)
        case Intent.START:
            return thread, start(context)
        case Intent.HELP if context.opted_out and HELP_WORD in heard.reading.because:
            return thread, (_help_after_stop(context),)
        case _:
            return None


def stop(heard: Heard, context: Context) -> tuple[Effect, ...]:
    """Stop all messages, with the one confirmation; a bare CANCEL is told how to cancel a delivery instead."""
    is_cancel = heard.text.strip(" .!").casefold() in ("cancel", "cancelar", "annuler")
    key = "consent/stopped_by_cancel" if is_cancel else "consent/stopped"
    return *_stopped(context), Say(key, kind=MessageKind.CONSENT)


def stop_one(view: DeliveryView) -> tuple[Effect, ...]:
    """Stop the messages about one delivery."""
    said = Say(
        "consent/stopped_one", {"tracking_number": view.tracking_number}, kind=MessageKind.CONSENT, delivery=view.id
    )
    return OptOut(view.id), said


def start(context: Context) -> tuple[Effect, ...]:
    """Allow messages again."""
    return OptIn(), Say("consent/started", kind=MessageKind.CONSENT)


def help_(context: Context) -> Say:
    """Say who we are, what this number can do, and how to stop."""
    if context.brand.support is None:
        return Say("consent/help")
    return Say("consent/help_support", {"support": context.brand.support})


def _help_after_stop(context: Context) -> Say:
    """Answer HELP even after a stop, as carriers require: who this is, and how to hear from us again."""
    if context.brand.support is None:
        return Say(HELP_AFTER_STOP, kind=MessageKind.CONSENT)
    return Say(f"{HELP_AFTER_STOP}_support", {"support": context.brand.support}, kind=MessageKind.CONSENT)


def mute(heard: Heard, context: Context) -> tuple[Effect, ...]:
    """Say nothing unasked until the morning of the day that the text names, else of tomorrow.

    Who only wants certain hours left out is told the brand's, and how to have silence at once.
    """
    if AT_HOURS in heard.reading.because:
        return (_hours(context),)
    until_at = _until(heard, context)
    return Mute(until_at), Say("consent/muted", {"until": until_at})


def _carrier(word: str, heard: Heard, context: Context) -> tuple[Effect, ...] | None:
    """Record what the carrier understood and answered; None when the text must still be answered by us.

    Carriers take "yes" for a start: from somebody who never stopped it is an answer like any other.
    """
    if word == "stop":
        return () if context.opted_out else _stopped(context)
    if word == "start" and not context.opted_out and heard.reading.intent is not Intent.START:
        return None
    return (OptIn(),) if word == "start" else ()


def _stopped(context: Context) -> tuple[Effect, ...]:
    ended: list[Effect] = []
    if context.role is Role.CUSTOMER:
        for binding in context.bindings:
            view = context.delivery(binding.delivery)
            if view is not None:
                told = Tell(Role.DRIVER, "driver/customer_stopped", view.id, {"stop": stops.label(view)})
                ended += [CloseRelay(view.id), told]
    return OptOut(), *ended


def _hours(context: Context) -> Say:
    quiet = context.brand.quiet
    if quiet is None or quiet.start == quiet.end:
        return Say("consent/hours_open")
    zone = context.brand.zone
    today = local(context.now, zone).date()
    begins, ends = (Timed(at_local(today, wall, zone), zone) for wall in (quiet.start, quiet.end))
    return Say("consent/hours", {"begins": begins, "ends": ends})


def _until(heard: Heard, context: Context) -> datetime:
    zone = context.brand.zone
    today = local(context.now, zone).date()
    wished = heard.reading.when.date if heard.reading.when else None
    day = wished if wished is not None and wished > today else today + timedelta(days=1)
    return at_local(day, MUTED_UNTIL, zone)
