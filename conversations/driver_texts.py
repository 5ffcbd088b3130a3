"""A driver's own words for a customer: placed by line, by tag or by the one live talk; else asked, never guessed.

Words that cannot be placed for sure go to nobody.
"""

import re
from datetime import timedelta

from conversations import stops
from conversations.context import Context, DeliveryView
from conversations.driver_states import ChoosingStop
from conversations.effects import Effect, Relay, Say
from conversations.turn import CHOICE_STAYS_OPEN, Heard, Idle
from conversations.understanding.reading import Intent, Role
from delivery.status import OPEN

Turn = tuple[Idle | ChoosingStop, tuple[Effect, ...]]

LIVE = timedelta(minutes=30)
GRACE = timedelta(hours=3)
OFFERED = 3
_TAG = re.compile(r"#\s*(\d{1,4})")
_LEADING_TAG = re.compile(r"\s*#\s*\d{1,4}[\s:,.-]*")
_WORDS = frozenset({Intent.REPLY_TO_CUSTOMER, Intent.UNCLEAR, Intent.DELAY})
_NOBODY = frozenset({"none", "nobody", "no", "no one", "drop", "forget it", "0"})


def pass_on(heard: Heard, context: Context) -> Turn | None:
    """Pass words on to the customer they are for, or ask; None when the text is not meant for any customer."""
    if heard.reading.intent not in _WORDS:
        return None
    is_meant = heard.reading.intent is Intent.REPLY_TO_CUSTOMER or heard.reading.stop_tag is not None
    if not (is_meant or context.bindings or context.late_binding):
        return None
    if heard.reading.stop_tag is not None:
        return Idle(), _tagged(heard.reading.stop_tag, _words(heard), context)
    if (own := _own_line(context)) is not None:
        return Idle(), (Relay(Role.CUSTOMER, own.id, heard.text),)
    if context.late_binding:
        return Idle(), (Say("driver/talk_closed"),)
    if (live := _live(context)) is not None:
        return Idle(), _sent(live, _words(heard))
    return _ask(_words(heard), context)


def chosen(state: ChoosingStop, heard: Heard, context: Context) -> Turn | None:
    """Take the answer for which stop the kept words are; further words are added to them; None for anything else."""
    if heard.text.strip(" .!").casefold() in _NOBODY:
        return Idle(), (Say("driver/not_sent", {"text": state.text}),)
    if (view := _picked(state, heard, context)) is not None:
        return Idle(), _sent(view, state.text)
    is_more = heard.reading.intent in _WORDS and heard.reading.stop_tag is None and _own_line(context) is None
    if is_more and heard.number is None:
        return _ask(f"{state.text}\n{_words(heard)}", context)
    return None


def _picked(state: ChoosingStop, heard: Heard, context: Context) -> DeliveryView | None:
    """Read "#7" as a tag and a bare number as a place in the list, or else as the tag of one that is listed."""
    offered = [view for number in state.candidates if (view := context.delivery(number)) is not None]
    if (tag := _TAG.fullmatch(heard.text.strip())) is not None:
        return stops.tagged(int(tag[1]), context)
    number = heard.number
    if number is None:
        return None
    if 1 <= number <= len(state.candidates):
        return context.delivery(state.candidates[number - 1])
    return next((view for view in offered if view.tag == number), None)


def _tagged(tag: int, words: str, context: Context) -> tuple[Effect, ...]:
    view = stops.tagged(tag, context)
    if view is None:
        return (Say("driver/no_such_stop", {"tag": tag}),)
    if not _is_reachable(view, context):
        return (Say("driver/talk_closed"),)
    return _sent(view, words)


def _is_reachable(view: DeliveryView, context: Context) -> bool:
    """Tell whether a customer may be texted: while the stop is ahead, the talk open, or the hand-over fresh."""
    is_fresh = view.completed_at is not None and context.now - view.completed_at <= GRACE
    return view.status in OPEN or is_fresh or view in _bound(context)


def _sent(view: DeliveryView, words: str) -> tuple[Effect, ...]:
    return Relay(Role.CUSTOMER, view.id, words), Say("driver/sent_to", {"stop": stops.label(view)}, delivery=view.id)


def _ask(words: str, context: Context) -> Turn:
    views = _bound(context) or stops.left(context)[:OFFERED]
    if not views:
        return Idle(), (Say("driver/all_done"),)
    lines = tuple(f"{place}) {stops.label(view)}" for place, view in enumerate(views, start=1))
    state = ChoosingStop(words, tuple(view.id for view in views), context.now + CHOICE_STAYS_OPEN)
    return state, (Say("driver/which_stop", {"lines": lines}),)


def _own_line(context: Context) -> DeliveryView | None:
    return next((context.delivery(talk.delivery) for talk in context.bindings if talk.on_this_line), None)


def _live(context: Context) -> DeliveryView | None:
    """Find the only open talk, if words were said in it lately."""
    if len(context.bindings) != 1 or context.now - context.bindings[0].last_at > LIVE:
        return None
    return context.delivery(context.bindings[0].delivery)


def _bound(context: Context) -> tuple[DeliveryView, ...]:
    numbers = {talk.delivery for talk in context.bindings}
    return tuple(view for view in context.deliveries if view.id in numbers)


def _words(heard: Heard) -> str:
    return heard.reading.message or _LEADING_TAG.sub("", heard.text, count=1).strip()
