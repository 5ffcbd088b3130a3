"""One browser for all tests here and the places it visits; without Chromium all is skipped, and that is said."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium, served_page
from tests.browser.served_page import ServedPage

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    if chromium.find() is None:
        if chromium.is_required():
            pytest.fail(f"{chromium.REQUIRED}=1, but {chromium.MISSING}")
        pytest.skip(chromium.MISSING)
    with chromium.opened() as running:
        yield running


@pytest.fixture
def served(sqlite_url: str) -> Iterator[ServedPage]:
    """The customer's pages of a house of its own."""
    with served_page.serve(sqlite_url) as serving:
        yield serving
