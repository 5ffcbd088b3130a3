"""The one lock of the simulated world, its version and the waiting for a change.

Every change of anything visible is made while the board is held and ends with `touch`; a reader that
holds the board sees a consistent world. No network call is ever made while it is held.
"""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from simulator import clock

T = TypeVar("T")


class Board:
    """A re-entrant lock with a version that grows by one at every change."""

    def __init__(self) -> None:
        self._condition = threading.Condition(threading.RLock())
        self._version = 0

    def __enter__(self) -> "Board":
        self._condition.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._condition.release()

    @property
    def version(self) -> int:
        """Answer how many changes there have been."""
        return self._version

    def touch(self) -> None:
        """Record that something changed and wake all who wait."""
        with self._condition:
            self._version += 1
            self._condition.notify_all()

    def wait_for(self, predicate: Callable[[], T], *, timeout_s: float) -> T:
        """Answer the first true result of the predicate; TimeoutError with its name when there is none in time."""
        ends = clock.elapsed_s() + timeout_s
        while True:
            seen = self._version
            # Not under the lock: a predicate may ask the providers over HTTP, whose threads need the board.
            result = predicate()
            if result:
                return result
            left = ends - clock.elapsed_s()
            if left <= 0:
                raise TimeoutError(f"not within {timeout_s} s: {getattr(predicate, '__qualname__', predicate)}")
            with self._condition:
                # A predicate may look at the service as well, whose changes wake nobody here: look again soon.
                if seen == self._version:
                    self._condition.wait(min(left, 0.1))
