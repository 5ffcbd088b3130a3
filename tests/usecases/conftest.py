"""A house without providers: a database, a clock that stands still, the real texts."""

from collections.abc import Callable, Iterator, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.rendering.catalogue import Catalogue
from bot.services import Services
from models.session import Database
from tests.clocks import FixedClock
from tests.usecases.house import House, build_houses, the_day

ROOT = Path(__file__).parent.parent.parent
SUNDAY_NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)  # In New York.


@pytest.fixture
def clock() -> FixedClock:
    """Sunday noon in New York, the day before the routes of tests/days.py."""
    return FixedClock(SUNDAY_NOON)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The texts as they ship."""
    return Catalogue.load(ROOT / "templates" / "messages")


@pytest.fixture
def services(database_url: str, clock: FixedClock, catalogue: Catalogue) -> Iterator[Services]:
    """What use cases need, on both databases."""
    database = Database(database_url)
    yield Services(
        database=database,
        clock=clock,
        channels={},
        catalogue=catalogue,
        secret=b"a secret of this test",
        public_url="https://track.acme.example",
    )
    database.close()


@pytest.fixture
def build(database_url: str, catalogue: Catalogue) -> Iterator[Callable[..., House]]:
    """Build houses on one database, on both kinds; nothing is loaded."""
    with build_houses(database_url, catalogue) as build:
        yield build


@pytest.fixture
def house(build: Callable[..., House]) -> House:
    """A house with the cast's day loaded, on both databases."""
    house = build()
    house.load(the_day())
    return house


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[MutableMapping[str, Any]]]:
    """What was logged meanwhile; no entry ever carries an address."""
    with capture_logs() as logs:
        yield logs
    assert [entry for entry in logs if "@" in str(entry) or "+1" in str(entry)] == []
