"""A whole house for tests: real database, real texts, channels in memory, a clock that stands still."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.channels.memory import MemoryChannel
from bot.channels.port import Channel, ChannelName
from bot.rendering.catalogue import Catalogue
from bot.services import Services
from bot.settings import Settings
from models.session import Database
from tests.clocks import FixedClock

ROOT = Path(__file__).parents[2]
PUBLIC_URL = "https://track.acme.example"
API_KEY = "a key for the tests"


@cache
def texts() -> Catalogue:
    """The texts as they ship."""
    return Catalogue.load(ROOT / "templates" / "messages")


def some_services(
    database: Database, clock: FixedClock, channels: Mapping[ChannelName, Channel] | None = None
) -> Services:
    """Services over a database; without channels unless told otherwise."""
    return Services(
        database=database,
        clock=clock,
        channels=channels or {},
        catalogue=texts(),
        secret=b"a secret of this test",
        public_url=PUBLIC_URL,
    )


def memory_channels() -> dict[ChannelName, Channel]:
    """Both ways to reach people, kept in memory."""
    return {name: MemoryChannel(name) for name in (ChannelName.SMS, ChannelName.EMAIL)}


def some_settings(database_url: str, **changes: Any) -> Settings:
    """Settings that switch no real provider on."""
    values: dict[str, Any] = {
        "secret_key": "a secret of this test",
        "api_key": API_KEY,
        "database_url": database_url,
        "bind_host": "127.0.0.1",
        "bind_port": 8000,
        "public_url": PUBLIC_URL,
        "twilio": None,
        "sendgrid": None,
        "data_dir": Path("var"),
        "log_level": "INFO",
        "rehearsal": None,
    }
    return Settings(**(values | changes))


class Api:
    """A caller of the API who has the key."""

    def __init__(self, client: FlaskClient, key: str = API_KEY) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str) -> TestResponse:
        """Read."""
        return self._client.get(f"/api/v1{path}", headers=self._headers)

    def put(self, path: str, body: object) -> TestResponse:
        """Write."""
        return self._client.put(f"/api/v1{path}", json=body, headers=self._headers)

    def post(self, path: str, body: object = None) -> TestResponse:
        """Report; without a body nothing but the request is sent."""
        given = {} if body is None else {"json": body}
        return self._client.post(f"/api/v1{path}", headers=self._headers, **given)
