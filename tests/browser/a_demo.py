"""The demo as anybody starts it, in a folder of its own: service, worker, carrier, phones and van."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
END_WITHIN_S = 30


@dataclass(frozen=True, slots=True)
class RunningDemo:
    """A demo: `url` is its page, `service_url` the service behind it."""

    url: str
    service_url: str


@contextmanager
def run(folder: Path, *, rate: float) -> Iterator[RunningDemo]:
    """Start `doorstep demo` in an empty folder and end it; time runs `rate` times as fast."""
    port, page_port = _free_ports()
    command = [sys.executable, "-m", "bot.cli", "demo", "--fresh", "--rate", str(rate)]
    command += ["--port", str(port), "--page-port", str(page_port)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as demo:
        try:
            _wait_for_the_box(demo)
            yield RunningDemo(f"http://127.0.0.1:{page_port}/", f"http://127.0.0.1:{port}")
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.communicate(timeout=END_WITHIN_S)


def _wait_for_the_box(demo: "subprocess.Popen[str]") -> None:
    assert demo.stdout is not None
    said = []
    for line in demo.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            return
    raise RuntimeError(f"the demo did not start:\n{''.join(said)}")


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return int(one.getsockname()[1]), int(other.getsockname()[1])
