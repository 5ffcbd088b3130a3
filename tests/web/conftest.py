"""The web of a house whose channels are kept in memory, on Monday noon in New York."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from bot.app import create_app
from bot.services import Services
from models.session import Database
from tests.clocks import FixedClock
from tests.web.house import Api, memory_channels, some_services, some_settings


@pytest.fixture
def clock() -> FixedClock:
    """Monday noon in New York."""
    return FixedClock()


@pytest.fixture
def services(database_url: str, clock: FixedClock) -> Iterator[Services]:
    """A house with channels in memory, on both databases."""
    database = Database(database_url)
    yield some_services(database, clock, memory_channels())
    database.close()


@pytest.fixture
def client(services: Services, database_url: str) -> FlaskClient:
    """Somebody who speaks HTTP to the house."""
    return create_app(some_settings(database_url), services).test_client()


@pytest.fixture
def api(client: FlaskClient) -> Api:
    """A caller of the API who has the key."""
    return Api(client)
