"""Words for the driver and instructions for the door, cut cleanly out of what the customer wrote.

Which of several wishes of one text counts is decided in `customer`.
"""

import re
from dataclasses import dataclass

from conversations.understanding import words
from conversations.understanding.phrases import errands as data

_TELL = words.phrases(data.TELL)
_REACH = words.phrases(data.REACH)
_DO = words.phrases(data.DO)
_STATE = words.phrases(data.STATE)
_HINTED = words.phrases(data.HINTED)
_ONLY_TOLD = words.phrases(
    (
        r"(?:didn't|did not|doesn't|never|not even|nobody|without|wouldn't|why (?:did|does|do)(?: \w+)?"
        r"|did(?: \w+)?|has|have|had|when (?:did|does|do|will)(?: \w+)?|they|he|she|i|i just|i've|i have"
        r"|i already|we|"
        r"driver|was|where (?:did|should|shall|can|do)(?: \w+)?|no|jamas|nunca|n'a pas|jamais)",
    )
)
_REPORTED = words.phrases((r"delivered|left|gave|was|were|said|says|told|passed|dejaron|dejo|livre|laisse",))
_COURTESY = re.compile(
    r"\W*(?:thanks?(?: you)?(?: so much| a lot| very much)?|thx|ty|cheers|please|pls|plz|gracias"
    r"|muchas gracias|por favor|merci(?: beaucoup| d'avance)?|svp|s'il vous plait|bye|ok|have a (?:nice"
    r"|good|great) day)\W*"
)
_COURTESY_END = re.compile(
    r"[\s,;-]+(?:thanks?(?: you)?(?: so much| a lot)?|thx|ty|cheers|please|pls|plz|(?:muchas )?gracias"
    r"|por favor|merci(?: beaucoup| d'avance)?|svp|s'il vous plait)\W*$"
)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n")
_CLAUSE_STARTS = re.compile(r"[.!?;,\n]\s*")
_LEAD = re.compile(
    r"\W*(?:(?:please|pls|plz|hi|hello|hey|ok|also|and|so|but|yes|thanks|por favor|hola|y|bonjour|svp|et"
    r"|s'il vous plait|just|can you|could you|puede|pueden|pouvez-vous|vous pouvez)(?!\w)\W*)*"
)


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to pass on or to do at the door; `said` is None where only the wish to talk was written."""

    said: str | None
    rule: str


def for_the_driver(tidied: str, *, folded: str) -> Errand | None:
    """Return the words a customer wants passed on to the driver."""
    if found := _TELL.search(folded):
        said = _trimmed(tidied[found.end() :])
        return Errand(said, "words for the driver" if said else "wants the driver")
    return None


def wants_the_driver(folded: str) -> Errand | None:
    """Return the wish to talk to the driver where nothing to pass on was written."""
    return Errand(None, "wants the driver") if _REACH.search(folded) else None


def instruction(tidied: str, *, folded: str) -> Errand | None:
    """Return what to do at the door, from its verb or, for a fact such as a gate code, from its clause on."""
    starts = [found.start() for found in _DO.finditer(folded) if not _is_only_told(folded[: found.start()])]
    if (fact := _STATE.search(folded)) and not _is_only_told(folded[: fact.start()]):
        starts.append(_clause_start(folded, fact.start()))
    if not starts:
        return None
    return Errand(_trimmed(tidied[min(starts) :]), "instruction words")


def hinted_instruction(tidied: str, *, folded: str) -> Errand | None:
    """Return a text that names a place at the door and asks nothing."""
    if "?" in folded or not _HINTED.search(folded) or _REPORTED.search(folded):
        return None
    return Errand(whole(tidied, folded=folded), "names a place at the door")


def whole(tidied: str, *, folded: str) -> str | None:
    """Return a whole text as an instruction, without greeting and courtesies."""
    lead = _LEAD.match(folded)
    return _trimmed(tidied[lead.end() if lead else 0 :]) or words.cut(tidied, start=0)


def _is_only_told(before: str) -> bool:
    """Tell whether the words right before make a verb a report or a question ("he didn't ring the bell")."""
    near = before[-16:].rstrip(" ,")
    return any(found.end() == len(near) for found in _ONLY_TOLD.finditer(near))


def _clause_start(folded: str, position: int) -> int:
    ends = [found.end() for found in _CLAUSE_STARTS.finditer(folded, 0, position)]
    start = ends[-1] if ends else 0
    lead = _LEAD.match(folded, start, position)
    return lead.end() if lead else start


def _trimmed(said: str) -> str | None:
    """Drop courtesies and questions that follow, and the punctuation at the edges."""
    sentences = [sentence for sentence in _SENTENCE_ENDS.split(said) if sentence]
    while len(sentences) > 1 and (sentences[-1].endswith("?") or _COURTESY.fullmatch(words.fold(sentences[-1]))):
        sentences.pop()
    kept = " ".join(sentences)
    if courtesy := _COURTESY_END.search(words.fold(kept)):
        kept = kept[: courtesy.start()]
    return words.cut(kept.rstrip("? "), start=0)
