"""Inbound texts, web to commit: throughput and tail against the floor, in one run, in turn.

Run with `python -m bench.inbound`; PostgreSQL is measured too where DOORSTEP_BENCH_POSTGRES names an empty database.
"""

import os
import secrets
import statistics
from contextlib import ExitStack
from datetime import UTC, datetime

from bench import day, load, servers
from bench.load import Result
from bot.usecases import migrate

ROUTES, STOPS = 10, 20
TEXTS, ROUNDS, CONNECTIONS = 1500, 3, 16


def main() -> None:
    """Print the ratios for each database."""
    with servers.sqlite_url() as url:
        measure("SQLite, 1 process", url, processes=1)
    if url := os.environ.get("DOORSTEP_BENCH_POSTGRES", ""):
        measure("PostgreSQL, 2 processes", url, processes=2)
    else:
        print("PostgreSQL: not measured; set DOORSTEP_BENCH_POSTGRES to the URL of an empty database.")


def measure(title: str, url: str, *, processes: int) -> None:
    """Measure the service and the floor in turn on one database and print the medians of their ratios."""
    migrate.upgrade(url)
    with ExitStack() as stack:
        carrier = stack.enter_context(servers.carrier())
        ours = stack.enter_context(
            servers.serving("wsgi:app", database_url=url, carrier_url=carrier.url, processes=processes, worker=False)
        )
        floor = stack.enter_context(
            servers.serving(
                "bench.floor:app", database_url=url, carrier_url=carrier.url, processes=processes, worker=False
            )
        )
        _load_day(ours)
        for address in (ours, floor):
            load.run(address, _texts(200), connections=CONNECTIONS)
        pairs = [
            (
                load.run(ours, _texts(TEXTS), connections=CONNECTIONS),
                load.run(floor, _texts(TEXTS), connections=CONNECTIONS),
            )
            for _ in range(ROUNDS)
        ]
    _report(title, pairs)


def _load_day(address: tuple[str, int]) -> None:
    today = datetime.now(UTC).date().isoformat()
    servers.put(address, "brands/acme", day.brand())
    for number in range(ROUTES):
        servers.put(address, f"routes/R{number}", day.route(number, stops=STOPS, date=today))


def _texts(count: int) -> list[bytes]:
    return [
        load.text(
            host="doorstep.example",
            public_url="http://doorstep.example",
            account=servers.ACCOUNT,
            token=servers.TOKEN,
            sid="SM" + secrets.token_hex(16),
            from_=day.phone(n % (ROUTES * STOPS)),
            to=day.LINE,
            body="where is my parcel?",
        )
        for n in range(count)
    ]


def _report(title: str, pairs: list[tuple[Result, Result]]) -> None:
    failed = sum(ours.failed + floor.failed for ours, floor in pairs)
    print(f"\nInbound text, web to commit: {title} ({TEXTS} texts, {CONNECTIONS} connections, {ROUNDS} rounds)")
    for name, results in (("Doorstep", [p[0] for p in pairs]), ("floor", [p[1] for p in pairs])):
        print(
            f"  {name:9} {statistics.median(r.rate for r in results):8.0f}/s   "
            f"median {statistics.median(r.median for r in results) * 1000:6.1f} ms   "
            f"p99 {statistics.median(r.p99 for r in results) * 1000:6.1f} ms"
        )
    print(
        f"  throughput {statistics.median(o.rate / f.rate for o, f in pairs):.2f} of the floor (aim 0.50); "
        f"p99 {statistics.median(o.p99 / f.p99 for o, f in pairs):.2f} times the floor's (aim 2.50); failed {failed}"
    )


if __name__ == "__main__":
    main()
