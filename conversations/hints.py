"""What the understanding of a text is told about the thread.

Only the translation from our situations lives here, no reading.
"""

from conversations import candidates, state
from conversations.context import Context
from conversations.state import Dialogue
from conversations.turn import Idle
from conversations.understanding.reading import Hints, OpenQuestion, Role
from delivery.status import Status


def build(dialogue: Dialogue, context: Context) -> Hints:
    """Build the hints for a text that arrives in this situation."""
    question = state.open_question(dialogue)
    if isinstance(dialogue, Idle) and _is_talking(context):
        question = OpenQuestion.RELAY_OPEN
    return Hints(
        role=context.role,
        open_question=question,
        choices=state.choices(dialogue),
        rateable=any(view.rateable or view.score is not None for view in context.deliveries),
        active_deliveries=len(candidates.coming(context)),
        now=context.now,
        zone=context.brand.zone,
        language=context.language,
    )


def _is_talking(context: Context) -> bool:
    """Tell whether a customer's words are for the driver first: once all is handed over, wishes of us come first."""
    numbers = {talk.delivery for talk in context.bindings}
    under_way = any(view.id in numbers and view.status is not Status.DELIVERED for view in context.deliveries)
    return context.role is Role.CUSTOMER and under_way
