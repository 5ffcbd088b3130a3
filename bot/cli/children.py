"""Child processes with log files: started, watched and ended together; none outlives its parent."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cli.worker import with_root_first

END_WITHIN_S = 25
LAST_LINES = 15
_SET_DEATH_SIGNAL = 1


@dataclass(frozen=True, slots=True)
class Child:
    """A running module of ours; `log` holds what it writes."""

    name: str
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def is_alive(self) -> bool:
        """Tell whether it runs."""
        return self.process.poll() is None

    def last_words(self) -> str:
        """Return the last lines that it wrote."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-LAST_LINES:])


def start(name: str, module: str, arguments: Sequence[str], *, env: Mapping[str, str], log: Path) -> Child:
    """Start `python -m module` with this environment on top of ours; what it writes goes to the log, begun anew."""
    command = [sys.executable, "-P", "-m", module, *arguments]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=with_root_first({**os.environ, **env}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A group of its own: Ctrl-C reaches it once, through us and in order.
            process_group=0,
            preexec_fn=_end_with_parent,
        )
    return Child(name, log, process)


def end(children: Sequence[Child]) -> None:
    """End them in this order, each with time to finish what it does."""
    for child in children:
        if child.is_alive:
            child.process.terminate()
        try:
            child.process.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()


def _end_with_parent() -> None:
    # Only Linux can; elsewhere a killed parent leaves them, and the next start says so.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGTERM)
