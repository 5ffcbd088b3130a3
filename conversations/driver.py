"""A driver's texts: the answer to our question first, then quick words, then words for a customer.

A quick word without a tag means the next stop that is not served, and the answer says so. Nothing here sends words
to a customer: that is `driver_texts`, which asks when in doubt.
"""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from conversations import driver_acts, driver_texts, stops
from conversations.context import Context
from conversations.driver_states import AskingMinutes, AskingReason, ChoosingStop
from conversations.effects import AnnounceDelay, CaseKind, Effect, OpenCase, Say, StartRoute, TakeBreak
from conversations.state import Dialogue, ThreadState
from conversations.turn import Heard, Idle
from conversations.understanding import answers, words
from conversations.understanding.reading import Intent
from delivery.messages import MessageKind
from delivery.status import Status

Step = tuple[ThreadState, tuple[Effect, ...]]
Turn = tuple[Idle | ChoosingStop | AskingReason | AskingMinutes, tuple[Effect, ...]]

LISTED = 12
MINUTES_STAY_OPEN = timedelta(minutes=20)


def hear(before: ThreadState, heard: Heard, context: Context) -> Step:
    """Answer one text of a driver; thanks to us need no answer, and are not taken for words that make no sense."""
    known = replace(before, misunderstood=0)
    if (turn := _answered(before.dialogue, heard, context)) is not None:
        return replace(known, dialogue=turn[0]), turn[1]
    turn = _quick_word(heard, context) or driver_texts.pass_on(heard, context)
    if turn is not None:
        dialogue = before.dialogue if isinstance(turn[0], Idle) else turn[0]
        return replace(known, dialogue=dialogue), turn[1]
    if not context.bindings and answers.is_courtesy(words.fold(words.tidy(heard.text))):
        return known, ()
    if before.misunderstood:
        case = OpenCase(CaseKind.DRIVER_NOT_UNDERSTOOD, note=heard.text)
        return replace(known, dialogue=before.dialogue), (case, Say("driver/unclear_again"))
    return replace(before, misunderstood=1), (Say("driver/unclear"),)


def expired(dialogue: ChoosingStop | AskingReason, context: Context) -> tuple[Effect, ...]:
    """End a question that the driver left open: words go to nobody, a failed attempt is recorded without its reason."""
    match dialogue:
        case ChoosingStop(text=text):
            return (Say("driver/not_sent", {"text": text}, MessageKind.DRIVER),)
        case AskingReason():
            return driver_acts.failed(dialogue, None, context)
        case _:
            assert_never(dialogue)


def _answered(dialogue: Dialogue, heard: Heard, context: Context) -> Turn | None:
    match dialogue:
        case ChoosingStop():
            return driver_texts.chosen(dialogue, heard, context)
        case AskingReason():
            return driver_acts.reason(dialogue, heard, context)
        case AskingMinutes() if minutes := _minutes(heard):
            return Idle(), _delayed(minutes)
        case _:
            return None


def _quick_word(heard: Heard, context: Context) -> Turn | None:
    match heard.reading.intent:
        case Intent.ARRIVED | Intent.DELIVERED | Intent.FAILED | Intent.EARLY_OFFER as intent:
            return driver_acts.act(intent, heard, context)
        case Intent.DEPARTED:
            return Idle(), _departed(context)
        case Intent.DELAY:
            return _late(heard, context)
        case Intent.BREAK_START | Intent.BREAK_END as intent:
            begins = intent is Intent.BREAK_START
            return Idle(), (TakeBreak(begins), Say("driver/break" if begins else "driver/back"))
        case Intent.NEXT_STOP:
            return Idle(), (_next(context),)
        case Intent.LIST_STOPS:
            return Idle(), (_list(context),)
        case Intent.HELP:
            return Idle(), (Say("driver/help"),)
        case _:
            return None


def _departed(context: Context) -> tuple[Effect, ...]:
    waiting = [view for view in context.deliveries if view.status is Status.SCHEDULED]
    if waiting:
        return StartRoute(), Say("driver/departed", {"count": len(waiting), "stop": stops.line(waiting[0])})
    return (_next(context),)


def _late(heard: Heard, context: Context) -> Turn | None:
    """Take a delay in minutes; "#7 running late" without any are words for that customer."""
    minutes = heard.reading.minutes
    if minutes is not None and minutes > 0:
        return Idle(), _delayed(minutes)
    is_for_one = heard.reading.stop_tag is not None or any(talk.on_this_line for talk in context.bindings)
    if is_for_one:
        return None
    return AskingMinutes(context.now + MINUTES_STAY_OPEN), (Say("driver/late_how"),)


def _minutes(heard: Heard) -> int | None:
    return heard.number or (heard.reading.minutes if heard.reading.intent is Intent.DELAY else None)


def _delayed(minutes: int) -> tuple[Effect, ...]:
    return AnnounceDelay(minutes), Say("driver/late", {"count": minutes})


def _next(context: Context) -> Say:
    left = stops.left(context)
    if not left:
        return Say("driver/all_done")
    data = {"stop": stops.line(left[0])}
    if left[0].instructions is None:
        return Say("driver/next", data)
    return Say("driver/next_note", {**data, "text": left[0].instructions})


def _list(context: Context) -> Say:
    left = stops.left(context)
    if not left:
        return Say("driver/all_done")
    return Say("driver/list", {"count": len(left), "lines": tuple(map(stops.line, left[:LISTED]))})
