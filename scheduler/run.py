"""The worker process: APScheduler rings the bell, the loop does the work, signals end it.

Nothing is stored in APScheduler: its job store must not be shared by processes, and one-shot jobs are lost in a crash.
"""

import signal
import threading
from types import FrameType

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.services import Services
from scheduler import ticks
from scheduler.loop import Loop

_log = structlog.get_logger()

_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Worker:
    """One worker: a bell, a loop, and a thread that listens to other processes where the database can tell."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._loop = Loop(services)
        self._bell = BackgroundScheduler(timezone="UTC", job_defaults=_DEFAULTS)
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._loop.run, name="worker", daemon=True),
            threading.Thread(target=self._listen, name="listen", daemon=True),
        ]

    def start(self) -> None:
        """Begin; returns at once."""
        self._bell.add_job(self._services.work.set, "interval", seconds=1)
        for tick in ticks.TICKS:
            # Not a job of its own: one that runs once breaks APScheduler's thread when it is shut down meanwhile.
            first = {"next_run_time": self._services.clock.machine_now()} if tick.at_start else {}
            self._bell.add_job(ticks.run, "interval", (tick, self._services), seconds=tick.every_s, **first)
        for thread in self._threads:
            thread.start()
        self._bell.start()
        self._services.work.set()
        _log.info("worker_started")

    def stop(self) -> None:
        """End after the sends under way have come to their end."""
        self._bell.shutdown(wait=True)
        self._stopping.set()
        self._loop.stop()
        for thread in self._threads:
            thread.join(timeout=30)
        _log.info("worker_stopped")

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                self._services.database.listen(self._services.work.set, self._stopping)
                return
            except Exception:
                # The tick still rings every second; listening again is only about the last few milliseconds.
                _log.warning("listening_interrupted")
                self._stopping.wait(2)


def start(services: Services) -> Worker:
    """Start a worker inside this process."""
    worker = Worker(services)
    worker.start()
    return worker


def run_until_signal(services: Services) -> None:
    """Run a worker as this whole process, until it is told to end."""
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    worker = start(services)
    ended.wait()
    worker.stop()
