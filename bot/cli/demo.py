"""`doorstep demo`: the service and the outside world in a box, side by side, with everything they need made up."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import FrameType

import click

from bot.cli import children, demo_settings, lock, ports
from bot.cli.checks.outside import Unreachable, ask
from bot.cli.children import Child
from bot.cli.demo_settings import DemoSettings
from bot.cli.worker import with_root_first
from bot.clock import SystemClock

READY_WITHIN_S = 60
_DAY_FILES = ("doorstep.db", "doorstep.db-wal", "doorstep.db-shm", "world.json")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the demo keeps its files, and the two ports that it listens on."""

    folder: Path
    port: int
    page_port: int

    @property
    def service_url(self) -> str:
        """The service."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def world_url(self) -> str:
        """The page, and both providers."""
        return f"http://127.0.0.1:{self.page_port}"


@click.command(short_help="Show it all in the browser, with no account anywhere.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the service (8000, or a free one).")
@click.option("--page-port", type=click.IntRange(1, 65535), help="Port of the page (8001, or a free one).")
@click.option("--rate", type=click.FloatRange(0.1, 3600), default=20, show_default=True, help="Seconds per second.")
@click.option("--fresh", is_flag=True, help="Forget what happened so far and begin a new day.")
def command(port: int | None, page_port: int | None, rate: float, fresh: bool) -> None:
    """Run the service and, beside it, a carrier, a mail provider, three phones and a van, all on this machine.

    Needs no account and no settings: keys and a SQLite file are made up and kept in var/demo. A demo that was ended
    goes on where time stands now; --fresh begins a new day. Ctrl-C ends everything.

    \b
    Examples:
      doorstep demo
      doorstep demo --fresh --rate 60
    """
    folder = Path("var", "demo")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock.hold(folder / "lock", patience_s=5)
    except lock.Held as error:
        raise click.ClickException(f"a demo runs already in {folder.absolute()}. End it first.") from error
    first = ports.choose(port, usual=8000, option="--port")
    places = Places(folder, first, ports.choose(page_port, usual=8001, option="--page-port", besides={first}))
    settings = _settings(folder, rate=rate, fresh=fresh)
    _run(places, settings)


def _settings(folder: Path, *, rate: float, fresh: bool) -> DemoSettings:
    """Go on with the day that was begun, or begin one; the keys stay."""
    now, file = SystemClock().machine_now(), folder / "settings.json"
    kept = demo_settings.read(file)
    if kept and not fresh and kept.rate == rate and not kept.is_over(now):
        return kept
    if kept and not fresh:
        click.echo("The day of the last demo is over: a new one begins." if kept.is_over(now) else "A new day begins.")
    for name in _DAY_FILES:
        (folder / name).unlink(missing_ok=True)
    made = demo_settings.new(rate=rate, now=now)
    if kept:
        made = replace(kept, start=made.start, rate=made.rate, began_at=made.began_at)
    demo_settings.keep(made, file)
    return made


def _run(places: Places, settings: DemoSettings) -> None:
    ended = _signals()
    click.echo("Starting the demo ...")
    running: list[Child] = []
    try:
        _start(places, settings, running)
        _wait_until(lambda: _is_ready(places), running, ended)
        if not ended.is_set():
            click.echo(_box(places, settings))
        while not ended.wait(0.5):
            _check_alive(running)
    finally:
        click.echo("Ending the demo ...")
        children.end(running)


def _signals() -> threading.Event:
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    return ended


def _start(places: Places, settings: DemoSettings, running: list[Child]) -> None:
    keys_file = places.folder / "keys.json"
    env = demo_settings.environment(
        settings,
        folder=places.folder,
        port=places.port,
        world_url=places.world_url,
        public_keys=_public_keys(keys_file),
    )
    arguments = ["--service", places.service_url, "--port", str(places.page_port), "--keys", str(keys_file)]
    arguments += ["--state", str(places.folder / "world.json"), "--account-sid", settings.account_sid]
    # One word each: a key that is made up may begin with a hyphen.
    arguments += [f"--auth-token={settings.auth_token}", f"--api-key={settings.api_key}"]
    arguments += [f"--sendgrid-key={settings.sendgrid_key}"]
    running.append(children.start("service", "bot.cli", ["serve"], env=env, log=places.folder / "service.log"))
    running.append(children.start("world", "simulator", arguments, env={}, log=places.folder / "world.log"))


def _public_keys(file: Path) -> dict[str, str]:
    """Have the world make its mail provider's keys, and read the public ones."""
    command = [sys.executable, "-P", "-m", "simulator", "--keys", str(file), "--print-keys"]
    printed = subprocess.run(command, env=with_root_first(os.environ), capture_output=True, text=True, check=True)
    return dict(line.split("=", 1) for line in printed.stdout.split())


def _is_ready(places: Places) -> bool:
    try:
        is_ready, _ = ask(f"{places.service_url}/readyz")
        _, world = ask(f"{places.world_url}/state")
    except Unreachable:
        return False
    return is_ready == 200 and world is not None and world.get("clock", {}).get("trouble") is None


def _wait_until(is_so: Callable[[], bool], running: Sequence[Child], ended: threading.Event) -> None:
    clock = SystemClock()
    until = clock.monotonic() + READY_WITHIN_S
    while not ended.wait(0.2) and not is_so():
        _check_alive(running)
        if clock.monotonic() > until:
            words = "\n\n".join(f"{child.log}:\n{child.last_words()}" for child in running)
            raise click.ClickException(f"the demo was not ready within {READY_WITHIN_S} s.\n\n{words}")


def _check_alive(running: Sequence[Child]) -> None:
    for child in running:
        if not child.is_alive:
            raise click.ClickException(
                f"the {child.name} ended by itself (exit code {child.process.returncode}). "
                f"Its last lines, from {child.log}:\n\n{child.last_words()}"
            )


def _box(places: Places, settings: DemoSettings) -> str:
    now = settings.business_now(SystemClock().machine_now())
    lines = (
        f"Open  {places.world_url}/",
        "",
        "Three phones, a mailbox, a carrier and a van on a map. Write as Ann or Bob:",
        "AC-7F3K9Q, where is it, talk to the driver; answer as Sam, who drives.",
        f"It is {_clock(now)} there, and time runs {settings.rate:g} times as fast.",
        "",
        f"Service  {places.service_url}  (its API key is in {places.folder / 'settings.json'})",
        f"Logs     {places.folder / 'service.log'}, {places.folder / 'world.log'}",
        "",
        "Ctrl-C ends it. `doorstep demo` goes on later, `doorstep demo --fresh` begins a new day.",
    )
    width = max(map(len, lines))
    edge = f"+{'-' * (width + 4)}+"
    return "\n".join([edge, *(f"|  {line:<{width}}  |" for line in lines), edge])


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"
