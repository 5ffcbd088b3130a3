"""The databases and the network of the tests are what they promise."""

import os
import socket
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, inspect, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.machine import RehearsalAnchor
from tests import postgres_server
from tests.databases import ROOT, create_schema, wipe


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_finds_an_empty_schema(database_url: str, turn: str) -> None:
    engine = create_engine(database_url)

    with Session(engine) as session, session.begin():
        found = session.scalar(select(func.count()).select_from(RehearsalAnchor))
        session.add(RehearsalAnchor(plan=turn, anchor_at=datetime(2026, 11, 23, tzinfo=UTC)))

    engine.dispose()
    assert found == 0


def test_a_blank_database_has_no_schema_until_it_is_built(blank_url: str) -> None:
    engine = create_engine(blank_url)
    before = inspect(engine).get_table_names()

    create_schema(blank_url)

    after = inspect(engine).get_table_names()
    engine.dispose()
    assert before == []
    assert "messages" in after


def test_a_lock_an_earlier_test_left_behind_is_cut(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    left = engine.connect()
    left.execute(text("LOCK TABLE rehearsal_anchors"))

    wipe(postgres_url)

    with pytest.raises(OperationalError):
        left.execute(text("SELECT 1"))
    left.invalidate()
    left.close()
    engine.dispose()


SAMPLE = """
def test_one(database_url: str) -> None:
    assert database_url
"""


def run_without_programs(tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a small suite of two tests where no PostgreSQL is installed."""
    (tmp_path / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(
        "from tests import postgres_server\n\npostgres_server.find_programs = lambda: None\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "tests.databases", "-p", "no:cacheprovider"]
    command += ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), str(tmp_path)]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("DOORSTEP_", "PYTEST_", "COV_"))}
    return subprocess.run(command, cwd=ROOT, env={**own, **env}, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_without_postgresql_its_tests_are_skipped_with_one_reason(tmp_path: Path) -> None:
    done = run_without_programs(tmp_path)

    assert done.returncode == 0, done.stdout
    assert "1 passed, 1 skipped" in done.stdout
    assert done.stdout.count(postgres_server.MISSING[:40]) == 1


@pytest.mark.slow
def test_postgresql_can_be_required(tmp_path: Path) -> None:
    done = run_without_programs(tmp_path, DOORSTEP_REQUIRE_POSTGRES="1")

    assert done.returncode == 1
    assert "1 passed, 1 error" in done.stdout


@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("2001:db8::1", 443)])
def test_a_test_cannot_connect_to_another_machine(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET

    with socket.socket(family) as sock, pytest.raises(RuntimeError, match="this machine alone"):
        sock.connect(address)


def test_a_test_cannot_look_up_a_name() -> None:
    with pytest.raises(RuntimeError, match="this machine alone"):
        urllib.request.urlopen("https://api.twilio.com/", timeout=1)


def test_a_test_may_speak_to_its_own_machine() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()
