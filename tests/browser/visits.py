"""A visit to pages with a browser, and what went wrong or left this machine during it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

PHONE, DESKTOP = (390, 844), (1280, 900)
Scheme = Literal["light", "dark"]
LIGHT: Scheme = "light"
DARK: Scheme = "dark"
_CHECKS = Path(__file__).with_name("checks.js").read_text(encoding="utf-8")
_HERE = {"127.0.0.1", "localhost"}


class Visit:
    """One page in a browser; `troubles` are errors of the console, `strangers` requests to other machines."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        self.strangers: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: self._note(request.url))

    def findings(self) -> list[str]:
        """Check the page as it stands: language, headings, names, contrast, size of targets, width."""
        found: list[str] = self.page.evaluate(_CHECKS)
        return found

    def said(self, selector: str) -> str:
        """Read an element, every kind of space as a plain one."""
        return " ".join(self.page.locator(selector).inner_text().split())

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in _HERE:
            self.strangers.append(url)


@contextmanager
def visit(
    browser: Browser,
    address: str = "about:blank",
    *,
    size: tuple[int, int] = DESKTOP,
    scheme: Scheme = LIGHT,
    scripts: bool = True,
    scale: float = 1,
    headers: Mapping[str, str] | None = None,
) -> Iterator[Visit]:
    """Open an address in a fresh profile."""
    options: dict[str, Any] = {"extra_http_headers": dict(headers)} if headers else {}
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        java_script_enabled=scripts,
        device_scale_factor=scale,
        reduced_motion="reduce",
        **options,
    )
    try:
        visiting = Visit(context.new_page())
        visiting.page.goto(address)
        yield visiting
    finally:
        context.close()
