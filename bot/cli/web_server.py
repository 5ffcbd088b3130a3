"""granian, set up for Doorstep: which application, which limits, where its own lines go, and no orphans."""

import importlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

import click
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from bot.cli.opening import ROOT

LONGEST_HEAD_BYTES = 64 * 1024
HEAD_WITHIN_MS = 10_000
END_WITHIN_S = 15
"""A send under way may take ten seconds; what has not ended by then is ended."""

_LOGGING: dict[str, Any] = {"loggers": {"_granian": {"handlers": [], "propagate": True}}}


def run(*, host: str, port: int, processes: int, threads: int, greeting: str) -> None:
    """Serve until SIGINT or SIGTERM; a process that dies is replaced, one that cannot start ends everything."""
    server = Server(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEAD_WITHIN_MS, max_buffer_size=LONGEST_HEAD_BYTES, keep_alive=True
        ),
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
        log_access=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=END_WITHIN_S,
    )
    server.on_startup(lambda: click.echo(greeting, err=True))
    server.serve(target_loader=load_application, wrap_loader=False)


def load_application() -> Callable[..., Any]:
    """Import the application inside a web process; the checkout's own wsgi.py, wherever the command was given."""
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    sys.path.insert(0, str(ROOT))
    application: Callable[..., Any] = importlib.import_module("wsgi").app
    return application


def _end_with_parent() -> None:
    # A parent that is killed cannot tell its children; they would go on holding the port and the worker's lock.
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(5)
    os._exit(1)
