"""The simulator's only reading of the machine clock.

The carrier and the mail provider live in machine time, as the real ones do; what day it is for a customer
is the service's business and is asked from the service (see service.py).
"""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """Answer the machine's instant, aware UTC."""
    return datetime.now(UTC)


def elapsed_s() -> float:
    """Answer seconds of a clock that never jumps."""
    return time.monotonic()
