"""What most commands begin with: settings, a database that has its tables, and services that are closed again."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from bot import logs
from bot.compose import compose
from bot.services import Services
from bot.settings import Settings
from bot.usecases import migrate

ROOT = Path(__file__).parents[2]
"""The checkout, where the packages, the texts and the migrations lie together."""


@contextmanager
def opened(settings: Settings, *, make_tables: bool = False) -> Iterator[Services]:
    """Build the services over a database whose schema is current, and close it afterwards.

    An empty database gets its tables if `make_tables`; an older one is never changed unasked. Raises DatabaseDown.
    """
    logs.configure(level="ERROR", stream=sys.stderr)
    make_folder(settings.database_url)
    found = migrate.revision(settings.database_url)
    if found is None and make_tables:
        migrate.upgrade(settings.database_url)
    elif found != migrate.newest():
        raise click.ClickException(out_of_date(found))
    services = compose(settings)
    try:
        yield services
    finally:
        services.database.close()


def out_of_date(found: str | None) -> str:
    """Say what is wrong with a database at this revision, and what mends it."""
    if found is None:
        return "the database holds no tables yet. Run: doorstep migrate"
    if not migrate.is_known(found):
        return f"a newer Doorstep has made the database ({found}). Install that version here."
    return f"the database is at revision {found} and not {migrate.newest()}. Run: doorstep migrate"


def upgrade(settings: Settings) -> tuple[str | None, str]:
    """Bring the schema up to date; answer the revisions before and after. Raises DatabaseDown."""
    make_folder(settings.database_url)
    before = migrate.revision(settings.database_url)
    if before is not None and not migrate.is_known(before):
        raise click.ClickException(out_of_date(before))
    migrate.upgrade(settings.database_url)
    return before, migrate.newest()


def make_ready(settings: Settings, *, migrates: bool) -> None:
    """Bring the schema up to date, or only look at it: tables that differ may be meant, no tables never are."""
    if migrates:
        upgrade(settings)
        return
    found = migrate.revision(settings.database_url)
    if found is None:
        raise click.ClickException(out_of_date(found))
    if found != migrate.newest():
        click.echo(f"Going on although {out_of_date(found)}", err=True)


def make_folder(database_url: str) -> None:
    """Make the folder of a SQLite file; SQLite makes the file itself but never its folder."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(
            f"the folder {folder} of the database cannot be made: {error.strerror}. See DATABASE_URL and DATA_DIR."
        ) from error
