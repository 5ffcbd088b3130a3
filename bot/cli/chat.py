"""`doorstep chat`: a phone in the terminal that talks to the dialogues alone; no settings, no database, no provider."""

import importlib
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TextIO

import click

from bot.cli import chat_lines
from bot.cli.chat_world import Heard, World
from bot.clock import SystemClock
from delivery import segments
from delivery.windows import local

ZONE = "America/New_York"
PARCEL, OTHER = "AC-7F3K9Q", "AC-2M8P4T"
HELP = """\
Write as on a phone. What reaches others, and what is done, is shown in brackets.
  /as driver, /as customer    take the other phone
  /time +30m                  let time pass (m, h, d); what is due then happens
  /event out_for_delivery     also approaching, arriving, delayed, arrived, delivered, failed reason="no answer",
                              cancelled, rating_due; with eta=14:05-14:25 stops=2 to change what is known
  /event AC-2M8P4T delivered  the same for the neighbour's delivery, which is Bob's
  /event reminder morning     or day_before
  /help, /quit"""


@click.command(short_help="Talk to the bot in the terminal, as a customer or a driver.")
@click.option("--as", "who", type=click.Choice(["customer", "driver"]), default="customer", show_default=True)
@click.option("--language", type=click.Choice(["en", "es", "fr"]), default="en", show_default=True)
@click.option("--record", type=click.File("w", encoding="utf-8", lazy=False), help="Write a transcript to this file.")
def command(who: str, language: str, record: TextIO | None) -> None:
    """Talk to the bot in the terminal: the real dialogues and texts around one made-up delivery and its route.

    Needs no settings; nothing is kept and nothing is sent. A line that begins with / is a command, as in /time +30m,
    /event delivered or /as driver; /help tells them all. A transcript that --record wrote can be put among the tests.

    \b
    Examples:
      doorstep chat
      doorstep chat --as driver --language es
      doorstep chat --record tests/transcripts/new.txt
    """
    given = _given(language)
    world = _begin(given)
    phone = Phone(world, who, record)
    phone.write("\n".join(given) + "\n\n")
    click.echo(f"You are a customer of Acme who waits for {PARCEL}." if who == "customer" else "You drive for Acme.")
    click.echo("/help tells what can be done here, /quit ends it.\n")
    for line in _lines(phone):
        if not phone.take(line.strip()):
            break


class Phone:
    """The phone in the terminal: who holds it, and the transcript it writes."""

    def __init__(self, world: World, who: str, record: TextIO | None) -> None:
        self.world, self.who, self._record = world, who, record

    def take(self, line: str) -> bool:
        """Let a line that was typed happen; answer whether to go on."""
        name, _, rest = line.partition(" ")
        match name:
            case "":
                pass
            case "/quit" | "/exit":
                return False
            case "/as" if rest in ("customer", "driver"):
                self.who = rest
            case "/time":
                self._turn("time", rest)
            case "/event":
                self._turn("event", _whole(rest))
            case _ if name.startswith("/"):
                click.echo(HELP)
            case _:
                self._turn(self.who, line)
        return True

    def write(self, text: str) -> None:
        """Add to the transcript, if one is written."""
        if self._record:
            self._record.write(text)
            self._record.flush()

    def _turn(self, who: str, text: str) -> None:
        try:
            followed = chat_lines.say(self.world, who, text)
        except (ValueError, LookupError, StopIteration) as error:
            click.echo(f"That cannot happen: {str(error) or 'there is no such delivery'}.")
            return
        self.write(f"{who}: {text}\n" + "".join(f"{_recorded(heard)}\n" for heard in followed))
        if who == "time":
            click.echo(_dim(f"[it is {local(self.world.now, ZONE):%A %H:%M}]"))
        for heard in followed:
            self._show(heard)

    def _show(self, heard: Heard) -> None:
        if heard.kind == "does":
            click.echo(_dim(f"[{heard.text}]"))
        elif heard.to == self.who:
            counted = segments.count(heard.text)
            cost = "" if counted.segments == 1 else _dim(f"  [{counted.segments} segments]")
            click.echo(f"{click.style('<', bold=True)} " + heard.text.replace("\n", "\n  ") + cost)
        else:
            click.echo(_dim(f"[to {heard.to}: {heard.text}]"))


def _given(language: str) -> tuple[str, ...]:
    """Write what is the case, as a transcript does."""
    today = local(SystemClock().now(), ZONE).date()
    return (
        "given core only",
        f"given now {today.isoformat()} 12:00",
        f'given brand Acme zone={ZONE} support="+1 555 010 0199" language={language}',
        f'given delivery {PARCEL} address="12 Elm St" tag=7 window=13:00-15:00 status=out_for_delivery'
        " eta=14:05-14:25 stops=3 age=30",
        f'given delivery {OTHER} address="3 Oak Ave" tag=8 window=13:00-15:00 for=bob status=out_for_delivery'
        " eta=14:20-14:45 stops=4 age=30",
    )


def _begin(given: Sequence[str]) -> World:
    _, now, brand, *deliveries = given
    _, _, name, *values = shlex.split(brand)
    world = chat_lines.begin(now=now.removeprefix("given now "), brand=name, given=chat_lines.values(values))
    for line in deliveries:
        _, _, number, *about = shlex.split(line)
        chat_lines.add_delivery(world, number, chat_lines.values(about))
    return world


def _whole(event: str) -> str:
    """Name the delivery that an event is about, if it was not named."""
    first, _, rest = event.partition(" ")
    if first in ("reminder", "case_closed", "talk_closed"):
        named = f"{first} {rest}".strip()
        return named if "AC-" in rest else f"{named} {PARCEL}"
    return event if first.upper().startswith("AC-") else f"{PARCEL} {event}"


def _recorded(heard: Heard) -> str:
    if heard.kind == "does":
        return f"does: {heard.text}"
    return f"{heard.kind} -> {heard.to}: " + heard.text.replace("\n", "\n|")


def _lines(phone: Phone) -> Iterator[str]:
    """Read what is typed until the end of the input; a pipe is shown as if it were typed."""
    is_typed = sys.stdin.isatty()
    if is_typed:
        # Arrow keys and the lines typed before; not every Python has it.
        with suppress(ImportError):
            importlib.import_module("readline")
    while True:
        try:
            line = input(f"{phone.who}> ")
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        except UnicodeDecodeError:
            click.echo("That was not UTF-8.")
            continue
        if not is_typed:
            click.echo(line)
        yield line


def _dim(text: str) -> str:
    return click.style(text, dim=True)
