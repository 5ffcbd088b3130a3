"""Doorstep as an operator runs it: real processes of the `doorstep` command, spoken to by HTTP alone.

Nothing of the service is imported here; what a test knows it learned from answers, pages, exit codes and phones.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import requests

from simulator.signing import twilio_signature

T = TypeVar("T")

ACCOUNT, TOKEN, OLD_TOKEN = "AC" + "5" * 32, "a token for the journeys", "the token before it"
MAIL_KEY, API_KEY, SECRET_KEY = "SG.journeys", "an api key for journeys", "a secret key for journeys"
# A Monday morning in New York, after the quiet hours and within the window of the plans in plans.py.
MORNING = "2026-11-23T10:00:00-05:00"
COMMAND = str(Path(sys.executable).with_name("doorstep"))


def free_port() -> int:
    """Answer a port on which nobody listens."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def until(look: Callable[[], T], *, timeout_s: float = 15.0, every_s: float = 0.05) -> T:
    """Answer the first true result of looking; after the time the last one, for an assertion to show."""
    end = time.monotonic() + timeout_s
    while not (seen := look()) and time.monotonic() < end:
        time.sleep(every_s)
    return seen


@dataclass
class Doorstep:
    """One installation: its settings, its folder and the processes that run now."""

    database_url: str
    provider_url: str
    folder: Path
    port: int = field(default_factory=free_port)
    settings: Mapping[str, str] = field(default_factory=dict)
    running: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)
    began_at: datetime | None = None

    @property
    def url(self) -> str:
        """Answer the address of the web process."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def on_postgres(self) -> bool:
        """Tell which of the two databases this runs on."""
        return self.database_url.startswith("postgresql")

    @property
    def environment(self) -> dict[str, str]:
        """Answer what the processes get to know, and nothing that this machine happens to set."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        kept |= {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}
        mine = {
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.folder),
            "BIND": f"127.0.0.1:{self.port}",
            "PUBLIC_URL": self.url,
            "SECRET_KEY": SECRET_KEY,
            "API_KEY": API_KEY,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_BASE_URL": self.provider_url,
            "SENDGRID_API_KEY": MAIL_KEY,
            "SENDGRID_BASE_URL": self.provider_url,
            "REHEARSAL_START": MORNING,
        }
        return {name: value for name, value in {**kept, **mine, **self.settings}.items() if value}

    def start(self, *, waits: bool = True) -> "Doorstep":
        """Start the web (on PostgreSQL two processes of it and a worker) and wait until it says that it is ready."""
        if self.on_postgres:
            self.spawn("serve", "--processes", "2", "--threads", "16")
            self.spawn("worker")
        else:
            self.spawn("serve")
        self.began_at = datetime.now(UTC)
        if waits:
            self.wait_ready()
        return self

    def spawn(self, name: str, *options: str) -> None:
        """Start one command that stays."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [COMMAND, name, *options],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def wait_ready(self, timeout_s: float = 40.0) -> None:
        """Return as soon as /readyz says so."""
        if not until(lambda: self.status_of("/readyz") == 200, timeout_s=timeout_s):
            raise AssertionError(f"Doorstep did not get ready:\n{self.log()[-4000:]}")

    def kill(self, *names: str) -> None:
        """End processes as a power cut does, with all that they started."""
        for name in names or list(self.running):
            process = self.running.pop(name)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)

    def stop(self) -> None:
        """End everything politely."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for name, process in list(self.running.items()):
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill(name)
                raise AssertionError(f"{name} did not end after SIGTERM:\n{self.log()[-4000:]}") from None
        self.running.clear()

    def run(self, *arguments: str, given: str | None = None, **changes: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        environment = {name: value for name, value in {**self.environment, **changes}.items() if value}
        return subprocess.run(
            [COMMAND, *arguments],
            cwd=self.folder,
            env=environment,
            input=given or "",
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def log(self) -> str:
        """Answer all that the processes wrote."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def now(self, *, plus_s: float = 0) -> str:
        """Answer about what time it is in a rehearsal that began at MORNING and runs at rate 1."""
        assert self.began_at is not None
        passed = datetime.now(UTC) - self.began_at + timedelta(seconds=plus_s)
        return (datetime.fromisoformat(MORNING) + passed).isoformat()

    def status_of(self, path: str) -> int:
        """Answer the status of a GET; 0 when nobody answers."""
        try:
            return requests.get(self.url + path, timeout=10).status_code
        except requests.RequestException:
            return 0

    def api(self, method: str, path: str, body: Any = None, *, expect: int = 200) -> Any:
        """Call the API and answer its JSON; the status must be the expected one."""
        answer = requests.request(
            method,
            f"{self.url}/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {API_KEY}"},
            timeout=20,
        )
        assert answer.status_code == expect, (answer.status_code, answer.text)
        return answer.json()

    def delivery(self, tracking_number: str) -> dict[str, Any]:
        """Read a delivery by the API."""
        found: dict[str, Any] = self.api("GET", f"/deliveries/{tracking_number}")
        return found

    def report(self, tracking_number: str, type_: str, **more: object) -> dict[str, Any]:
        """Report an event of a delivery by the API."""
        answer: dict[str, Any] = self.api("POST", f"/deliveries/{tracking_number}/events", {"type": type_, **more})
        return answer

    def post_twilio(
        self, form: Mapping[str, str], *, path: str = "/webhooks/twilio/messages", token: str = TOKEN, sign: str = ""
    ) -> requests.Response:
        """Post a form as Twilio does; `sign` replaces the signature, "none" leaves it out."""
        signature = sign or twilio_signature(self.url + path, form=form.items(), auth_token=token)
        headers = {} if sign == "none" else {"X-Twilio-Signature": signature}
        return requests.post(self.url + path, data=dict(form), headers=headers, timeout=20)
