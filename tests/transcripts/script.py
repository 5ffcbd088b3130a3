"""Reads transcripts: conversations as a product person writes them, played by any runner that knows these lines.

A script is a text file. `#` begins a comment; blank lines mean nothing. It opens with what is the case:

    given now 2026-11-23 12:00                  local time of the brand; day and time of the first turn
    given brand Acme zone=America/New_York support="+1 555 010 0199" language=en
    given delivery AC-7F3K9Q address="12 Elm St" tag=7 window=13:00-15:00 for=customer
    given core only                             needs what only the core's small world can be told (see `eta`)

A delivery may further have `status` (scheduled unless said), `eta=14:05-14:25`, `stops`, `age` (seconds of the
position; without it the estimate is not live), `note` and `distance` (of its proof), `reason` (of a failed attempt),
`word` (the secret word), `instructions`. A window with its day is written "2026-11-24 13:00-15:00".

Then turns. What happens:

    customer: where is it                       a text; other people have other names, as in `stranger: hello`
    customer (carrier stop): STOP               a word that the carrier understood and answered
    customer (2 pictures):                      a text with media
    driver: done #7                             a text on the driver line
    driver on 7: here in five                   a text on the line that stands for stop 7 alone
    time: +30m                                  time passes (m, h, d), and every timer that comes due fires
    event: AC-7F3K9Q delivered note="with Bob"  out_for_delivery, approaching, arriving, delayed, arrived, delivered,
                                                failed, cancelled, rating_due, or `known` (nobody is told); values
                                                such as `eta`, `stops`, `age`, `note`, `distance` change along
    event: reminder day_before AC-1 AC-2        or `reminder morning ...`
    event: case_closed AC-7F3K9Q low            a person closed the case (`low`: of a low rating)
    event: talk_closed AC-7F3K9Q                the talk between driver and recipient ran out

What must follow, in this order and nothing else:

    bot -> customer: Acme: AC-7F3K9Q is ... away   the text; `...` stands for anything, a line that begins with `|`
    |second line                                   goes on with the text, and `[rating/ask]` names a message by its key
    relay -> driver: I am at the back              a person's own words that reached the other side
    does: OpenCase low_rating                      any other effect, with the value that matters most
"""

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from bot.cli.chat_lines import values

HAPPENS = ("time", "event")
EXPECTED = re.compile(r"(?P<kind>bot|relay) -> (?P<to>\w+): ?(?P<text>.*)")
DOES = re.compile(r"does: (?P<text>.+)")
TURN = re.compile(r"(?P<who>\w+)(?: on (?P<line>\d+))?(?: \((?P<aside>[^)]*)\))?:(?: (?P<text>.*))?")


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that is the case: a brand, a delivery or the hour."""

    kind: str
    name: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Expected:
    """What must follow a turn."""

    line: int
    kind: str  # "bot", "relay" or "does"
    to: str
    text: str

    def matches(self, kind: str, to: str, text: str, key: str) -> bool:
        """Tell whether this is what happened."""
        if (self.kind, self.to) != (kind, to):
            return False
        if self.text == f"[{key}]":
            return True
        pattern = ".*".join(re.escape(part) for part in self.text.split("..."))
        return re.fullmatch(pattern, text, re.DOTALL) is not None


@dataclass(slots=True)
class Turn:
    """One thing that happens, and what must follow."""

    line: int
    who: str  # a person's name, "time" or "event"
    text: str
    on_line: int | None = None
    aside: str | None = None
    expected: list[Expected] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Script:
    """A whole transcript."""

    name: str
    given: tuple[Given, ...]
    turns: tuple[Turn, ...]

    @property
    def core_only(self) -> bool:
        """Tell whether the script needs what only the core's own world can be told."""
        return any(given.kind == "core" for given in self.given)


def load(path: Path) -> Script:
    """Read a transcript; raises ValueError with the line that cannot be read."""
    given: list[Given] = []
    turns: list[Turn] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("|"):
            _continue(turns, line[1:])
        elif line.startswith("given "):
            given.append(_given(line))
        elif (found := EXPECTED.fullmatch(line)) is not None:
            turns[-1].expected.append(Expected(number, found["kind"], found["to"], found["text"]))
        elif (found := DOES.fullmatch(line)) is not None:
            turns[-1].expected.append(Expected(number, "does", "", found["text"]))
        elif (found := TURN.fullmatch(line)) is not None:
            on_line = int(found["line"]) if found["line"] else None
            turns.append(Turn(number, found["who"], found["text"] or "", on_line, found["aside"]))
        else:
            raise ValueError(f"{path.name}:{number}: this is no line of a transcript: {line}")
    return Script(path.stem, tuple(given), tuple(turns))


def _given(line: str) -> Given:
    _, kind, *words = shlex.split(line)
    if kind == "now":
        return Given(kind, " ".join(words), {})
    return Given(kind, words[0], values(words[1:]))


def _continue(turns: list[Turn], text: str) -> None:
    last = turns[-1].expected[-1]
    turns[-1].expected[-1] = Expected(last.line, last.kind, last.to, f"{last.text}\n{text}")
