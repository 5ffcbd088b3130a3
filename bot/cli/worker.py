"""`doorstep worker`: becomes a worker process. The worker itself lives in `scheduler/` and is started by name."""

import os
import sys
from collections.abc import Mapping

import click

from bot.cli import opening, worker_place
from bot.settings import Settings


@click.command(short_help="Send messages and fire timers (a process of its own).")
@click.option("--no-migrate", is_flag=True, help="Do not bring the database's tables up to date first.")
def command(no_migrate: bool) -> None:
    """Send messages, fire timers and resolve what is unknown, until ended by Ctrl-C or SIGTERM.

    On PostgreSQL start as many as you like, on any machine. On SQLite `doorstep serve` holds the worker already; give
    it --no-worker to have a worker of its own.

    \b
    Example:
      DATABASE_URL=postgresql://doorstep@db.internal/doorstep doorstep worker
    """
    settings = Settings.load()
    opening.make_ready(settings, migrates=not no_migrate)
    worker_place.take(settings.database_url)
    click.echo("Doorstep's worker is at work. Ctrl-C ends it.", err=True)
    sys.stdout.flush()
    # -P: a file of the present directory that is called like one of our packages must not be run.
    os.execve(sys.executable, [sys.executable, "-P", "-m", "scheduler"], with_root_first(os.environ))


def with_root_first(env: Mapping[str, str]) -> dict[str, str]:
    """Give a child the checkout as the first place to import from, wherever it is started."""
    kept = env.get("PYTHONPATH")
    return {**env, "PYTHONPATH": f"{opening.ROOT}{os.pathsep}{kept}" if kept else str(opening.ROOT)}
