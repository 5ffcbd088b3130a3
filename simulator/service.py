"""The service as the simulator sees it: its public API with the key, and its rehearsed clock. HTTP only."""

import json
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from simulator import clock, posting


class Service:
    """A client of the service's API that answers None when the service does not."""

    def __init__(self, url: str, api_key: str) -> None:
        self._url, self._key = url.rstrip("/"), api_key

    def call(self, method: str, path: str, body: object = None, *, timeout_s: float = 10.0) -> tuple[int, Any] | None:
        """Make one request; answer status and decoded JSON, or None without an answer."""
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        sent = b"" if body is None else json.dumps(body).encode()
        answer = posting.send(self._url + path, method=method, body=sent, headers=headers, timeout_s=timeout_s)
        if answer.status is None:
            return None
        try:
            return answer.status, json.loads(answer.body or b"null")
        except ValueError:
            return answer.status, None

    def health(self) -> Mapping[str, Any] | None:
        """Answer what /healthz tells, or None."""
        answer = self.call("GET", "/healthz", timeout_s=3.0)
        return answer[1] if answer and isinstance(answer[1], dict) else None

    def load(self, day: Mapping[str, Sequence[Mapping[str, Any]]]) -> str | None:
        """Put a day into the service; answer None, or what went wrong in one line."""
        puts = [(f"/api/v1/brands/{brand['ref']}", brand) for brand in day["brands"]]
        puts += [(f"/api/v1/routes/{route['ref']}", route) for route in day["routes"]]
        for path, body in puts:
            answer = self.call("PUT", path, body)
            if answer is None or answer[0] >= 300:
                return f"PUT {path}: {'no answer' if answer is None else answer[0]}"
        return None

    def report_positions(self, driver: str, fixes: Sequence[Mapping[str, Any]]) -> bool:
        """Post positions of a driver; answer whether they were taken."""
        answer = self.call("POST", f"/api/v1/drivers/{driver}/positions", list(fixes))
        return answer is not None and answer[0] < 300

    def report_event(self, tracking_number: str, event: Mapping[str, Any]) -> bool:
        """Post an event of a delivery; answer whether it was taken."""
        answer = self.call("POST", f"/api/v1/deliveries/{tracking_number}/events", event)
        return answer is not None and answer[0] < 300

    def stops_of(self, route: str) -> frozenset[str] | None:
        """Answer the tracking numbers that a route still carries, or None without an answer."""
        answer = self.call("GET", f"/api/v1/routes/{route}", timeout_s=3.0)
        if answer is None or answer[0] != 200 or not isinstance(answer[1], dict):
            return None
        return frozenset(str(stop["tracking_number"]) for stop in answer[1].get("stops", ()))

    def status_of(self, tracking_number: str) -> str | None:
        """Answer the status of a delivery in lower case, or None."""
        answer = self.call("GET", f"/api/v1/deliveries/{tracking_number}", timeout_s=3.0)
        if answer is None or answer[0] != 200 or not isinstance(answer[1], dict):
            return None
        return str(answer[1].get("status", "")).lower() or None


class BusinessClock:
    """The service's rehearsed time, asked for now and then and carried on in between."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._anchor: tuple[datetime, float] | None = None
        self.rate = 1.0

    def sync(self) -> bool:
        """Ask the service; answer whether it answered."""
        health = self._service.health()
        heard_s = clock.elapsed_s()
        try:
            told = datetime.fromisoformat(str((health or {})["now"]))
        except (KeyError, ValueError):
            return False
        with self._lock:
            if isinstance((health or {}).get("rate"), int | float):
                self.rate = float((health or {})["rate"])
            elif self._anchor and heard_s - self._anchor[1] > 1:
                # Measured over at least a second, and rounded: rehearsals run at sensible rates.
                measured = (told - self._anchor[0]).total_seconds() / (heard_s - self._anchor[1])
                self.rate = max(1.0, round(measured) if measured < 20 else round(measured / 5) * 5)
            self._anchor = (told, heard_s)
        return True

    def now(self) -> datetime | None:
        """Answer business time, or None while the service has not been heard of."""
        with self._lock:
            if self._anchor is None:
                return None
            return self._anchor[0] + timedelta(seconds=(clock.elapsed_s() - self._anchor[1]) * self.rate)
