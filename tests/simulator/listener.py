"""A stand-in for the service's webhooks in the simulator's own tests: keeps what is posted and answers as told."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Post:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """Answer the form-encoded body."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Listener:
    """A small HTTP server; `answers` are the statuses still to give, then 200 for ever."""

    answers: list[int] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    replies: dict[str, bytes | Callable[[], bytes]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with listener.lock:
                    listener.posts.append(Post(self.command, self.path, dict(self.headers), body))
                    status = listener.answers.pop(0) if listener.answers else 200
                reply = listener.replies.get(self.path, b"<Response/>")
                reply = reply if isinstance(reply, bytes) else reply()
                self.send_response(status)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def do_GET(self) -> None:
                self.do_POST()

            def do_PUT(self) -> None:
                self.do_POST()

            def log_message(self, format: str, *args: object) -> None:
                return

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def at(self, path: str) -> list[Post]:
        """Answer the posts to a path, oldest first."""
        with self.lock:
            return [post for post in self.posts if post.path.partition("?")[0] == path]

    def stop(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


def statuses(posts: Iterable[Post]) -> list[str]:
    """Answer the statuses that receipts tell."""
    return [post.form["MessageStatus"] for post in posts]
