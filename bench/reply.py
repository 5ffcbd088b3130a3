"""How soon an answer leaves: from the webhook's 200 to the call at the carrier, on an idle machine.

Run with `python -m bench.reply`.
"""

import secrets
import statistics
import time
from contextlib import ExitStack
from datetime import UTC, datetime

from bench import day, load, servers
from bot.usecases import migrate

TEXTS = 40


def main() -> None:
    """Print the median and the worst of a handful of answers, each on an idle service."""
    with ExitStack() as stack:
        url = stack.enter_context(servers.sqlite_url())
        migrate.upgrade(url)
        carrier = stack.enter_context(servers.carrier())
        ours = stack.enter_context(
            servers.serving("wsgi:app", database_url=url, carrier_url=carrier.url, processes=1, worker=True)
        )
        servers.put(ours, "brands/acme", day.brand())
        servers.put(ours, "routes/R0", day.route(0, stops=TEXTS, date=datetime.now(UTC).date().isoformat()))
        time.sleep(3)
        delays = sorted(_delay(ours, carrier, number) for number in range(TEXTS))
    print(
        f"\nAnswer leaves after the webhook's commit ({TEXTS} texts, SQLite, idle): "
        f"median {statistics.median(delays) * 1000:.0f} ms, worst {delays[-1] * 1000:.0f} ms (aim 300)"
    )


def _delay(ours: tuple[str, int], carrier: servers.Carrier, number: int) -> float:
    to = day.phone(number).replace("+", "%2B")
    before = len(carrier.heard)
    request = load.text(
        host="doorstep.example",
        public_url="http://doorstep.example",
        account=servers.ACCOUNT,
        token=servers.TOKEN,
        sid="SM" + secrets.token_hex(16),
        from_=day.phone(number),
        to=day.LINE,
        body="where is my parcel?",
    )
    load.run(ours, [request], connections=1)
    committed = time.perf_counter()
    for _ in range(500):
        heard = [at for at, body in carrier.heard[before:] if to in body]
        if heard:
            time.sleep(0.15)
            return max(0.0, heard[0] - committed)
        time.sleep(0.01)
    raise TimeoutError("no answer within five seconds")


if __name__ == "__main__":
    main()
