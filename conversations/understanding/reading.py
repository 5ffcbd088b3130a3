"""The entry: one text and what is known about its thread in, what it means out.

Rules only, no input or output, no clock; `because` names the rules that decided and holds no words of the text.
"""

from dataclasses import replace

from conversations.understanding import consent, driver, language, questions, words
from conversations.understanding.vocabulary import Hints, Intent, OpenQuestion, Reading, Role, When

__all__ = ["Hints", "Intent", "OpenQuestion", "Reading", "Role", "When", "read"]

CERTAIN, NEARLY_CERTAIN = 1.0, 0.95


def read(text: str, *, hints: Hints) -> Reading:
    """Read one text; any text gives a reading and none raises."""
    tidied = words.tidy(text)
    folded = words.fold(tidied)[: words.READ_AT_MOST]
    spoken = language.of(folded, usual=hints.language)
    if words.is_tapback(folded):
        intent = Intent.SMALLTALK if hints.role is Role.CUSTOMER else Intent.UNCLEAR
        return Reading(intent, NEARLY_CERTAIN, spoken, because=("a phone's reaction",))
    if hints.role is Role.DRIVER:
        return driver.read(tidied, folded=folded, language=spoken)
    if not folded:
        return Reading(Intent.OTHER, NEARLY_CERTAIN, spoken, because=("no words",))
    if wish := consent.whole_message(folded):
        return Reading(wish[0], CERTAIN, spoken, because=(wish[1],))
    reading = questions.read(tidied, folded=folded, language=spoken, hints=hints)
    return replace(reading, message=text.strip()) if reading.intent is Intent.RELAY else reading
