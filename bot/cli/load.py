"""`doorstep load`: a day of brands and routes out of a JSON file; all of it, or with one mistake nothing."""

from typing import BinaryIO

import click

from bot.cli import opening
from bot.cli.progress import Bar
from bot.settings import Settings
from bot.usecases import day_file, load_day
from bot.usecases.load_day import DayRejected, Loaded


@click.command(short_help="Load a day of brands and routes from a JSON file.")
@click.argument("file", type=click.File("rb"))
def command(file: BinaryIO) -> None:
    """Load a day of brands, routes and deliveries from a JSON FILE; `-` is standard input.

    The whole file is checked first: with one mistake nothing is loaded, and every mistake is told with its line.
    Loading the same file again changes nothing; a changed one changes what differs.

    \b
    Example:
      doorstep load day.json
    """
    settings = Settings.load()
    raw = file.read()
    try:
        day = day_file.parse(raw)
        with opening.opened(settings, make_tables=True) as services, Bar("Loading") as bar:
            loaded = load_day.load(services, day, progress=bar.show)
    except DayRejected as rejected:
        for line in day_file.explain(raw, rejected.errors):
            click.echo(line, err=True)
        count = len(rejected.errors)
        raise click.ClickException(f"nothing was loaded: {count} problem{'' if count == 1 else 's'}.") from rejected
    click.echo(_summary(loaded))


def _summary(loaded: Loaded) -> str:
    parts = ((loaded.brands, "brand"), (loaded.routes, "route"), (loaded.deliveries, "delivery"))
    counted = [f"{count} {word if count == 1 else f'{word}s'.replace('ys', 'ies')}" for count, word in parts]
    return f"Loaded {counted[0]}, {counted[1]} and {counted[2]}."
