"""The acts a driver announces at a door, in few letters, with thumbs and in a hurry.

A stop tag is `#7`, or the number beside a quick word; text behind a tag alone is for that stop's customer. What cannot
be read with certainty is unclear: a wrong act would tell a customer something false.
"""

import difflib
import re
from dataclasses import replace

from conversations.understanding import consent, words
from conversations.understanding.phrases import driving
from conversations.understanding.vocabulary import Intent, Reading

_TAG = re.compile(
    r"^\W*(?:# ?|(?:no\.?|nr|stop|parada|arret|tell(?: stop)?) ?#? ?|(?=\d{1,3} ?:))(?P<tag>\d{1,3})(?!\d)[\s:,.-]*"
)
_LONE_TAG = re.compile(
    r"(?<!\w)(?:#|stop |for |para |pour |at |parada |arret )?#?(?P<tag>\d{1,3})(?![\w:]|\s*(?:min|m\b|mn|hour"
    r"|hr|h\b))"
)
_MINUTES = re.compile(
    r"(?<!\w)(?P<count>\d{1,3})\s*(?P<unit>minutes?|minutos?|mins?|mn|m|hours?|hrs?|hr|h|horas?"
    r"|heures?)?(?!\w)"
)
_COUNTED = {
    "half an hour": 30, "half hour": 30, "quarter of an hour": 15, "an hour": 60, "one hour": 60, "una hora": 60,
    "media hora": 30, "une heure": 60, "demi heure": 30, "demi-heure": 30, "ten": 10, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "five": 5, "quince": 15, "veinte": 20, "diez": 10, "vingt": 20,
    "quinze": 15, "dix": 10,
}  # fmt: skip

_HASHED = re.compile(r"#\s*(?P<tag>\d{1,3})(?!\d)")
_ACTS = tuple(
    (intent, words.phrases((said,)))
    for intent, said in (
        (Intent.BREAK_END, driving.BREAK_END),
        (Intent.BREAK_START, driving.BREAK),
        (Intent.DELAY, driving.DELAY),
        (Intent.FAILED, driving.FAILED),
        (Intent.DELIVERED, driving.DELIVERED),
        (Intent.EARLY_OFFER, driving.EARLY),
        (Intent.NEXT_STOP, driving.NEXT),
        (Intent.LIST_STOPS, driving.LIST),
        (Intent.ARRIVED, driving.ARRIVED),
        (Intent.DEPARTED, driving.DEPARTED),
        (Intent.HELP, driving.HELP),
    )
)
_AROUND = re.compile(
    r"(?:[\W\d]|(?:i'm|im|i am|i|we're|we are|is|it|its|it's|now|at|for|to|stop|stops|nr|no|number|about"
    r"|around|by|approx|min|mins|minutes?|m|mn|hours?|hr|hrs|h|an|half|hour|ten|twenty|thirty|fifteen|am"
    r"|all|please|pls|ok|hi|the|a|that|one"
    r"|running|going|to be|will|be|getting|very|bit|little|parada|en|de|minutos?|hora|horas|una|media"
    r"|estoy|voy|la|el|arret|je|suis|heures?|une|demi|d'|traffic|in|with|show|me|my|give|what|what's|boss"
    r"|package|parcel|delivery|customer|just|has|been|have|there|done|was|go|could|come|taking|on|starting"
    r"|mate|sorry|again|late|behind|delayed|delay|ya|con|avec)(?!\w))*"
)
_DOUBT = re.compile(
    r"\?|(?<!\w)(?:not|will|soon|can|could|about to|almost|nearly|yet|tomorrow|wrong|if|when|no|pas|bientot"
    r"|pronto|todavia)(?!\w)|n't|(?:ca|wo|did|have)nt(?!\w)"
)
_FIRST_WORD = re.compile(r"[a-z]{4,}")
_SPELLED = (
    "delivered",
    "arrived",
    "failed",
    "done",
    "late",
    "delayed",
    "next",
    "list",
    "break",
    "early",
    "departed",
    "finished",
    "help",
    "entregado",
    "llegado",
    "livre",
    "arrive",
)
_REASON_LEAD = re.compile(
    r"[\s:,.#-]*(?:(?:because|cause|cos|as|since|due to|reason|porque|por|car|parce que|delivery|stop|at|for"
    r"|to deliver|-)(?!\w)[\s:,.#-]*)*"
)


def read(tidied: str, *, folded: str, language: str) -> Reading:
    """Read a driver's text: a carrier word, an act with its tag, words for a customer, or unclear."""
    carried = consent.whole_message(folded)
    if carried:
        return Reading(carried[0], 1.0, language, because=(carried[1],))
    tag = _TAG.match(folded)
    start = tag.end() if tag else 0
    number = int(tag["tag"]) if tag else None
    act = _act(tidied, folded=folded, start=start, tag=number) or _misspelled(
        tidied, folded=folded, start=start, tag=number
    )
    if act is not None:
        return replace(act, language=language)
    said = words.cut(tidied, start=start)
    if number is not None and said:
        rule = "words behind a stop tag"
        return Reading(
            Intent.REPLY_TO_CUSTOMER, 0.95, language, stop_tag=number, message=tidied[start:].strip(), because=(rule,)
        )
    return Reading(Intent.UNCLEAR, 0.2, language, stop_tag=number, because=("no driver's word",))


def _act(tidied: str, *, folded: str, start: int, tag: int | None) -> Reading | None:
    """Return the act whose word begins the text, or stands in it among nothing but fillers."""
    for intent, pattern in _ACTS:
        found = pattern.search(folded, start)
        if found is None:
            continue
        before, after = folded[start : found.start()], folded[found.end() :]
        if not _AROUND.fullmatch(before):
            continue
        if intent is Intent.FAILED:
            return _failed(tidied, folded=folded, start=found.start(), end=found.end(), tag=tag)
        lead = _AROUND.match(after)
        free = found.end() + (lead.end() if lead else 0)
        if (free < len(folded) and (intent not in (Intent.DELIVERED, Intent.DELAY) or _DOUBT.search(after))) or (
            intent is Intent.DELIVERED and "?" in after
        ):
            continue
        note = words.cut(
            tidied, start=found.start() if intent is Intent.DELIVERED and found[0].startswith("left") else free
        )
        return _finished(intent, before=before, after=folded[found.end() : free], tag=tag, note=note)
    return None


def _misspelled(tidied: str, *, folded: str, start: int, tag: int | None) -> Reading | None:
    """Try again with the first word replaced by the act word it nearly is."""
    first = _FIRST_WORD.search(folded, start)
    near = difflib.get_close_matches(first[0], _SPELLED, n=1, cutoff=0.77) if first else []
    if first is None or not near or first[0] in (near[0], "later", "least", "nearly"):
        return None
    head, tail = first.start(), first.end()
    act = _act(
        tidied[:head] + near[0] + tidied[tail:], folded=folded[:head] + near[0] + folded[tail:], start=start, tag=tag
    )
    return replace(act, confidence=0.8, because=(*act.because, "mended spelling")) if act else None


def _finished(intent: Intent, *, before: str, after: str, tag: int | None, note: str | None) -> Reading | None:
    """Add minutes, tag and a note to an act; a delay or an early offer without minutes keeps None."""
    minutes = None
    rest = f"{before} {after}"
    if intent in (Intent.DELAY, Intent.EARLY_OFFER):
        tag, minutes = _tag_and_minutes(rest, tag=tag, early=intent is Intent.EARLY_OFFER)
    elif tag is None and intent not in (
        Intent.BREAK_START,
        Intent.BREAK_END,
        Intent.NEXT_STOP,
        Intent.LIST_STOPS,
        Intent.HELP,
        Intent.DEPARTED,
    ):
        lone = _LONE_TAG.findall(rest)
        if len(lone) > 1:
            return None
        tag = int(lone[0]) if lone else None
    if intent is Intent.BREAK_START and (found := _MINUTES.search(rest)):
        minutes = _in_minutes(found)
    if intent is Intent.DELAY and note and minutes is None:
        return None
    return Reading(
        intent, 0.95, "", stop_tag=tag, minutes=minutes, reason=note, because=(f"driver's word for {intent.value}",)
    )


def _tag_and_minutes(rest: str, *, tag: int | None, early: bool) -> tuple[int | None, int | None]:
    """Tell a stop from minutes: # means a stop, a unit minutes, and of two bare numbers the first is the stop."""
    if tag is None and (hashed := _HASHED.search(rest)) is not None:
        tag, rest = int(hashed["tag"]), rest[: hashed.start()] + rest[hashed.end() :]
    spoken = next((count for words_, count in _COUNTED.items() if re.search(rf"(?<!\w){words_}(?!\w)", rest)), None)
    found = list(_MINUTES.finditer(rest))
    timed = next((match for match in found if match["unit"]), None)
    plain = [match for match in found if not match["unit"]]
    if timed is not None:
        return (tag if tag is not None or not plain else int(plain[0]["count"])), _in_minutes(timed)
    if len(plain) >= 2 and tag is None:
        return int(plain[0]["count"]), int(plain[1]["count"])
    if spoken is not None:
        return (tag if tag is not None or not plain else int(plain[0]["count"])), spoken
    if not plain:
        return tag, None
    only = int(plain[0]["count"])
    return (only, None) if early and tag is None else (tag, only)


def _in_minutes(found: re.Match[str]) -> int:
    count = int(found["count"])
    return count * 60 if (found["unit"] or "").startswith(("h", "ho", "he")) else count


def _failed(tidied: str, *, folded: str, start: int, end: int, tag: int | None) -> Reading:
    """Read a failure: a number beside the word is the stop, the rest is the reason."""
    word = folded[start:end]
    begin = end if re.fullmatch(r"fai\w*|faled|fallido|fallo|echec|echoue|attempted|undeliver\w*", word) else start
    number = re.match(r"\s*(?:at |stop )?#?(\d{1,3})(?![\w:])", folded[end:])
    if number and tag is None:
        tag, behind = int(number[1]), end + number.end()
        if begin == end or folded[behind:].strip(" .!"):
            begin = behind
        else:
            tidied = tidied[:end]
    elif tag is None and (number := re.search(r"(?<!\w)#?(\d{1,3})\W*$", folded[end:])) and begin != end:
        tag, tidied = int(number[1]), tidied[: end + number.start()]
    lead = _REASON_LEAD.match(folded, begin)
    reason = words.cut(tidied, start=lead.end() if lead else begin)
    return Reading(Intent.FAILED, 0.95, "", stop_tag=tag, reason=reason, because=("driver's word for failed",))
