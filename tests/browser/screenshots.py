"""Takes the README's pictures from a demo of its own: `python -m tests.browser.screenshots [FOLDER]`.

The conversation in them is lived, not painted: every text goes through the service.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import a_demo, chromium
from tests.browser.a_demo import ROOT, RunningDemo
from tests.browser.phones import PATIENCE_MS, Phone
from tests.browser.visits import PHONE, visit

FOLDER = ROOT / "docs" / "images"
DESK = (1280, 940)
RATE = 12


def main(folder: Path) -> None:
    """Live a morning and take both pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        a_demo.run(Path(place), rate=RATE) as demo,
        chromium.opened() as browser,
    ):
        link = _picture_the_demo(browser, demo, folder / "demo.png")
        _picture_the_page(browser, link, folder / "page.png")


def _picture_the_demo(browser: Browser, demo: RunningDemo, file: Path) -> str:
    with visit(browser, demo.url, size=DESK) as seen:
        ann, bob, sam = (Phone(seen.page, owner) for owner in ("Ann", "Bob", "Sam"))
        ann.sees("deliveries come today")
        seen.page.get_by_role("button", name="Driver taps next").click()
        _wait_for_the_van(seen.page, past=2)
        bob.tap("leave it at the back door")
        bob.sees("passed to your driver")
        ann.tap("talk to the driver")
        ann.sees("Which one?")
        ann.tap("1")
        ann.sees("Your next text goes to them")
        ann.write("Please ring twice, I am in the garden")
        sam.sees("ring twice")
        sam.write("Will do, see you soon")
        ann.sees("see you soon")
        ann.tap("AC-7F3K9Q")
        link = ann.sees("4 stops away").get_by_role("link").get_attribute("href")
        assert link
        seen.page.get_by_role("button", name="Ask for AC-7F3K9Q by mail").click()
        seen.page.get_by_text("Your delivery team at Acme").wait_for(timeout=PATIENCE_MS)
        _settle(seen.page)
        seen.page.screenshot(path=file)
    return link


def _picture_the_page(browser: Browser, link: str, file: Path) -> None:
    with visit(browser, link, size=PHONE, scale=2) as seen:
        seen.page.screenshot(path=file)


def _wait_for_the_van(page: Page, *, past: int) -> None:
    page.locator(f"#stop-{past}.delivered").wait_for(timeout=6 * PATIENCE_MS)


def _settle(page: Page) -> None:
    """Wait until all texts are marked as sent; point at nothing and go to the top."""
    page.wait_for_function(
        "![...document.querySelectorAll('.bubble small')].some((s) => s.textContent.includes('sending'))"
    )
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
