"""Posting to the service later, in order and again: the providers' delivery of webhooks.

One thread keeps the agenda, a few carry it out. A post that fails is repeated by the rules of the URL's fragment
(`#rc=3&rp=ct,rt,5xx`, Twilio's connection overrides) or by the caller's own policy. Knows nothing of messages.
"""

import heapq
import http.client
import itertools
import threading
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from simulator import clock


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered to one post; status is None when there was no answer."""

    status: int | None
    failure: str | None = None  # ct: no connection; rt: no answer in time, or a broken one
    body: bytes = b""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """How often and after what a post is repeated."""

    retries: int = 1
    retried: frozenset[str] = frozenset({"ct"})
    timeout_s: float = 15.0
    gap_s: float = 0.2

    def wants_another(self, answer: Answer) -> bool:
        """Tell whether this answer is one that is tried again."""
        if answer.status is None:
            return "all" in self.retried or answer.failure in self.retried
        kind = f"{answer.status // 100}xx"
        return kind in ("4xx", "5xx") and ("all" in self.retried or kind in self.retried)


def policy_of(url: str) -> tuple[str, Policy]:
    """Split a configured URL into what is requested (and signed) and how it is repeated."""
    bare, _, fragment = url.partition("#")
    wishes = parse_qs(fragment)
    if not wishes:
        return bare, Policy()
    retried = frozenset(wishes.get("rp", ["ct"])[0].split(","))
    timeout_s = int(wishes.get("rt", ["15000"])[0]) / 1000
    return bare, Policy(retries=int(wishes.get("rc", ["1"])[0]), retried=retried, timeout_s=timeout_s)


def send(url: str, *, method: str = "POST", body: bytes = b"", headers: Mapping[str, str], timeout_s: float) -> Answer:
    """Make one request without following redirects; never raises for what the network does."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout_s)
    try:
        try:
            connection.connect()
        except OSError:
            return Answer(None, "ct")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body=body, headers=dict(headers))
        response = connection.getresponse()
        return Answer(response.status, None, response.read(), response.getheader("Content-Type", "") or "")
    except (OSError, http.client.HTTPException):
        return Answer(None, "rt")
    finally:
        connection.close()


def send_until_answered(url: str, *, body: bytes, headers: Mapping[str, str], policy: Policy) -> list[Answer]:
    """Post by the policy, sleeping between tries; answer every attempt, the last one last."""
    token = {"I-Twilio-Idempotency-Token": str(uuid.uuid4()), **headers}
    answers = [send(url, body=body, headers=token, timeout_s=policy.timeout_s)]
    pause = threading.Event()
    while len(answers) <= policy.retries and policy.wants_another(answers[-1]):
        pause.wait(policy.gap_s * 2 ** (len(answers) - 1))
        answers.append(send(url, body=body, headers=token, timeout_s=policy.timeout_s))
    return answers


class Postman:
    """An agenda of jobs with delays, carried out by a few threads."""

    def __init__(self, *, hands: int = 16) -> None:
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._condition = threading.Condition()
        self._open = 0
        self._stopped = False
        self._pool = ThreadPoolExecutor(hands, thread_name_prefix="postman")
        self._thread = threading.Thread(target=self._keep_agenda, name="postman-agenda", daemon=True)
        self._thread.start()

    def later(self, delay_s: float, job: Callable[[], None]) -> None:
        """Have a job done after a delay in machine seconds; jobs of one instant keep their order of start."""
        with self._condition:
            if self._stopped:
                return
            self._open += 1
            heapq.heappush(self._agenda, (clock.elapsed_s() + delay_s, next(self._order), job))
            self._condition.notify_all()

    def wait_idle(self, *, timeout_s: float) -> bool:
        """Wait until nothing is planned or under way; answer whether that came in time."""
        with self._condition:
            return self._condition.wait_for(lambda: self._open == 0, timeout_s)

    def stop(self) -> None:
        """Drop what is planned and wait for what is under way."""
        with self._condition:
            self._stopped = True
            self._agenda.clear()
            self._condition.notify_all()
        self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _keep_agenda(self) -> None:
        while True:
            with self._condition:
                if self._stopped:
                    return
                if not self._agenda:
                    self._condition.wait()
                    continue
                wait_s = self._agenda[0][0] - clock.elapsed_s()
                if wait_s > 0:
                    self._condition.wait(wait_s)
                    continue
                job = heapq.heappop(self._agenda)[2]
            self._pool.submit(self._do, job)

    def _do(self, job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            with self._condition:
                self._open -= 1
                self._condition.notify_all()
