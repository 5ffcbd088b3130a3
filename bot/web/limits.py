"""How often one address may ask for a page: token buckets in this process's memory, the oldest forgotten first.

Webhooks are never limited here: providers do not come again when they are sent away.
"""

import ipaddress
import threading
from collections import OrderedDict
from datetime import datetime

from delivery.buckets import Bucket, take

MOST_ADDRESSES = 10_000
# This machine and private networks. `is_private` would also take in ranges that only documentation uses.
_OURS = tuple(
    map(ipaddress.ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"))
)


class Limiter:
    """One bucket per address; `rate_per_s` refills it up to `burst`."""

    def __init__(self, *, rate_per_s: float = 1.0, burst: float = 60.0) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def wait_s(self, address: str, *, now: datetime) -> float:
        """Let one request of an address through (0), or tell how many seconds to wait. `now` is machine time."""
        with self._lock:
            bucket = self._buckets.get(address) or Bucket(self._burst, now)
            bucket, wait = take(bucket, amount=1, rate_per_s=self._rate_per_s, capacity=self._burst, now=now)
            self._buckets[address] = bucket
            self._buckets.move_to_end(address)
            while len(self._buckets) > MOST_ADDRESSES:
                self._buckets.popitem(last=False)
        return wait.total_seconds()


def visitor(remote: str | None, forwarded: str) -> str:
    """Tell who asks: the peer, or whom a proxy on this machine or network says it asks for.

    Only the last hop counts, which our own proxy wrote; what stands before it anybody may have made up.
    """
    try:
        peer = ipaddress.ip_address(remote or "")
    except ValueError:
        return remote or "unknown"
    is_ours = any(peer in network for network in _OURS)
    last = forwarded.rpartition(",")[2].strip()
    return last[:64] if is_ours and last else remote or "unknown"
