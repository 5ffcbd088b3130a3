"""`doorstep eta-replay`: what arrival times would have been told; needs neither settings nor a database."""

from typing import BinaryIO

import click

from bot.cli import json_lines
from delivery.replay import Replay


@click.command(short_help="Answer what the ETA of recorded routes would have been.")
@click.argument("file", type=click.File("rb"), default="-")
def command(file: BinaryIO) -> None:
    """Replay recorded routes, one JSON event a line in order of time, and answer each "ask" with one line.

    Reads FILE, or standard input. Nothing is used before its time. Needs no settings. A line that cannot be read ends
    it with its number and exit code 2. Every event has a "type", its "route" and the instant "at" with its offset:

    \b
      route     "driver", "start": {"lat", "lon"}, "stops": [{"id", "lat", "lon", "travel_s", "service_s"}]
      depart    "stop": null from the depot; arrive, complete, skip: "stop"
      position  "lat", "lon"
      end       nothing more
      ask       "stop", "id"; answered by {"id", "median", "low", "high", "q20", "level"}

    \b
    Example:
      doorstep eta-replay events.jsonl > answers.jsonl
    """
    json_lines.answer(file, Replay().feed)
