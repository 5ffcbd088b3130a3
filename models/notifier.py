"""Telling the workers of other processes that there is work, after the commit and outside its transaction.

A NOTIFY inside a transaction makes all commits of the database wait for one another, so one thread per process sends
it instead. Losing one is harmless: every worker looks for work each second by itself.
"""

import threading

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

CHANNEL = "doorstep"
"""The PostgreSQL channel that wakes the workers."""
_PAUSE_S = 0.02
"""After one the next waits so long: under load a worker that is awake need not be told of every commit."""


class Notifier:
    """Sends one NOTIFY for any number of commits that happened meanwhile."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._news = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def tell(self) -> None:
        """Have the workers told soon; returns at once. The thread begins here, after any fork of the process."""
        self._news.set()
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="notify", daemon=True)
                    self._thread.start()

    def stop(self) -> None:
        """End the thread, which otherwise would open a connection again after the engine has closed them all."""
        self._stopping.set()
        self._news.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            self._news.wait()
            self._news.clear()
            if self._stopping.is_set():
                return
            try:
                with self._engine.connect() as connection:
                    connection.execute(text(f"NOTIFY {CHANNEL}"))
            except SQLAlchemyError:
                # The database is away; the workers' own tick finds the work when it is back.
                pass
            self._stopping.wait(_PAUSE_S)
