"""`doorstep eta-replay`: what arrival times would have been told; needs neither settings nor a database."""

from typing import BinaryIO

import click

from bot.cli import json_lines
from delivery.replay import Replay


@click.command(short_help="Replay recorded routes and answer what the ETA would have been.")
@click.argument("file", type=click.File("rb"), default="-")
def command(file: BinaryIO) -> None:
    """Replay recorded routes, one JSON event a line in order of time, and answer each "ask" with one line.

    Reads FILE, or standard input. Nothing is used before its time. Events are route, depart, arrive, complete, skip,
    position, end and ask; docs/eta.md shows them. Needs no settings. A line that cannot be read ends it with its number
    and exit code 2.

    \b
    Example:
      doorstep eta-replay events.jsonl > answers.jsonl
    """
    json_lines.answer(file, Replay().feed)
