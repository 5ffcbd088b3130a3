"""The database: engine, the one way to begin a transaction, and what happens after a commit.

Use cases open `with database.write() as session:`; that is the unit of work. Nothing else commits.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import Session

from models.notifier import CHANNEL, Notifier

T = TypeVar("T")

_IN_THE_WAY = {"40001", "40P01"}
"""PostgreSQL's codes of a serialization failure and of a deadlock."""


_SNAPSHOT: Any = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class DatabaseDown(Exception):
    """The database cannot be reached, or could not do its work now: the same may succeed later."""


class InTheWay(DatabaseDown):
    """Two transactions were in each other's way and this one was undone: coming again at once helps."""


class Database:
    """One engine and its transactions.

    `write` begins immediately: SQLite refuses a transaction that read first and wants to write later while another
    process writes, whatever its busy time-out. One lock per process keeps SQLite's writers from starving each other.
    """

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.engine = _engine(url, pool_size=pool_size)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # Otherwise each statement on PostgreSQL would see another moment, and two of them a stop and no route.
        self._reading = self.engine if self.is_sqlite else self.engine.execution_options(**_SNAPSHOT)
        self._lock = threading.Lock()
        self._notifier = Notifier(self.engine)
        self._listeners: list[Callable[[], None]] = []

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Run one event's transaction; commits at the end, rolls back on any error, wakes workers when asked.

        Raises DatabaseDown.
        """
        with _reachable():
            if self.is_sqlite:
                with self._lock:
                    yield from self._transaction()
            else:
                yield from self._transaction()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Read a consistent snapshot; nothing is written. Raises DatabaseDown."""
        with _reachable(), Session(self._reading, expire_on_commit=False) as session, session.begin():
            if self.is_sqlite:
                begin(session.connection(), writes=False)
            yield session

    def on_work(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each commit of this process that left work for a worker."""
        self._listeners.append(listener)

    def listen(self, on_work: Callable[[], None], stopping: threading.Event) -> None:
        """Call `on_work` whenever another process leaves work, until stopped; returns at once where none can tell."""
        if self.is_sqlite:
            return
        connection = self.engine.raw_connection()
        try:
            # Detached first, the connection would have forgotten its driver.
            driver: Any = connection.driver_connection
            connection.detach()
            driver.autocommit = True
            driver.execute(f"LISTEN {CHANNEL}")
            while not stopping.is_set():
                for _ in driver.notifies(timeout=1.0, stop_after=1):
                    on_work()
        finally:
            connection.close()

    def close(self) -> None:
        """Give all connections back."""
        self._notifier.stop()
        self.engine.dispose()

    def _transaction(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session:
            with session.begin():
                if self.is_sqlite:
                    begin(session.connection(), writes=True)
                yield session
            if session.info.get("work"):
                if not self.is_sqlite:
                    self._notifier.tell()
                for listener in self._listeners:
                    listener()


def run(session: Session, statement: Executable, /, **values: Any) -> CursorResult[*tuple[Any, ...]]:
    """Execute a statement that was prepared once, with `bindparam` for its values.

    Preparing costs several times what executing does; nothing that the session still holds is flushed before.
    """
    return session.connection().execute(statement, values)


def leave_work(session: Session) -> None:
    """Note that this transaction leaves something for a worker to do at once."""
    session.info["work"] = True


def again(act: Callable[[], T]) -> T:
    """Do a whole event, and once or twice more where another transaction was in its way. Raises DatabaseDown."""
    for _ in range(2):
        try:
            return act()
        except InTheWay:
            continue
    return act()


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, DisconnectionError, NoConnectionFree) as error:
        is_in_the_way = getattr(getattr(error, "orig", None), "sqlstate", None) in _IN_THE_WAY
        raise (InTheWay if is_in_the_way else DatabaseDown)(type(error).__name__) from error


def _engine(url: str, *, pool_size: int) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_size=pool_size, max_overflow=10, hide_parameters=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    # The journal's mode belongs to the file: whoever finds it locked is not the only one that switches it just now.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode=WAL").close()
    # FULL: an inbound text that was acknowledged must survive a power cut; NORMAL may lose the last commits.
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}").close()


def begin(connection: Connection, *, writes: bool) -> None:
    """Begin a transaction of SQLite, whose driver begins none by itself.

    Not by SQLAlchemy's event: an engine with one asks for events at every step of every statement.
    """
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
