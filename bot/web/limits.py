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
    """Tell who asks: the peer, or whom proxies on this machine or network say they ask for.

    Read from the end, where our own proxies wrote; what stands before the first stranger anybody may have made up.
    """
    peer = _address(remote or "")
    if peer is None:
        return remote or "unknown"
    for hop in reversed(forwarded.split(",")):
        if not _is_ours(peer) or (before := _address(hop)) is None:
            break
        peer = before
    # One household or one attacker has all of a /64; by single addresses nobody would ever be slowed down.
    return str(ipaddress.ip_network((peer, 64), strict=False).network_address) if peer.version == 6 else str(peer)


def _is_ours(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return any(address in network for network in _OURS)


def _address(hop: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Read an address, with a port or without."""
    bare = hop.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
