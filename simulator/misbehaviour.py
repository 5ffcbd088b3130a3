"""Carrying out the faults that concern a connection: resets, silence and slowness.

Knows the development server of Werkzeug, which shows the socket of a request in its environment.
"""

import socket
import struct
import threading
from collections.abc import Mapping
from typing import Any

from flask import Response

from simulator.faults import Fault, FaultKind


def reset_connection(environ: Mapping[str, Any]) -> Response:
    """Reset the connection under the request; the answer given back never leaves."""
    connection: socket.socket = environ["werkzeug.socket"]
    # Lingering for zero seconds makes the kernel send a reset instead of an orderly end.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.shutdown(socket.SHUT_RDWR)
    answer = Response(status=500)
    answer.headers["Connection"] = "close"
    return answer


def suffer(fault: Fault, *, environ: Mapping[str, Any], released: threading.Event, usual: Response) -> Response:
    """Answer the request as the fault wants it; `usual` is what a healthy provider would have said."""
    if fault.kind in (FaultKind.HANG_BEFORE, FaultKind.HANG_AFTER):
        released.wait(fault.delay_s)
        return reset_connection(environ)
    if fault.kind is FaultKind.SLOW:
        released.wait(fault.delay_s)
        return usual
    if fault.kind in (FaultKind.RESET_BEFORE, FaultKind.DROPPED_AFTER):
        return reset_connection(environ)
    return Response("upstream error\n", status=fault.http_status, content_type="text/plain")
