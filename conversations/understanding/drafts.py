"""One customer's text with everything found in it, and the readings that are built from it.

Which of them holds is decided in `questions`.
"""

from dataclasses import dataclass, replace

from conversations.understanding import answers, numbers, words
from conversations.understanding.customer import STRONG, Wish
from conversations.understanding.vocabulary import Hints, Intent, Reading, When


@dataclass(frozen=True, slots=True)
class Text:
    """One customer's text with everything found in it so far."""

    tidied: str
    folded: str
    language: str
    hints: Hints
    numbers: tuple[str, ...]
    wishes: tuple[Wish, ...]
    when: When | None

    def reading(self, intent: Intent, confidence: float, *because: str) -> Reading:
        """Begin a reading of this text."""
        return Reading(intent, confidence, self.language, tracking_numbers=self.numbers, because=because)

    def first(self, *intents: Intent) -> Wish | None:
        """Return the strongest wish among some intents."""
        return next((wish for wish in self.wishes if wish.intent in intents), None)


def wished(text: Text, wish: Wish) -> Reading:
    """Build the reading of a wish, with what belongs to it and the next wish beside it."""
    also = next(
        (other.intent for other in text.wishes if other.intent is not wish.intent and other.confidence >= STRONG), None
    )
    base = replace(text.reading(wish.intent, wish.confidence, wish.rule), also=also)
    match wish.intent:
        case Intent.CONTACT_DRIVER:
            return replace(base, message=wish.said)
        case Intent.INSTRUCTIONS:
            return replace(base, instruction=wish.said, when=text.when)
        case Intent.RESCHEDULE | Intent.MUTE:
            return replace(base, when=text.when)
        case Intent.COMPLAINT | Intent.NOT_RECEIVED | Intent.CANCEL_DELIVERY:
            return replace(base, reason=words.cut(text.tidied, start=0))
        case _:
            return base


def rated(text: Text, score: numbers.Score) -> Reading:
    also = text.wishes[0].intent if text.wishes and text.wishes[0].confidence >= STRONG else None
    comment = numbers.around(score, tidied=text.tidied, folded=text.folded)
    return replace(text.reading(Intent.RATING, STRONG, score.how), score=score.value, comment=comment, also=also)


def confirmed(text: Text, answer: answers.Answer) -> Reading:
    """Build a confirmation or refusal that keeps a time said with it, a reason and a second wish."""
    said = answers.rest(answer, tidied=text.tidied)
    also = text.wishes[0].intent if text.wishes and not answer.alone else None
    rule = ("a yes" if answer.yes else "a no") + ("" if answer.alone else " with more words")
    base = text.reading(Intent.CONFIRM if answer.yes else Intent.DENY, 0.95 if answer.alone else 0.8, rule)
    return replace(base, reason=said if not answer.yes else None, comment=None, when=text.when, also=also)


def own_wish(text: Text, *intents: Intent) -> Reading | None:
    """Return the reading of the strongest wish, or of the strongest among some intents."""
    wish = text.first(*intents) if intents else next(iter(text.wishes), None)
    return wished(text, wish) if wish else None
