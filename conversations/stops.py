"""The stops of a route as a driver sees them: which are left, which one a tag names, and how one is written.

No decisions of a dialogue live here.
"""

from conversations.context import Context, DeliveryView
from conversations.effects import Timed
from delivery.status import OPEN, Status


def label(view: DeliveryView) -> str:
    """Name a stop by its tag and address."""
    return view.address if view.tag is None else f"#{view.tag} {view.address}"


def line(view: DeliveryView) -> str | Timed:
    """Name a stop with the hours of its window on the local clock."""
    return label(view) if view.window is None else Timed(view.window, view.zone, before=label(view))


def left(context: Context) -> tuple[DeliveryView, ...]:
    """List the stops that are not served yet, the one where the driver stands first."""
    unserved = [view for view in context.deliveries if view.status in OPEN]
    return tuple(sorted(unserved, key=lambda view: view.status is not Status.ARRIVED))


def tagged(tag: int, context: Context) -> DeliveryView | None:
    """Find the stop with this tag."""
    return next((view for view in context.deliveries if view.tag == tag), None)
