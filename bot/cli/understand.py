"""`doorstep understand`: what texts mean, one a line; needs neither settings nor a database."""

from collections.abc import Mapping
from typing import Any, BinaryIO

import click

from bot.cli import json_lines
from conversations.understanding import reading, wire


@click.command(short_help="Say what texts mean: JSON lines in, JSON lines out.")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--explain", is_flag=True, help='Add "because": the rules that decided.')
def command(file: BinaryIO, explain: bool) -> None:
    """Read texts and say what they mean: one JSON object a line in, one a line out, in order and at once.

    Reads FILE, or standard input. Needs no settings. A line that cannot be read ends it with its number and exit
    code 2. "text" and "now" are needed; the others say what is known of the thread:

    \b
      "text"               what was written
      "now"                local time, as 2026-11-23T10:00:00
      "zone"               UTC unless given, as America/New_York
      "role"               customer (unless given) or driver
      "language"           en (unless given), es or fr: what the person usually writes
      "open_question"      null or what the bot asked, as rate_delivery
      "choices"            how many there are to choose from
      "rateable"           true when a delivery was completed lately and is not rated
      "active_deliveries"  how many are still to come

    \b
    Example:
      echo '{"text": "wheres my parcel", "now": "2026-11-23T10:00:00", "zone": "America/New_York"}' |
        doorstep understand --explain
    """

    def respond(record: Mapping[str, Any]) -> Mapping[str, Any]:
        text = record.get("text")
        if not isinstance(text, str):
            raise ValueError(f"text: expected a text, got {text!r}")
        read = reading.read(text, hints=wire.hints_from(record))
        answered = wire.as_record(read)
        return {**answered, "because": list(read.because)} if explain else answered

    json_lines.answer(file, respond)
