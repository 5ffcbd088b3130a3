"""Locks between processes of one machine: files that the system unlocks however their holders end."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from bot.clock import SystemClock


class Held(Exception):
    """Somebody else holds the lock."""


def hold(path: Path, *, patience_s: float = 0.0, waiting: Callable[[], None] | None = None) -> None:
    """Hold the lock until this process and its children have ended. Raises Held after `patience_s` seconds.

    `waiting` is called once when it has to be waited for.
    """
    held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    # Kept over exec and fork: whoever does the work holds it.
    os.set_inheritable(held, True)
    if _locked(held):
        return
    clock = SystemClock()
    until = clock.monotonic() + patience_s
    if waiting and patience_s:
        waiting()
    while not _locked(held):
        if clock.monotonic() >= until:
            os.close(held)
            raise Held(str(path))
        clock.sleep(0.1)


def _locked(held: int) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
