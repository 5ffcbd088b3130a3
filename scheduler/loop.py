"""The worker's loop: woken by the bell it fires what is due and keeps as many sends going as its pool holds."""

import threading
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.services import Services
from bot.usecases import claim, fire_timers, pulse, send_messages
from bot.usecases.claim import Claimed

_log = structlog.get_logger()

IN_FLIGHT = 32
"""Provider calls at once; each is a thread that waits."""
LONGEST_WAIT_S = 1.0
_SHORTEST_WAIT_S = 0.01
_PULSE_EVERY_S = 5.0


class Loop:
    """One worker. `services.work` is its bell: rung by commits, by the scheduler's tick, by finished sends."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stopping = threading.Event()
        self._free = threading.Semaphore(IN_FLIGHT)
        self._pool = ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="send")
        self._beaten_at = float("-inf")

    def run(self) -> None:
        """Work until `stop` is called, then let the sends that are under way come to their end."""
        while not self._stopping.is_set():
            self._services.work.wait(self._wait_s())
            self._services.work.clear()
            if not self._stopping.is_set():
                self._work()
        self._pool.shutdown(wait=True)

    def stop(self) -> None:
        """Ask the loop to end."""
        self._stopping.set()
        self._services.work.set()

    def _work(self) -> None:
        started = self._services.clock.monotonic()
        try:
            fired, sent = 0, self._pump()
            while some := fire_timers.fire_some(self._services):
                fired, sent = fired + some, sent + self._pump()
            result = f"{fired} timers, {sent} messages"
        except Exception as error:
            # The database may be away for a while; the next round tries again.
            _log.exception("work_failed")
            result = f"failed: {type(error).__name__}"
        if started - self._beaten_at >= _PULSE_EVERY_S:
            self._beat(started, result)

    def _pump(self) -> int:
        begun = 0
        while (free := self._take_free()) > 0:
            claimed: list[Claimed] = []
            try:
                claimed = claim.claim(self._services, limit=free)
            finally:
                if len(claimed) < free:
                    self._free.release(free - len(claimed))
            for one in claimed:
                self._pool.submit(self._send, one)
            begun += len(claimed)
            if not claimed:
                break
        return begun

    def _take_free(self) -> int:
        taken = 0
        while taken < IN_FLIGHT and self._free.acquire(blocking=False):
            taken += 1
        return taken

    def _send(self, claimed: Claimed) -> None:
        try:
            send_messages.send(self._services, claimed)
        except Exception:
            # The row stays started; its lease runs out and it becomes unknown, which is the truth.
            _log.exception("send_failed", message_id=claimed.message.id)
        finally:
            self._free.release()
            self._services.work.set()

    def _wait_s(self) -> float:
        try:
            due_at = claim.next_due(self._services)
        except Exception:
            _log.exception("database_not_reached")
            return LONGEST_WAIT_S
        if due_at is None:
            return LONGEST_WAIT_S
        wait_s = (due_at - self._services.clock.machine_now()).total_seconds()
        return min(LONGEST_WAIT_S, max(_SHORTEST_WAIT_S, wait_s))

    def _beat(self, started: float, result: str) -> None:
        try:
            pulse.beat(self._services, name="work", started=started, result=result)
            self._beaten_at = started
        except Exception:
            _log.exception("pulse_not_noted", tick="work")
