"""What a customer's text means in its thread: the open question first, then the wishes the words themselves carry.

Every rule here builds a `Reading`; nothing here reads words, that is the business of the neighbours.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from conversations.understanding import answers, consent, errands, numbers, parcels, quiet, words
from conversations.understanding.customer import STRONG, WEAK, Wish, wishes
from conversations.understanding.drafts import Text, confirmed, own_wish, rated, wished
from conversations.understanding.vocabulary import Hints, Intent, OpenQuestion, Reading
from conversations.understanding.when import phrase

_UNSURE, _LOST = 0.5, 0.2
_FEW_WORDS = 5  # beside a day or time; more of them say something we did not understand
_ANYWHERE = (
    Intent.STOP,
    Intent.MUTE,
    Intent.FORGET_ME,
    Intent.CANCEL_DELIVERY,
    Intent.CONTACT_HUMAN,
    Intent.HELP,
    Intent.START,
    Intent.VERIFY,
)
_ASKS = re.compile(
    r"\?\s*$|^\W*(?:(?:hi|hello|hey|ok|and|but|so|hola|bonjour)\W+)*(?:where|when|what time|wheres|track"
    r"|status|eta|is it|has it|will it|donde|cuando|a que hora|ou est|ou en|quand|est-ce)(?!\w)"
)
_STOP_ONE = re.compile(r"\W*(?:stop|mute|quiet|unsubscribe|alto|arret|silencio)\W+(?:for |de |pour )?\S+\W*$")
_PRAISE = re.compile(
    r"great|perfect|excellent|brilliant|lovely|cool|good|fine|super|genial|perfecto|parfait|nickel|tres bien"
    r"|all good"
)
_THANKFUL = words.phrases(
    (
        r"thank(?:s|you| you)|thx|gracias|merci|(?:driver|courier|service|delivery|guy|man|you)(?: \w+){0,2}"
        r" (?:amazing|great|wonderful|lovely|excellent|fantastic|brilliant|awesome|so kind|very kind|so nice)",
    )
)
_TO_THE_DRIVER = re.compile(r"(?<!\w)(?:you|u|ur|your|ya|tu|usted|esta usted|vous|etes)(?!\w)")


def read(tidied: str, *, folded: str, language: str, hints: Hints) -> Reading:
    """Read a customer's text under the thread's open question."""
    parcel_numbers = parcels.tracking_numbers(tidied[: len(folded)], folded=folded)
    found = tuple(wishes(tidied, folded=folded, language=language))
    if parcel_numbers and not found:
        found = _with_a_word_for(parcel_numbers, folded=folded, language=language)
    wish = consent.plain_words(folded)
    dated = quiet.without_until(folded) if wish and wish[1] == consent.FOR_NOW else folded
    meant = phrase.find(tidied, folded=dated, now=hints.now, zone=hints.zone, language=language)
    text = Text(tidied, folded, language, hints, parcel_numbers, found, meant)
    if text.numbers and _STOP_ONE.match(folded):
        return text.reading(Intent.MUTE, STRONG, "a stop word with a tracking number")
    if wish:
        return replace(wished(text, Wish(wish[0], STRONG, wish[1])), also=None)
    answered = _UNDER[hints.open_question](text) if hints.open_question else None
    return answered or _unasked(text)


def _with_a_word_for(parcel_numbers: tuple[str, ...], *, folded: str, language: str) -> tuple[Wish, ...]:
    """Find the wishes of "move AC-7F3K9Q to friday", where the number stands for the parcel."""
    for number in parcel_numbers:
        folded = folded.replace(number.lower(), "it")
    return tuple(wish for wish in wishes(folded, folded=folded, language=language) if wish.said is None)


def _unasked(text: Text) -> Reading:
    """Read a text that answers nothing: its strongest wish, else a score, a number, a yes or no, a courtesy, a time."""
    score = numbers.score(text.folded, asked=text.hints.rateable)
    if text.hints.rateable and (bare := numbers.bare_score(text.folded)):
        return replace(text.reading(Intent.RATING, STRONG, "a bare number after a delivery"), score=bare)
    if score and (text.hints.rateable or not text.wishes or text.wishes[0].confidence < STRONG) and not text.numbers:
        return rated(text, score)
    if text.wishes:
        return wished(text, text.wishes[0])
    if score:
        return rated(text, score)
    if text.numbers:
        return text.reading(Intent.TRACKING_NUMBER, STRONG, "a tracking number alone")
    if answers.is_courtesy(text.folded) and not _is_plain_yes(text):
        return text.reading(Intent.SMALLTALK, STRONG, "only courtesies")
    if answer := answers.yes_or_no(text.folded):
        return confirmed(text, answer)
    if _THANKFUL.search(text.folded) and "?" not in text.folded:
        return text.reading(Intent.SMALLTALK, _UNSURE, "praise or thanks")
    if text.when and len(text.tidied.split()) - len(text.when.text.split()) <= _FEW_WORDS:
        return replace(text.reading(Intent.RESCHEDULE, WEAK, "a day or time alone"), when=text.when)
    return text.reading(Intent.OTHER, _LOST, "nothing matched")


def _is_plain_yes(text: Text) -> bool:
    answer = answers.yes_or_no(text.folded)
    return (
        answer is not None
        and answer.alone
        and not re.search(r"th?an?[kx]|gracias|merci|h[ea]l?lo|\bhi\b|cheers", text.folded)
    )


def _score_asked(text: Text) -> Reading | None:
    if bare := numbers.bare_score(text.folded):
        return replace(text.reading(Intent.RATING, 1.0, "a bare number answers the question"), score=bare)
    if (score := numbers.score(text.folded, asked=True)) and not text.numbers:
        return rated(text, score)
    if _PRAISE.match(text.folded.lstrip()) and not text.wishes:
        return replace(
            text.reading(Intent.COMMENT, _UNSURE, "praise without a score"), comment=words.cut(text.tidied, start=0)
        )
    if (
        text.wishes
        or text.numbers
        or answers.yes_or_no(text.folded)
        or answers.is_courtesy(text.folded)
        or "?" in text.folded
    ):
        return None
    if re.search(r"[^\W\d]{3}", text.folded) and not text.when:
        return replace(
            text.reading(Intent.COMMENT, _UNSURE, "words without a score"), comment=words.cut(text.tidied, start=0)
        )
    return None


def _comment_asked(text: Text) -> Reading | None:
    if bare := numbers.bare_score(text.folded):
        return replace(text.reading(Intent.RATING, 0.8, "another number instead of a comment"), score=bare)
    if own := own_wish(text, *_ANYWHERE, Intent.PROOF) or (_ASKS.search(text.folded) and own_wish(text)):
        return own
    if text.numbers:
        return None
    answer = answers.yes_or_no(text.folded)
    if answer and answer.alone and not answer.yes:
        return text.reading(Intent.NO_COMMENT, STRONG, "a no to a comment")
    if not re.search(r"\w", text.folded) or (
        answer and answer.alone and re.fullmatch(r"\W*(?:yes|yeah|ok|okay|sure|si|oui|k)\W*", text.folded)
    ):
        return None
    return replace(text.reading(Intent.COMMENT, STRONG, "words after a score"), comment=words.cut(text.tidied, start=0))


def _choice_asked(text: Text) -> Reading | None:
    picked = numbers.place(text.folded, choices=text.hints.choices)
    if picked is not None:
        return replace(text.reading(Intent.CHOICE, STRONG, "one of the offered"), choice=picked)
    return None


def _yes_asked(text: Text) -> Reading | None:
    """Read under a yes/no question: yes, no, another time, or a wish of its own."""
    answer = answers.yes_or_no(text.folded)
    question = "?" in text.folded and text.wishes and not (answer and answer.yes)
    if (urgent := own_wish(text, *_ANYWHERE)) and not (answer and answer.alone):
        return urgent
    if answer and not question:
        return confirmed(text, answer)
    return own_wish(text)


def _move_asked(text: Text) -> Reading | None:
    reading = _yes_asked(text)
    if reading is None and text.when:
        return replace(text.reading(Intent.RESCHEDULE, STRONG, "another day or time"), when=text.when)
    return reading


def _arrival_asked(text: Text) -> Reading | None:
    """Read under "did it reach you?", where absence and waiting are a no with a name."""
    reading = _yes_asked(text)
    if reading and reading.intent in (Intent.RESCHEDULE, Intent.TRACK) and not reading.when and "?" not in text.folded:
        return replace(reading, intent=Intent.NOT_RECEIVED, reason=words.cut(text.tidied, start=0), also=None)
    return reading


def _early_asked(text: Text) -> Reading | None:
    reading = _yes_asked(text)
    if (reading is None and text.when) or (
        reading and reading.intent is Intent.RESCHEDULE and not text.first(Intent.TRACK)
    ):
        base = text.reading(Intent.DENY, 0.8, "another time instead of now")
        return replace(base, reason=words.cut(text.tidied, start=0), when=text.when, also=Intent.RESCHEDULE)
    return reading


def _date_asked(text: Text) -> Reading | None:
    other = next((wish for wish in text.wishes if wish.intent is not Intent.RESCHEDULE), None)
    if other and other.confidence >= STRONG and not (text.when and other.intent in (Intent.TRACK, Intent.INSTRUCTIONS)):
        return wished(text, other)
    if text.when:
        return replace(text.reading(Intent.RESCHEDULE, STRONG, "a day or time answers the question"), when=text.when)
    answer = answers.yes_or_no(text.folded)
    return confirmed(text, answer) if answer else None


def _instructions_asked(text: Text) -> Reading | None:
    answer = answers.yes_or_no(text.folded)
    if answer and answer.alone:
        return confirmed(text, answer)
    if own := own_wish(text, *_ANYWHERE, Intent.CHANGE_ADDRESS, Intent.CONTACT_DRIVER, Intent.INSTRUCTIONS):
        return own
    if (
        _ASKS.search(text.folded)
        or text.numbers
        or answers.is_courtesy(text.folded)
        or not re.search(r"\w", text.folded)
    ):
        return None
    said = errands.whole(text.tidied, folded=text.folded)
    return replace(
        text.reading(Intent.INSTRUCTIONS, STRONG, "words answer the question"), instruction=said, when=text.when
    )


def _relay_open(text: Text) -> Reading | None:
    if text.numbers and not text.first(Intent.INSTRUCTIONS, Intent.CONTACT_DRIVER):
        return None
    if wish := text.first(*_ANYWHERE):
        return wished(text, wish)
    track = text.first(Intent.TRACK)
    if track and track.confidence >= STRONG and not _TO_THE_DRIVER.search(text.folded) and _ASKS.search(text.folded):
        return wished(text, track)
    return replace(
        text.reading(Intent.RELAY, STRONG, "words while the line to the driver is open"), message=text.tidied
    )


_UNDER: Mapping[OpenQuestion, Callable[[Text], Reading | None]] = {
    OpenQuestion.RATE_DELIVERY: _score_asked,
    OpenQuestion.RATE_COMMENT: _comment_asked,
    OpenQuestion.CHOOSE_DELIVERY: _choice_asked,
    OpenQuestion.CONFIRM_RESCHEDULE: _move_asked,
    OpenQuestion.ASK_DATE: _date_asked,
    OpenQuestion.ASK_INSTRUCTIONS: _instructions_asked,
    OpenQuestion.OFFER_EARLY: _early_asked,
    OpenQuestion.RELAY_OPEN: _relay_open,
    OpenQuestion.CONFIRM_DELIVERY: _arrival_asked,
}
