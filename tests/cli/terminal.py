"""A terminal for tests: commands run in this process, or as processes of their own, with made-up settings."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from click.testing import CliRunner, Result

from bot.cli.root import doorstep

ROOT = Path(__file__).parents[2]
KEYS = {"SECRET_KEY": "a secret of this test alone", "API_KEY": "a key of this test alone"}
PATIENCE_S = 40.0


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where commands are given: a folder and environment variables; nothing of the test's own comes through."""

    folder: Path
    env: Mapping[str, str]

    def run(self, *words: str, typed: str | bytes = "", **env: str | None) -> Result:
        """Run a command in this process; an exception that nobody expected is raised."""
        given: dict[str, str | None] = {name: None for name in os.environ if name.isupper() and "_URL" in name}
        runner = CliRunner(env={**given, **self.env, **env})
        result = runner.invoke(doorstep, list(words), input=typed, prog_name="doorstep")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def start(self, *words: str, **env: str) -> "Process":
        """Start a command as a process of its own; it writes to a log in the folder."""
        log = self.folder / f"{words[0]}-{len(list(self.folder.glob('*.log')))}.log"
        command = [sys.executable, "-P", "-m", "bot.cli", *words]
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("TWILIO", "SENDGRID"))}
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**clean, "PYTHONPATH": str(ROOT), **self.env, **env},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return Process(process, log)


@dataclass(frozen=True, slots=True)
class Process:
    """A command that runs."""

    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def output(self) -> str:
        """What it has written so far."""
        return self.log.read_text(encoding="utf-8")

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def ended(self) -> int:
        """Wait for its end and answer the exit code."""
        return self.process.wait(PATIENCE_S)

    def stop(self) -> None:
        """End it, if it runs, together with all that it started."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE_S)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Wait until it has written what this pattern says."""
        until(lambda: re.search(pattern, self.output) is not None or self.process.poll() is not None, why=pattern)
        found = re.search(pattern, self.output)
        assert found is not None, self.output
        return found


def free_port() -> int:
    """Find a port that is free now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
    return port


def status(url: str) -> int | None:
    """Ask a URL and answer the status; None without an answer."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            code: int = answer.status
            return code
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code
    except OSError:
        return None


def until(is_so: Callable[[], bool], *, why: str) -> None:
    """Wait for something that other processes do."""
    end = monotonic() + PATIENCE_S
    while not is_so():
        assert monotonic() < end, f"waited in vain for: {why}"
        sleep(0.1)
