"""The wishes of a customer in one text, strongest first, by ordered phrase lists in three languages.

Only what the words say; what they mean under an open question is decided in `questions`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from conversations.understanding import errands, words
from conversations.understanding.phrases import english, french, spanish
from conversations.understanding.vocabulary import Intent

STRONG, WEAK = 0.9, 0.6

# What must be answered first stands first: a person, a refusal or a loss outranks a question about the time.
_FIRST = (Intent.FORGET_ME, Intent.MUTE)
_BEFORE_ERRANDS = (Intent.CANCEL_DELIVERY, Intent.NOT_RECEIVED, Intent.CHANGE_ADDRESS)
_AFTER_ERRANDS = (
    Intent.COMPLAINT,
    Intent.PROOF,
    Intent.CONTACT_HUMAN,
    Intent.VERIFY,
    Intent.RESCHEDULE,
    Intent.TRACK,
)
_PATTERNS = {
    language: {intent: words.phrases(said, macros=data.MACROS) for intent, said in data.PHRASES.items()}
    for language, data in (("en", english), ("es", spanish), ("fr", french))
}
_NOT_YET = words.phrases(
    (
        r"(?:not|n't|haven't|hasn't|didn't|never|still|don't)\b.{0,60}\byet|(?:can|could) (?:you|we"
        r"|i) (?:please )?(?:check|look|find|see|trace)|where|when|still waiting|any (?:update|news|idea)",
        r"todavia|aun no|donde|cuando",
        r"pas encore|toujours pas|quand|ou est",
    )
)
_SAID_TO_BE_THERE = words.phrases(
    (r"(?:says?|said|shows?|showing|marked|marks|claims?|dice|pone|consta|aparece|indique|dit|marque|affiche)",)
)
_SOFT_COMPLAINT = words.phrases(
    (
        r"awful|terrible|horrible|unacceptable|ridiculous|joke|useless|pathetic|angry|furious|fed up"
        r"|not happy|unhappy|disappointed|sucks?|late again|delayed again|worst|horrible|fatal|nul"
        r"|inadmissible|inaceptable|furieux|ouvert|open|wet",
    )
)
_MOVE_IT = words.phrases((r"can|could|may|please|pls|puede\w*|podria\w*|pouvez|pourriez|peut",))


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing a text asks for, how sure that is and the rule that found it."""

    intent: Intent
    confidence: float
    rule: str
    said: str | None = None  # words to pass on, or an instruction


def wishes(tidied: str, *, folded: str, language: str) -> list[Wish]:
    """Return what a text asks for, strongest first, each intent once."""
    found: dict[Intent, Wish] = {}
    for wish in _in_order(tidied, folded=folded, language=language):
        found.setdefault(wish.intent, wish)
    ordered = list(found.values())
    if Intent.NOT_RECEIVED in found and _NOT_YET.search(folded) and not _SAID_TO_BE_THERE.search(folded):
        ordered = [
            Wish(Intent.TRACK, STRONG, "still waited for"),
            *(wish for wish in ordered if wish.intent not in (Intent.NOT_RECEIVED, Intent.TRACK)),
        ]
    if ordered and ordered[0].intent is Intent.COMPLAINT and _only_soft(folded):
        ordered = [*ordered[1:], Wish(Intent.COMPLAINT, WEAK, ordered[0].rule)]
    return ordered


def _in_order(tidied: str, *, folded: str, language: str) -> Iterator[Wish]:
    yield from _spoken(_FIRST, folded=folded, language=language)
    if told := errands.for_the_driver(tidied, folded=folded):
        yield Wish(Intent.CONTACT_DRIVER, STRONG, told.rule, told.said)
    yield from _spoken(_BEFORE_ERRANDS, folded=folded, language=language)
    if do := errands.instruction(tidied, folded=folded):
        yield Wish(Intent.INSTRUCTIONS, STRONG, do.rule, do.said)
    if reach := errands.wants_the_driver(folded):
        yield Wish(Intent.CONTACT_DRIVER, STRONG, reach.rule)
    yield from _spoken((Intent.INSTRUCTIONS,), folded=folded, language=language)
    yield from _spoken(_AFTER_ERRANDS, folded=folded, language=language)
    if hinted := errands.hinted_instruction(tidied, folded=folded):
        yield Wish(Intent.INSTRUCTIONS, WEAK, hinted.rule, hinted.said)


def _spoken(intents: tuple[Intent, ...], *, folded: str, language: str) -> Iterator[Wish]:
    """Yield intents whose phrases occur, in the text's language or, less surely, in another."""
    languages = sorted(_PATTERNS, key=lambda other: other != language)
    for intent in intents:
        for spoken in languages:
            if _PATTERNS[spoken][intent].search(folded):
                sure = STRONG if spoken == language else WEAK
                yield Wish(intent, sure, f"{intent.value} words, {spoken}")
                break


def _only_soft(folded: str) -> bool:
    """Tell whether a complaint is only anger, which must not hide the question in the same text."""
    hard = _SOFT_COMPLAINT.sub(" ", folded)
    return not any(patterns[Intent.COMPLAINT].search(hard) for patterns in _PATTERNS.values())
