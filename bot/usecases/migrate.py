"""The schema of the database: brought to the newest revision, or only looked at."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.session import Database

MIGRATIONS = Path(__file__).parent.parent.parent / "migrations"


def upgrade(url: str) -> None:
    """Bring the database to the newest revision; one that is there already stays as it is."""
    command.upgrade(config(url), "head")


def is_current(url: str) -> bool:
    """Say whether the database is at the newest revision. Raises DatabaseDown."""
    return revision(url) == newest()


def revision(url: str) -> str | None:
    """Answer the revision that the database is at; None where no tables were made yet. Raises DatabaseDown."""
    database = Database(url)
    try:
        with database.read() as session:
            return MigrationContext.configure(session.connection()).get_current_revision()
    finally:
        database.close()


def newest() -> str:
    """Answer the newest revision there is."""
    (head,) = ScriptDirectory(str(MIGRATIONS)).get_heads()
    return head


def is_known(revision: str) -> bool:
    """Say whether this is one of our revisions; a newer Doorstep may have made another."""
    return any(script.revision == revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def config(url: str) -> Config:
    """Tell Alembic where the migrations lie and which database is meant."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    # ConfigParser reads a percent sign as the beginning of a reference.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
