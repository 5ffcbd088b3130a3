"""`doorstep migrate`: the schema, brought up to date before the processes that need it start."""

import click

from bot.cli import opening
from bot.settings import Settings


@click.command(short_help="Bring the database's tables up to date.")
def command() -> None:
    """Bring the database's tables up to date.

    `serve` and `worker` do it themselves when they start; run it by hand before an upgrade that you want to watch.
    Several may run at once: one works, the others wait.

    \b
    Example:
      DATABASE_URL=postgresql://doorstep@db.internal/doorstep doorstep migrate
    """
    before, after = opening.upgrade(Settings.load())
    if before == after:
        click.echo(f"The database is up to date ({after}).")
    else:
        click.echo(f"The database was upgraded from {before or 'nothing'} to {after}.")
