"""`doorstep migrate`, and what other commands do about a schema that is not current."""

import pytest
from sqlalchemy import text

from bot.usecases import migrate
from models.session import Database
from tests.cli.terminal import Terminal


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


def test_a_command_that_only_reads_makes_no_tables(terminal: Terminal) -> None:
    result = terminal.run("verify-custody")

    assert result.exit_code == 1
    assert "Run: doorstep migrate" in result.stderr
