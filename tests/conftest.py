"""What holds for every test: no network but the loopback, and how long Hypothesis searches."""

import ipaddress
import os
import sys

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases"]

# A slow machine is no failure. `quick` and `thorough` try the same examples every time; `search` looks for new ones.
_CALM = [HealthCheck.too_slow]
settings.register_profile("quick", max_examples=50, deadline=None, derandomize=True, suppress_health_check=_CALM)
settings.register_profile("thorough", max_examples=200, deadline=None, derandomize=True, suppress_health_check=_CALM)
settings.register_profile("search", max_examples=5000, deadline=None, suppress_health_check=_CALM)
settings.load_profile(os.environ.get("DOORSTEP_HYPOTHESIS", "quick"))


class RealNetworkRefused(RuntimeError):
    """A test tried to leave the machine."""


def _refuse_real_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if host is not None and not _is_here(host.decode() if isinstance(host, bytes) else str(host)):
        raise RealNetworkRefused(f"{event} to {host}: tests speak to this machine alone")


def _is_here(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host in ("", "localhost")
    return address.is_loopback or address.is_unspecified


sys.addaudithook(_refuse_real_network)
