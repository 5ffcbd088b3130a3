"""The one place for a worker on a SQLite file, taken by `serve` or by `worker`; PostgreSQL has room for many."""

from pathlib import Path

import click
from sqlalchemy.engine import make_url

from bot.cli import lock

PATIENCE_S = 8.0
"""How long to wait for a worker that is just ending."""


def take(database_url: str) -> None:
    """Take the place until this process and its children have ended. Raises ClickException when it is taken."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    try:
        lock.hold(Path(f"{url.database}.worker"), patience_s=PATIENCE_S, waiting=_say_waiting)
    except lock.Held as error:
        raise click.ClickException(
            "another process is at work on this SQLite file already. `doorstep serve` holds the worker unless it was "
            "given --no-worker; end the other process, or use PostgreSQL to have several."
        ) from error


def _say_waiting() -> None:
    click.echo("Another process is at work on this SQLite file; waiting for it to end.", err=True)
