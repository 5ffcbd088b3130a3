"""A small load generator: signed texts over kept-alive connections, each with its own time stamp.

Requests are prepared before the clock starts, so that the generator costs as little as it can of the shared machine.
"""

import base64
import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

PATH = "/webhooks/twilio/messages"


@dataclass(frozen=True, slots=True)
class Result:
    """Requests per second and the spread of their times in seconds; `failed` counts answers other than 200."""

    rate: float
    median: float
    p99: float
    failed: int


def text(*, host: str, public_url: str, account: str, token: str, sid: str, from_: str, to: str, body: str) -> bytes:
    """Prepare one signed webhook request as bytes."""
    form = {"MessageSid": sid, "AccountSid": account, "From": from_, "To": to, "Body": body, "NumMedia": "0"}
    signed = public_url + PATH + "".join(f"{key}{form[key]}" for key in sorted(form))
    signature = base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
    payload = urlencode(form).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Twilio-Signature: {signature}\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload


def run(address: tuple[str, int], requests: Sequence[bytes], *, connections: int) -> Result:
    """Send all requests over so many connections at once and measure."""
    times: list[float] = []
    failed = [0]
    lock = threading.Lock()

    def client(part: Sequence[bytes]) -> None:
        mine, bad = [], 0
        with socket.create_connection(address) as connection:
            for request in part:
                began = time.perf_counter()
                connection.sendall(request)
                bad += not _answer(connection).startswith(b"HTTP/1.1 200")
                mine.append(time.perf_counter() - began)
        with lock:
            times.extend(mine)
            failed[0] += bad

    threads = [threading.Thread(target=client, args=(requests[n::connections],)) for n in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    times.sort()
    return Result(len(times) / took, times[len(times) // 2], times[int(len(times) * 0.99)], failed[0])


def _answer(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += _more(connection)
    return head


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data
