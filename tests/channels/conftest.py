"""One scripted provider for each test that asks for one."""

from collections.abc import Iterator

import pytest

from tests.channels.provider import Provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    server = Provider()
    yield server
    server.stop()
