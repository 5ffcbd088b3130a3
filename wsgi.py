"""The web process: settings in, a WSGI application out. On SQLite the same process holds the worker."""

import os
from multiprocessing.util import Finalize

from flask import Flask

from bot import logs
from bot.app import create_app
from bot.compose import compose
from bot.settings import Settings
from scheduler import run


def application() -> Flask:
    """Build the application of one web process."""
    settings = Settings.load()
    logs.configure(level=settings.log_level)
    services = compose(settings)
    # One SQLite file is written by one process best; `doorstep serve --no-worker` leaves the worker to another.
    if services.database.is_sqlite and os.environ.get("DOORSTEP_NO_WORKER") != "1":
        worker = run.start(services)
        # Sends under way come to their end before the process does; a forked process never runs `atexit`.
        Finalize(None, worker.stop, exitpriority=1)
    return create_app(settings, services)


app = application()
