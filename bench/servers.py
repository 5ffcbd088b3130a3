"""Servers for benchmarks: granian as `doorstep serve` runs it, on a throw-away database, and a carrier that listens."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ACCOUNT = "AC" + "0" * 32
TOKEN = "t" * 32
API_KEY = "k" * 32
ROOT = Path(__file__).parents[1]


@dataclass(slots=True)
class Carrier:
    """A carrier that accepts every text at once and remembers when each came."""

    url: str
    heard: list[tuple[float, str]] = field(default_factory=list)


@contextmanager
def carrier() -> Iterator[Carrier]:
    """Run the listening carrier in this process."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            listening.heard.append((time.perf_counter(), body))
            answer = json.dumps({"sid": "SM" + secrets.token_hex(16), "status": "queued", "num_segments": "1"}).encode()
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening = Carrier(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield listening
    finally:
        server.shutdown()


@contextmanager
def serving(
    target: str, *, database_url: str, carrier_url: str, processes: int, worker: bool
) -> Iterator[tuple[str, int]]:
    """Run granian with a WSGI target as `doorstep serve` does, until the block ends."""
    port = _free_port()
    env = {
        **os.environ,
        "DATABASE_URL": database_url,
        "PUBLIC_URL": "http://doorstep.example",
        "SECRET_KEY": "s" * 32,
        "API_KEY": API_KEY,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_BASE_URL": carrier_url,
        "BIND": f"127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
        "DOORSTEP_NO_WORKER": "0" if worker else "1",
    }
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        target,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        str(processes),
        "--blocking-threads",
        "64",
        "--workers-kill-timeout",
        "5",
        "--log-level",
        "warning",
    ]
    children = [subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)]
    if worker and not database_url.startswith("sqlite"):
        children.append(
            subprocess.Popen([sys.executable, "-m", "scheduler"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        )
    try:
        _wait_for(port)
        yield "127.0.0.1", port
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=30)


@contextmanager
def sqlite_url() -> Iterator[str]:
    """Make a throw-away SQLite database on the disk that the project lies on."""
    (ROOT / "var").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=ROOT / "var", prefix="bench-"))
    try:
        yield f"sqlite:///{folder / 'bench.db'}"
    finally:
        shutil.rmtree(folder)


def put(address: tuple[str, int], path: str, body: object) -> None:
    """Put a document through the API."""
    request = urllib.request.Request(
        f"http://{address[0]}:{address[1]}/api/v1/{path}",
        data=json.dumps(body).encode(),
        method="PUT",
        headers={"Authorization": f"Bearer {API_KEY}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60):
        pass


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not start within 30 seconds")
