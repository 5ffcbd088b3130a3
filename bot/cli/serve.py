"""`doorstep serve`: everything is made sure of first, then granian runs the application of wsgi.py."""

import os

import click
from sqlalchemy.engine import make_url

from bot import logs
from bot.cli import opening, ports, web_server, worker_place
from bot.clock import SystemClock
from bot.compose import TEXTS
from bot.rendering.catalogue import Catalogue
from bot.settings import Settings

PATIENCE_S = 2.0
"""How long to wait for a port whose last owner is just ending."""


@click.command(short_help="Take webhooks, serve pages and the API; on SQLite also work.")
@click.option("--bind", metavar="HOST:PORT", help="Where to listen; overrides the setting BIND.")
@click.option("--processes", type=click.IntRange(1), help="Web processes (PostgreSQL: 2; SQLite: always 1).")
@click.option("--threads", type=click.IntRange(1), default=64, show_default=True, help="Threads of each process.")
@click.option("--no-worker", is_flag=True, help="SQLite: leave the work to `doorstep worker`.")
@click.option("--no-migrate", is_flag=True, help="Do not bring the database's tables up to date first.")
def command(bind: str | None, processes: int | None, threads: int, no_worker: bool, no_migrate: bool) -> None:
    """Take webhooks, serve the customers' pages and the API, until ended by Ctrl-C or SIGTERM.

    On SQLite one process does everything, the worker included. On PostgreSQL this is the web alone: start
    `doorstep worker` beside it.

    \b
    Examples:
      doorstep serve
      DATABASE_URL=postgresql://doorstep@db.internal/doorstep doorstep serve --bind 0.0.0.0:8000 --processes 4
    """
    if bind:
        os.environ["BIND"] = bind
    if no_worker:
        os.environ["DOORSTEP_NO_WORKER"] = "1"
    settings = Settings.load()
    is_sqlite = make_url(settings.database_url).get_backend_name() == "sqlite"
    if is_sqlite and (processes or 1) > 1:
        raise click.UsageError("SQLite is served by one process. Leave --processes out, or use PostgreSQL.")
    logs.configure(level=settings.log_level)
    Catalogue.load(TEXTS)
    works = is_sqlite and os.environ.get("DOORSTEP_NO_WORKER") != "1"
    _prepare(settings, works=works, migrates=not no_migrate)
    for warning in settings.warnings():
        click.echo(warning, err=True)
    web_server.run(
        host=settings.bind_host,
        port=settings.bind_port,
        processes=1 if is_sqlite else processes or 2,
        threads=threads,
        greeting=_greeting(settings, works=works),
    )


def _prepare(settings: Settings, *, works: bool, migrates: bool) -> None:
    _wait_for_port(settings.bind_host, settings.bind_port)
    opening.make_ready(settings, migrates=migrates)
    if works:
        worker_place.take(settings.database_url)


def _wait_for_port(host: str, port: int) -> None:
    # granian's sockets may share a port on Linux: two services would each get some of the requests.
    clock = SystemClock()
    until = clock.monotonic() + PATIENCE_S
    while (trouble := ports.trouble(host, port)) is not None:
        if clock.monotonic() > until:
            raise click.ClickException(f"{host}:{port} cannot be listened on: {trouble}. Choose another with --bind.")
        clock.sleep(0.1)


def _greeting(settings: Settings, *, works: bool) -> str:
    url = make_url(settings.database_url)
    kind = "SQLite" if url.get_backend_name() == "sqlite" else "PostgreSQL"
    host = f"[{settings.bind_host}]" if ":" in settings.bind_host else settings.bind_host
    worker = "with the worker" if works else "without a worker"
    return f"Doorstep listens on http://{host}:{settings.bind_port} ({kind}, {worker}). Ctrl-C ends it."
