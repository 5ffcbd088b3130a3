"""A provider on the loopback that answers as scripted: well, badly, late, or not at all."""

import socket
import struct
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Answer:
    """One scripted answer; `breaks` happens after the request was read and instead of an answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    breaks: Literal["hang", "reset", "close"] | None = None


@dataclass(frozen=True)
class Asked:
    """One request the provider saw."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode(), keep_blank_values=True)


class Provider:
    """The server; `answers` are used in order, `asked` is what came."""

    def __init__(self) -> None:
        self.answers: deque[Answer] = deque()
        self.asked: list[Asked] = []
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                parts = urlsplit(self.path)
                provider.asked.append(
                    Asked(self.command, parts.path, parse_qs(parts.query), dict(self.headers.items()), body)
                )
                answer = provider.answers.popleft()
                if answer.breaks:
                    self._break(answer.breaks)
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if not any(name.lower() == "content-length" for name in answer.headers):
                    self.send_header("Content-Length", str(len(answer.body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(answer.body)
                self.close_connection = True

            do_GET = do_POST = _answer  # noqa: N815 - names that http.server looks for

            def _break(self, how: str) -> None:
                self.close_connection = True
                if how == "hang":
                    provider._released.wait(10)
                if how == "reset":
                    # With no time to linger, closing sends a reset.
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def refusing_url() -> str:
    """Return the URL of a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"
