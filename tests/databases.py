"""Databases for tests: each test that asks gets an empty one with the schema, on SQLite and on PostgreSQL.

    database_url   both, one after the other (the second carries the marker `postgres`)
    sqlite_url     SQLite alone
    postgres_url   PostgreSQL alone (carries the marker too)
    blank_url      both, without the schema: for migrations

The schema is built once per run and copied: a file for SQLite, a template database for PostgreSQL. A test process keeps
its PostgreSQL database and wipes it before each test.
"""

import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import create_engine

from tests import postgres_server

ROOT = Path(__file__).parent.parent
RUN = "DOORSTEP_TEST_RUN"
OWNER = "DOORSTEP_TEST_OWNER"
REQUIRED = "DOORSTEP_REQUIRE_POSTGRES"
TEMPLATE = "doorstep_template"
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]

# Replica role switches foreign keys and triggers off, so that order does not matter and append-only tables yield.
WIPE = """
DO $$
DECLARE found record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', found.tablename);
    END LOOP;
    FOR found IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        PERFORM setval(format('%I', found.sequencename)::regclass, 1, false);
    END LOOP;
END $$
"""
DISCONNECT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

_numbers = itertools.count(1)


def create_schema(url: str) -> None:
    """Build the newest schema in this empty database."""
    if (ROOT / "migrations" / "env.py").exists():
        config = Config()
        config.set_main_option("script_location", str(ROOT / "migrations"))
        config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
        command.upgrade(config, "head")
        return
    from models import tables

    engine = create_engine(url)
    tables.Base.metadata.create_all(engine)
    engine.dispose()


def wipe(url: str) -> None:
    """Delete every row of this PostgreSQL database and cut all other connections to it."""
    with psycopg.connect(_for_psycopg(url), autocommit=True) as connection:
        connection.execute(DISCONNECT)
        connection.execute(WIPE)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database with the schema, on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])
    return url


@pytest.fixture(params=BOTH)
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database without the schema, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
        return
    server = request.getfixturevalue("postgres_server_url")
    name = f"blank_{os.getpid()}_{next(_numbers)}"
    _administer(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield f"{server}/{name}"
    _administer(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An empty SQLite database with the schema."""
    path = tmp_path / "doorstep.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_database_url: str) -> str:
    """An empty PostgreSQL database with the schema; connections an earlier test left open are cut."""
    wipe(postgres_database_url)
    return postgres_database_url


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """The file every SQLite database of this run is copied from."""
    path = _run_directory() / "template.db"
    with _one_at_a_time():
        if not path.exists():
            building = path.with_suffix(".building")
            create_schema(f"sqlite:///{building}")
            building.rename(path)
    return path


@pytest.fixture(scope="session")
def postgres_server_url() -> str:
    """The address of this run's PostgreSQL server, without a database."""
    programs = postgres_server.find_programs()
    if programs is None:
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{REQUIRED}=1, but {postgres_server.MISSING}")
        pytest.skip(postgres_server.MISSING)
    address = _run_directory() / "postgres.url"
    with _one_at_a_time():
        if not address.exists():
            directory = _run_directory() / "postgres"
            shutil.rmtree(directory, ignore_errors=True)
            url = postgres_server.start(directory, programs=programs, owner_pid=int(os.environ[OWNER]))
            _administer(url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
            create_schema(f"{url}/{TEMPLATE}")
            address.write_text(url)
    return address.read_text()


@pytest.fixture(scope="session")
def postgres_database_url(postgres_server_url: str) -> str:
    """This process's own PostgreSQL database with the schema; wiped before each test."""
    name = f"doorstep_{os.getpid()}"
    clone = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
    with _one_at_a_time():
        _administer(postgres_server_url, clone)
    return f"{postgres_server_url}/{name}"


def pytest_configure(config: pytest.Config) -> None:
    """Open the run's directory in the process that owns the run."""
    if RUN not in os.environ:
        os.environ[RUN] = tempfile.mkdtemp(prefix="doorstep-tests-")
        os.environ[OWNER] = str(os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, if one was started, and remove the run's directory."""
    if os.environ.get(OWNER) != str(os.getpid()):
        return
    programs = postgres_server.find_programs()
    if programs and (_run_directory() / "postgres" / "data" / "postmaster.pid").exists():
        postgres_server.stop(_run_directory() / "postgres", programs=programs)
    shutil.rmtree(_run_directory(), ignore_errors=True)
    del os.environ[RUN], os.environ[OWNER]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that names a PostgreSQL fixture."""
    for item in items:
        if "postgres_server_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgres)


def _run_directory() -> Path:
    return Path(os.environ[RUN])


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one test process of the run through at a time."""
    with (_run_directory() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _administer(server_url: str, statement: sql.Composed) -> None:
    with psycopg.connect(_for_psycopg(f"{server_url}/postgres"), autocommit=True) as connection:
        connection.execute(statement)


def _for_psycopg(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
