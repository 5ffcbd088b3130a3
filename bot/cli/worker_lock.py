"""One worker for each SQLite file: a lock beside the file, which the system gives back however a process ends."""

import fcntl
import os
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from bot.clock import SystemClock

PATIENCE_S = 8.0
"""How long to wait for a worker that is just ending."""


def take(database_url: str) -> None:
    """Hold the right to work on a SQLite file until this process and its children have ended; PostgreSQL needs none."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    path = Path(f"{url.database}.worker")
    held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    # Kept over exec and fork: whoever works holds it.
    os.set_inheritable(held, True)
    clock = SystemClock()
    until = clock.monotonic() + PATIENCE_S
    if not _locked(held):
        click.echo("Another process is at work on this SQLite file; waiting for it to end.", err=True)
    while not _locked(held):
        if clock.monotonic() > until:
            raise click.ClickException(
                "another process is at work on this SQLite file already. `doorstep serve` holds the worker unless it "
                "was given --no-worker; end the other process, or use PostgreSQL to have several."
            )
        clock.sleep(0.1)


def _locked(held: int) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
