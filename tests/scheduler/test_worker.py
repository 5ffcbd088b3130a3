"""The worker: sends at once, ends cleanly, and outlives every failure of what it calls."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.channels.port import Accepted, OutgoingMessage
from bot.clock import SystemClock
from bot.services import Services
from models.machine import Tick as TickRow
from models.message import Message
from models.session import Database
from scheduler import run, ticks
from scheduler.ticks import Tick
from tests.usecases.house import ANN, BOB, MAIN, House

ROOT = Path(__file__).parent.parent.parent
LISTENERS = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
clock = SystemClock()


@contextmanager
def working(house: House) -> Iterator[run.Worker]:
    """A worker that is ended at the end, whatever happens."""
    worker = run.start(house.services)
    try:
        yield worker
    finally:
        worker.stop()


def eventually(condition: Callable[[], object], *, within_s: float = 10.0) -> float:
    """Wait until a condition holds; answers after how many seconds."""
    start = clock.monotonic()
    while not condition():
        assert clock.monotonic() - start < within_s, "it never came true"
        clock.sleep(0.01)
    return clock.monotonic() - start


def test_an_answer_goes_at_once(house: House) -> None:
    with working(house):
        clock.sleep(0.3)
        house.text(ANN, MAIN, "where is it?")

        assert eventually(lambda: house.said_to(ANN)) < 2.0


def test_a_message_that_waited_for_its_worker_goes_when_it_starts(house: House) -> None:
    house.write()

    with working(house):
        eventually(lambda: house.said_to(ANN))


def test_a_message_that_was_put_off_goes_when_its_time_has_come(house: House) -> None:
    number = house.write()
    house.change(Message, Message.id == number, try_at=clock.machine_now() + timedelta(seconds=1))

    with working(house):
        assert eventually(lambda: house.said_to(ANN)) < 3.0


def test_a_worker_that_is_stopped_lets_its_sends_end(house: House) -> None:
    begun, accept = threading.Event(), house.sms.send

    def slowly(message: OutgoingMessage) -> Accepted:
        begun.set()
        clock.sleep(0.5)
        return accept(message)

    house.sms.send = slowly  # type: ignore[method-assign]
    number = house.write()
    before = set(threading.enumerate())

    with working(house):
        assert begun.wait(10)

    assert house.message(number).status == "sent"
    left = {thread.name for thread in set(threading.enumerate()) - before if thread.is_alive()}
    assert left <= {"notify"}


def test_a_channel_that_breaks_stops_nobody_else(house: House) -> None:
    accept = house.sms.send

    def breaks(message: OutgoingMessage) -> Accepted:
        if message.to_address == ANN:
            raise RuntimeError("a bug of this test")
        return accept(message)

    house.sms.send = breaks  # type: ignore[method-assign]
    broken = house.write(ANN)
    house.write(BOB)

    with working(house):
        eventually(lambda: house.said_to(BOB))
        eventually(lambda: house.message(broken).status != "started")

    # Nobody knows whether it went, so the provider is asked.
    assert house.message(broken).status == "unknown"


def test_a_worker_outlives_a_database_that_fails(house: House) -> None:
    with working(house):
        rename(house.services.database, "messages", "away")
        house.services.work.set()
        clock.sleep(0.5)
        rename(house.services.database, "away", "messages")
        house.write()

        eventually(lambda: house.said_to(ANN))


def test_a_worker_notes_its_pulse(house: House) -> None:
    with working(house):
        # What an outage may have left behind is looked for at the start, everything else in its turn.
        eventually(lambda: set(house.all(select(TickRow.name))) == {"reconcile_inbound", "work"})

    pulse = house.one(select(TickRow).where(TickRow.name == "work"))
    assert pulse.result == "0 timers, 0 messages"
    assert timedelta(0) <= clock.machine_now() - pulse.last_at < timedelta(seconds=30)


def test_every_tick_runs_on_an_empty_house_and_notes_its_pulse(house: House) -> None:
    for tick in ticks.TICKS:
        ticks.run(tick, house.services)
        ticks.run(tick, house.services)

    noted = house.all(select(TickRow).order_by(TickRow.name))
    assert [(row.name, row.result) for row in noted] == sorted((tick.name, "0") for tick in ticks.TICKS)


def test_a_tick_that_fails_says_so_and_the_next_one_tries_again(house: House) -> None:
    results: Iterator[int | Exception] = iter([RuntimeError("a bug of this test"), 7])

    def act(_: Services) -> int:
        result = next(results)
        if isinstance(result, Exception):
            raise result
        return result

    for expected in ("failed: RuntimeError", "7"):
        ticks.run(Tick("odd", 1, act), house.services)
        assert house.one(select(TickRow.result)) == expected


def test_a_tick_whose_pulse_cannot_be_noted_is_no_error(house: House) -> None:
    rename(house.services.database, "ticks", "away")

    ticks.run(ticks.TICKS[0], house.services)

    rename(house.services.database, "away", "ticks")
    assert house.all(select(TickRow)) == []


def test_work_that_another_process_leaves_is_heard_of(postgres_url: str, on_postgres: House) -> None:
    there = Database(postgres_url)
    heard, stopping = threading.Event(), threading.Event()
    listener = threading.Thread(target=there.listen, args=(heard.set, stopping))
    listener.start()

    def is_heard() -> bool:
        with on_postgres.services.database.write() as session:
            session.info["work"] = True
        return heard.wait(0.2)

    eventually(is_heard)
    stopping.set()
    listener.join(5)

    assert not listener.is_alive()
    there.close()


def test_a_listener_that_was_cut_off_listens_again(on_postgres: House) -> None:
    with working(on_postgres):
        # Each time in a transaction of its own: within one, PostgreSQL shows the same activity for ever.
        def cut() -> bool:
            terminate = f"SELECT pg_terminate_backend(pid) {LISTENERS}"
            with on_postgres.services.database.write() as session:
                return bool(session.execute(text(terminate)).all())

        eventually(cut)
        listening = f"SELECT 1 {LISTENERS}"

        def listens() -> bool:
            with on_postgres.services.database.read() as session:
                return session.execute(text(listening)).first() is not None

        eventually(listens)


@pytest.mark.slow
def test_the_process_works_until_it_is_told_to_end(sqlite_url: str, tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": sqlite_url}
    env |= {"SECRET_KEY": "k" * 32, "API_KEY": "a" * 32, "PUBLIC_URL": "http://localhost:1"}
    process = subprocess.Popen([sys.executable, "-m", "scheduler"], cwd=tmp_path, env={**os.environ, **env})
    database = Database(sqlite_url)

    def beats() -> bool:
        with database.read() as session:
            return session.get(TickRow, "work") is not None

    try:
        eventually(beats, within_s=30)
        process.send_signal(signal.SIGTERM)

        assert process.wait(15) == 0
    finally:
        process.kill()
        process.wait(5)
        database.close()


def rename(database: Database, old: str, new: str) -> None:
    """Take a table away, or bring it back."""
    with database.write() as session:
        session.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


def test_a_worker_that_is_stopped_as_soon_as_it_started_ends_cleanly(house: House) -> None:
    for _ in range(5):
        with working(house):
            pass

    assert [thread.name for thread in threading.enumerate() if thread.name in ("worker", "listen", "APScheduler")] == []
