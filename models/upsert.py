"""INSERT that may meet an existing row, the same words on both databases."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert(session: Session, table: Any) -> Any:
    """Begin an INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update` on this session's database."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
