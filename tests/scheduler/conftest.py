"""The house of the use cases, for workers that run in it."""

from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.clock import SystemClock
from bot.rendering.catalogue import Catalogue
from tests.usecases.house import House, build_houses, the_day

TEXTS = Path(__file__).parent.parent.parent / "templates" / "messages"


@pytest.fixture
def build(database_url: str) -> Iterator[Callable[..., House]]:
    """Build houses on one database whose clock is the machine's; nothing is loaded."""
    with build_houses(database_url, Catalogue.load(TEXTS), clock=SystemClock()) as build:
        yield build


@pytest.fixture
def on_postgres(postgres_url: str) -> Iterator[House]:
    """A house on PostgreSQL alone; nothing is loaded."""
    with build_houses(postgres_url, Catalogue.load(TEXTS), clock=SystemClock()) as build:
        yield build()


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
