"""`doorstep serve` and `doorstep worker` as processes: they listen, work, refuse and end."""

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import lock, ports
from tests.cli.terminal import Process, Terminal, free_port, status, until

Start = Callable[..., Process]

pytestmark = pytest.mark.slow


def _serve(start: Start, *words: str, **env: str) -> tuple[Process, str]:
    port = free_port()
    process = start("serve", "--bind", f"127.0.0.1:{port}", *words, **env)
    url = f"http://127.0.0.1:{port}"
    until(lambda: status(f"{url}/healthz") == 200 or process.process.poll() is not None, why="healthz")
    assert process.process.poll() is None, process.output
    return process, url


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in found.split()]


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Whoever is left to init may stay a zombie in a container.
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"


def test_one_process_on_sqlite_serves_and_works(start: Start) -> None:
    process, url = _serve(start)

    until(lambda: status(f"{url}/readyz") == 200, why="the worker's pulse")
    assert "(SQLite, with the worker). Ctrl-C ends it." in process.output
    assert len(_children(process.process.pid)) == 1
    process.signal(signal.SIGINT)
    assert process.ended() == 0
    assert '"worker_stopped"' in process.output
    assert "Traceback" not in process.output


def test_a_wsgi_file_where_it_was_started_is_not_run(start: Start, terminal: Terminal) -> None:
    (terminal.folder / "wsgi.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")
    (terminal.folder / "bot").mkdir()

    process, url = _serve(start)

    assert status(f"{url}/healthz") == 200
    assert "the wrong one" not in process.output


def test_a_web_process_that_dies_is_replaced(start: Start) -> None:
    process, url = _serve(start)
    (child,) = _children(process.process.pid)

    os.kill(child, signal.SIGKILL)

    until(lambda: not _is_there(child) and status(f"{url}/healthz") == 200, why="another web process")


def test_nothing_is_left_of_a_server_that_was_killed(start: Start) -> None:
    process, url = _serve(start)
    (child,) = _children(process.process.pid)

    process.signal(signal.SIGKILL)

    until(lambda: not _is_there(child), why="the web process to end")
    assert status(f"{url}/healthz") is None


def test_a_port_that_is_taken_is_told(start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        process = start("serve", "--bind", f"127.0.0.1:{other.getsockname()[1]}")

        assert process.ended() == 1

    assert "cannot be listened on: address already in use. Choose another with --bind." in process.output


def test_a_worker_beside_a_server_that_works_is_refused(start: Start) -> None:
    _serve(start)

    worker = start("worker")

    assert worker.ended() == 1
    assert "another process is at work on this SQLite file already" in worker.output


def test_a_worker_of_its_own_works_where_the_server_does_not(start: Start) -> None:
    _, url = _serve(start, "--no-worker")
    assert status(f"{url}/readyz") == 503

    worker = start("worker")

    until(lambda: status(f"{url}/readyz") == 200, why="the worker's pulse")
    worker.signal(signal.SIGTERM)
    assert worker.ended() == 0
    assert '"worker_stopped"' in worker.output


def test_several_processes_on_sqlite_are_refused(terminal: Terminal) -> None:
    result = terminal.run("serve", "--processes", "2")

    assert result.exit_code == 2
    assert "SQLite is served by one process" in result.stderr


def test_on_postgresql_the_web_has_processes_and_workers_are_many(start: Start, postgres_url: str) -> None:
    process, url = _serve(start, DATABASE_URL=postgres_url)
    assert "(PostgreSQL, without a worker)" in process.output
    assert len(_children(process.process.pid)) == 2
    assert status(f"{url}/readyz") == 503

    workers = [start("worker", DATABASE_URL=postgres_url) for _ in range(2)]

    until(lambda: status(f"{url}/readyz") == 200, why="the workers' pulse")
    until(lambda: all('"worker_started"' in worker.output for worker in workers), why="both workers")
    for worker in workers:
        worker.signal(signal.SIGINT)
    assert [worker.ended() for worker in workers] == [0, 0]


def test_several_that_start_at_once_agree_about_the_tables(start: Start, blank_url: str) -> None:
    migrations = [start("migrate", DATABASE_URL=blank_url) for _ in range(3)]

    assert [migration.ended() for migration in migrations] == [0, 0, 0], [m.output for m in migrations]


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    waited: list[str] = []
    lock.hold(tmp_path / "lock")

    with pytest.raises(lock.Held):
        lock.hold(tmp_path / "lock", patience_s=0.2, waiting=lambda: waited.append("once"))

    assert waited == ["once"]


def test_a_port_is_chosen_or_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]

        assert ports.choose(None, usual=taken, option="--port") != taken
        assert f"Port {taken} is taken" in capsys.readouterr().out
        with pytest.raises(Exception, match="Choose another with --port"):
            ports.choose(taken, usual=8000, option="--port")


def test_a_host_that_is_none_is_told() -> None:
    assert ports.trouble("::1%nowhere", 1) is not None
