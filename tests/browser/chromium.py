"""Where Chromium is, how it is started, and what happens where there is none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

REQUIRED = "DOORSTEP_REQUIRE_BROWSER"
MISSING = "no Chromium in PATH; on Debian: apt-get install chromium"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
# No sandbox: containers and root have none. The rest keeps the browser from speaking to its maker.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Find Chromium in PATH."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def is_required() -> bool:
    """Tell whether this run may not go without a browser."""
    return os.environ.get(REQUIRED) == "1"


@contextmanager
def opened() -> Iterator[Browser]:
    """Run Chromium without a window. Raises FileNotFoundError where there is none."""
    program = find()
    if program is None:
        raise FileNotFoundError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
