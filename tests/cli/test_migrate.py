"""`doorstep migrate`, and what other commands do about a schema that is not current."""

import pytest
from sqlalchemy import text

from bot.cli import opening
from bot.settings import Settings
from bot.usecases import migrate
from models.session import Database
from tests.cli.terminal import KEYS, Terminal, free_port


def _stamp(url: str, revision: str) -> None:
    database = Database(url)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    database.close()


def test_a_blank_database_gets_its_tables_once(terminal: Terminal, blank_url: str) -> None:
    first = terminal.run("migrate", DATABASE_URL=blank_url)
    second = terminal.run("migrate", DATABASE_URL=blank_url)

    assert first.output == f"The database was upgraded from nothing to {migrate.newest()}.\n"
    assert second.output == f"The database is up to date ({migrate.newest()}).\n"
    assert migrate.is_current(blank_url)


@pytest.mark.parametrize("words", [("migrate",), ("verify-custody",), ("load", "-")], ids=lambda words: words[0])
def test_a_database_of_a_newer_version_is_left_alone(
    words: tuple[str, ...], terminal: Terminal, sqlite_url: str
) -> None:
    _stamp(sqlite_url, "9999")

    result = terminal.run(*words, typed="{}", DATABASE_URL=sqlite_url)

    assert result.exit_code == 1
    assert "a newer Doorstep has made the database (9999)" in result.stderr
    assert migrate.revision(sqlite_url) == "9999"


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_starts_on_a_database_without_tables(command: str, terminal: Terminal, blank_url: str) -> None:
    result = terminal.run(command, "--no-migrate", DATABASE_URL=blank_url, BIND=f"127.0.0.1:{free_port()}")

    assert result.exit_code == 1
    assert "the database holds no tables yet. Run: doorstep migrate" in result.stderr


def test_going_on_with_other_tables_is_said(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    _stamp(sqlite_url, "9999")

    opening.make_ready(Settings.from_env({**KEYS, "DATABASE_URL": sqlite_url}), migrates=False)

    assert "Going on although a newer Doorstep has made the database (9999)" in capsys.readouterr().err


def test_a_command_that_only_reads_makes_no_tables(terminal: Terminal) -> None:
    result = terminal.run("verify-custody")

    assert result.exit_code == 1
    assert "Run: doorstep migrate" in result.stderr
