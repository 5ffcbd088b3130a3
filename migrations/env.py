"""Where Alembic learns which database to change and what its tables should be.

The address comes from whoever runs it (`bot.usecases.migrate`, tests), else from the settings.
"""

from functools import partial
from typing import Any, Literal

from alembic import context
from sqlalchemy import BigInteger, event, text

from bot.settings import Settings
from models.base import Instant
from models.session import Database, begin
from models.tables import Base

ONE_AT_A_TIME = 5_226_861
"""The PostgreSQL advisory lock that a migration holds: several processes may start at once."""


def run() -> None:
    """Change the database, all revisions in one transaction: a failed one leaves nothing behind."""
    url = context.config.get_main_option("sqlalchemy.url") or Settings.load().database_url
    database = Database(url)
    if database.is_sqlite:
        event.listen(database.engine, "connect", _without_foreign_keys)
        event.listen(database.engine, "begin", partial(begin, writes=True))
    try:
        with database.engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                # SQLite cannot alter a column: the table is written anew.
                render_as_batch=True,
                render_item=_rendered,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                if not database.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
                context.run_migrations()
    finally:
        database.close()


def _rendered(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types into new revisions by the names the template imports."""
    if kind == "type" and isinstance(item, Instant):
        return "Instant()"
    if kind == "type" and isinstance(item, BigInteger):
        return "Id"
    return False


def _without_foreign_keys(connection: Any, _record: Any) -> None:
    # Writing a table anew drops the old one, which would take along all rows that refer to it.
    connection.execute("PRAGMA foreign_keys=OFF").close()


run()
