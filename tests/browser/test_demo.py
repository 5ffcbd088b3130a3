"""A person lives a short day in the demo: everything they do goes through the service, and its answers appear."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import a_demo
from tests.browser.a_demo import RunningDemo
from tests.browser.phones import PATIENCE_MS, Phone, drive_past, leave_the_depot
from tests.browser.visits import DARK, DESKTOP, LIGHT, PHONE, Scheme, visit

pytestmark = pytest.mark.slow

ANNS_STOP = 6


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """One demo for all tests here: Ann and Sam are the short day's, Bob the keyboard's, the mailbox the mail's."""
    with a_demo.run(tmp_path_factory.mktemp("demo"), rate=20) as running:
        yield running


def test_a_short_day_from_the_first_question_to_the_rating(browser: Browser, demo: RunningDemo) -> None:
    with visit(browser, demo.url) as seen:
        ann, sam = Phone(seen.page, "Ann"), Phone(seen.page, "Sam")
        ann.sees("2 deliveries come today")
        leave_the_depot(seen.page)

        ann.tap("where is it?")
        ann.sees("Which one?")
        ann.tap("1")
        ann.sees("6 stops away")
        ann.tap("talk to the driver")
        ann.sees("Your next text goes to them")
        ann.write("please ring twice, I am in the garden")
        sam.sees("please ring twice, I am in the garden")
        sam.write("will do")
        answer = ann.sees("will do").inner_text()
        assert "+1500555" not in answer

        before = ann.texts()
        seen.page.reload()
        Phone(seen.page, "Ann").sees("will do")
        assert ann.texts() == before

        look_at_the_page_behind_the_link(browser, ann)

        drive_past(seen.page, ANNS_STOP)
        ann.sees("AC-7F3K9Q was delivered")
        ann.tap("5")
        ann.sees("Thanks for the 5 for AC-7F3K9Q")
        assert (seen.troubles, seen.strangers) == ([], [])


def look_at_the_page_behind_the_link(browser: Browser, ann: Phone) -> None:
    """Open the link of the latest text that has one, without scripts and then with them to check what is seen."""
    link = ann.sees("AC-7F3K9Q is on the van").get_by_role("link").get_attribute("href")
    assert link
    with visit(browser, link, size=PHONE, scripts=False) as plain:
        assert plain.page.get_by_role("heading", level=1).inner_text() == "Your delivery is on its way"
        assert "6 stops away" in plain.page.locator("main").inner_text()
    with visit(browser, link, size=PHONE) as seen:
        assert seen.findings() == []
        assert (seen.troubles, seen.strangers) == ([], [])


def test_a_text_can_be_sent_with_the_keyboard_alone(browser: Browser, demo: RunningDemo) -> None:
    with visit(browser, demo.url) as seen:
        bob = Phone(seen.page, "Bob")
        bob.card.wait_for()
        seen.page.keyboard.press("Tab")
        assert focused(seen.page) == "Skip to the phones"
        seen.page.keyboard.press("Enter")
        tab_to(seen.page, "Text message from Bob")
        seen.page.keyboard.type("where is it?")
        seen.page.keyboard.press("Enter")
        bob.sees("AC-5HD4WP is")

        seen.page.keyboard.press("Shift+Tab")
        assert focused(seen.page) == "2"
        assert seen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_mail_is_asked_for_with_one_tap_and_answered(browser: Browser, demo: RunningDemo) -> None:
    with visit(browser, demo.url) as seen:
        seen.page.get_by_role("button", name="Ask for AC-7F3K9Q by mail").click()
        letters = seen.page.locator("#letters")
        letters.get_by_text("Hello, where is AC-7F3K9Q?").wait_for(timeout=PATIENCE_MS)
        letters.get_by_text("Your delivery team at Acme").first.wait_for(timeout=PATIENCE_MS)
        assert letters.get_by_role("button", name="Ask for").count() == 0


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_demo_can_be_read_by_everybody(
    browser: Browser, demo: RunningDemo, size: tuple[int, int], scheme: Scheme
) -> None:
    with visit(browser, demo.url, size=size, scheme=scheme) as seen:
        Phone(seen.page, "Ann").sees("2 deliveries come today")
        assert seen.findings() == []
        assert (seen.troubles, seen.strangers) == ([], [])


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def focused(page: Page) -> str:
    """Tell the name of what has the focus."""
    said: str = page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()"
    )
    return said
