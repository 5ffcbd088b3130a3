"""A provider that knows next to nothing: takes texts and mails, lists texts, and answers with the fewest words.

Independent of the simulator, so that the service cannot lean on what only the simulator does.
"""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class BareProvider:
    """What was asked, and what goes wrong for a number next: `drop`, `500`, `429` or `hang`, the oldest word first."""

    url: str = ""
    texts: list[dict[str, str]] = field(default_factory=list)
    mails: list[dict[str, Any]] = field(default_factory=list)
    trouble: dict[str, list[str]] = field(default_factory=dict)
    requests: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def bodies(self, to: str) -> list[str]:
        """Answer the words of every text that was taken for a number."""
        with self.lock:
            return [text["Body"] for text in self.texts if text["To"] == to]

    def take(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Take a text, or not; answer status and document. Status 0 drops the connection."""
        with self.lock:
            self.requests += 1
            ahead = self.trouble.get(form["To"], [])
            wrong = ahead.pop(0) if ahead else ""
            if wrong == "429":
                return 429, {"code": 20429, "message": "Too Many Requests", "status": 429}
            sid = f"SM{secrets.token_hex(16)}"
            self.texts.append({**form, "sid": sid, "at": formatdate()})
        if wrong == "hang":
            time.sleep(30)
        if wrong == "500":
            return 500, {}
        return (0, {}) if wrong in ("drop", "hang") else (201, {"sid": sid, "status": "queued"})

    def listed(self, query: dict[str, str]) -> dict[str, object]:
        """List texts as Twilio does, by their receiver and sender."""
        with self.lock:
            found = [
                {
                    "sid": text["sid"],
                    "to": text["To"],
                    "from": text["From"],
                    "body": text["Body"],
                    "status": "sent",
                    "direction": "outbound-api",
                    "date_created": text["at"],
                    "date_sent": text["at"],
                }
                for text in reversed(self.texts)
                if query.get("To") in (None, text["To"]) and query.get("From") in (None, text["From"])
            ]
        return {"messages": found}


class _Handler(BaseHTTPRequestHandler):
    """Three addresses and nothing else."""

    provider: BareProvider

    def do_POST(self) -> None:
        """Take a text or a mail."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path.endswith("/mail/send"):
            self.provider.mails.append(json.loads(body))
            self._answer(202, None)
            return
        form = {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}
        status, document = self.provider.take(form)
        if status == 0:
            self.close_connection = True
            self.connection.close()
            return
        self._answer(status, document)

    def do_GET(self) -> None:
        """List texts."""
        parts = urlsplit(self.path)
        if not parts.path.endswith("/Messages.json"):
            self._answer(404, {})
            return
        self._answer(200, self.provider.listed({name: values[-1] for name, values in parse_qs(parts.query).items()}))

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""

    def _answer(self, status: int, document: object) -> None:
        body = b"" if document is None else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def open_provider() -> Iterator[BareProvider]:
    """Serve one on a free port."""
    provider = BareProvider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    http.daemon_threads = True
    http.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    provider.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
