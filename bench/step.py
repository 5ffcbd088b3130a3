"""The cost of one step: a stored state read, an event answered, the new state written; no database, no network.

Run with `python -m bench.step`.
"""

import statistics
import time
from datetime import UTC, datetime, timedelta

from conversations import codec, router
from conversations.context import BrandView, Context, DeliveryView
from conversations.events import MessageReceived
from conversations.state import ThreadState
from conversations.understanding.reading import Role
from delivery.eta import Eta
from delivery.status import Status
from delivery.windows import Window

TEXTS = (
    "where is my parcel?",
    "AC-7F3K9Q",
    "5",
    "can you come tomorrow after 5?",
    "tell the driver the code is 4411",
    "thanks!",
    "is this real",
    "leave it with the neighbour please",
)
ROUNDS = 300
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def main() -> None:
    """Print the median and the 99th percentile of one step."""
    times = sorted(_step(text) for _ in range(ROUNDS) for text in TEXTS)
    print(
        f"\nOne step of a dialogue, decoded and encoded ({len(times)} steps): "
        f"median {statistics.median(times) * 1e6:.0f} us, p99 {times[int(len(times) * 0.99)] * 1e6:.0f} us"
    )


def _step(text: str) -> float:
    stored = codec.encode(ThreadState())
    began = time.perf_counter()
    state, _ = router.step(codec.decode(stored).state, MessageReceived(text), _CONTEXT)
    codec.encode(state)
    return time.perf_counter() - began


def _context() -> Context:
    window = Window(NOW, NOW + timedelta(hours=4))
    eta = Eta(NOW + timedelta(minutes=40), NOW + timedelta(minutes=30), NOW + timedelta(minutes=55), 0.9, 4, 60, True)
    delivery = DeliveryView(
        id=1,
        tracking_number="AC-7F3K9Q",
        status=Status.OUT_FOR_DELIVERY,
        zone="America/New_York",
        address="12 Elm St",
        window=window,
        promised=window,
        eta=eta,
        driver="Sam",
        tag=4,
    )
    return Context(
        now=NOW, role=Role.CUSTOMER, brand=BrandView("Acme", "America/New_York"), language="en", deliveries=(delivery,)
    )


_CONTEXT = _context()

if __name__ == "__main__":
    main()
