"""Which deliveries a text can be about: those it names, else all for which the wish makes sense.

Several candidates are for asking; nothing here picks one of them.
"""

from conversations.context import Context, DeliveryView
from conversations.turn import Heard
from conversations.understanding.reading import Intent
from delivery.status import Status
from delivery.tracking_numbers import normal

LISTED = 9
_ON_THE_ROAD = frozenset({Status.OUT_FOR_DELIVERY, Status.ARRIVED})
_COMING = frozenset({Status.SCHEDULED, Status.OUT_FOR_DELIVERY, Status.ARRIVED, Status.FAILED})
_AFTER_THE_FACT = frozenset({Intent.NOT_RECEIVED, Intent.PROOF})


def find(intent: Intent, heard: Heard, context: Context) -> tuple[DeliveryView, ...]:
    """Find the person's deliveries that a text with this intent can be about, at most as many as fit a list."""
    if by_name := named(heard, context):
        return by_name[:LISTED]
    fitting = _fitting(intent, context)
    return (lately(heard, fitting) or fitting)[:LISTED]


def lately(heard: Heard, views: tuple[DeliveryView, ...]) -> tuple[DeliveryView, ...]:
    """Find the delivery talked about just before, if it is among these."""
    return tuple(view for view in views if view.id == heard.lately)


def named(heard: Heard, context: Context) -> tuple[DeliveryView, ...]:
    """Find the person's own deliveries whose tracking number the text gives."""
    wanted = {normal(number) for number in heard.reading.tracking_numbers}
    return tuple(view for view in context.deliveries if normal(view.tracking_number) in wanted)


def foreign_numbers(heard: Heard, context: Context) -> tuple[str, ...]:
    """List the tracking numbers in the text that are not the person's own, each once, as written."""
    own = {normal(view.tracking_number) for view in context.deliveries}
    found: dict[str, str] = {}
    for number in heard.reading.tracking_numbers:
        if normal(number) not in own:
            found.setdefault(normal(number), number)
    return tuple(found.values())


def coming(context: Context) -> tuple[DeliveryView, ...]:
    """List the person's deliveries that are still to come, a failed attempt included."""
    return tuple(view for view in context.deliveries if view.status in _COMING)


def on_the_road(context: Context) -> tuple[DeliveryView, ...]:
    """List the person's deliveries that are on a van now."""
    return tuple(view for view in context.deliveries if view.status in _ON_THE_ROAD)


def _fitting(intent: Intent, context: Context) -> tuple[DeliveryView, ...]:
    if intent is Intent.RATING:
        unrated = tuple(view for view in context.deliveries if view.rateable and view.score is None)
        return unrated or tuple(view for view in context.deliveries if view.score is not None)
    if intent in _AFTER_THE_FACT:
        delivered = tuple(view for view in context.deliveries if view.status is Status.DELIVERED)
        return delivered or coming(context)
    if intent is Intent.CONTACT_DRIVER:
        return on_the_road(context) or _talked_about(context) or coming(context) or context.deliveries
    return coming(context) or context.deliveries


def _talked_about(context: Context) -> tuple[DeliveryView, ...]:
    numbers = {talk.delivery for talk in context.bindings}
    return tuple(view for view in context.deliveries if view.id in numbers)
