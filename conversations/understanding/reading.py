"""The entry: one text and what is known about its thread in, what it means out.

Rules only, no input or output, no clock; `because` names the rules that decided.
"""

from conversations.understanding.vocabulary import Hints, Intent, OpenQuestion, Reading, Role, When

__all__ = ["Hints", "Intent", "OpenQuestion", "Reading", "Role", "When", "read"]


def read(text: str, *, hints: Hints) -> Reading:
    """Read one text; any text gives a reading and none raises."""
    if hints.role is Role.DRIVER:
        return Reading(Intent.UNCLEAR, 0.0, hints.language, because=("nothing matched",))
    word = text.strip(" .!?").casefold()
    intent = {"stop": Intent.STOP, "start": Intent.START, "help": Intent.HELP, "yes": Intent.CONFIRM, "no": Intent.DENY}
    return Reading(intent.get(word, Intent.OTHER), 0.5, hints.language, because=("first words",))
