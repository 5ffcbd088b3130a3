"""Migrations make exactly the tables that the code expects, and go back without a trace."""

import subprocess
import sys

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from bot.usecases import migrate
from models.tables import Base


def test_an_upgraded_database_has_the_tables_of_the_models(blank_url: str) -> None:
    migrate.upgrade(blank_url)

    engine = create_engine(blank_url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()
    assert differences == []


def test_a_blank_database_is_not_current_until_it_is_upgraded(blank_url: str) -> None:
    before = migrate.is_current(blank_url)

    migrate.upgrade(blank_url)
    migrate.upgrade(blank_url)

    assert (before, migrate.is_current(blank_url)) == (False, True)


def test_only_revisions_that_exist_are_known() -> None:
    assert (migrate.is_known(migrate.newest()), migrate.is_known("none")) == (True, False)


@pytest.mark.slow
def test_several_processes_may_upgrade_at_once(blank_url: str) -> None:
    upgrade = "import sys; from bot.usecases import migrate; migrate.upgrade(sys.argv[1])"
    started = [subprocess.Popen([sys.executable, "-c", upgrade, blank_url]) for _ in range(2)]

    assert [process.wait(timeout=60) for process in started] == [0, 0]
    assert migrate.is_current(blank_url)


def test_going_back_to_nothing_leaves_no_table(blank_url: str) -> None:
    migrate.upgrade(blank_url)

    command.downgrade(migrate.config(blank_url), "base")

    engine = create_engine(blank_url)
    tables = inspect(engine).get_table_names()
    engine.dispose()
    assert tables == ["alembic_version"]
