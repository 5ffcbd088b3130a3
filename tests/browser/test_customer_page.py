"""The customer's page in a real browser: all can read every state, and nothing is asked of third parties."""

import pytest
from playwright.sync_api import Browser

from tests.browser.served_page import STATES, ServedPage
from tests.browser.visits import DARK, DESKTOP, LIGHT, PHONE, visit

HEADLINES = {
    "scheduled": "Your delivery is planned",
    "silent": "Your delivery is on its way",
    "on_its_way": "Your delivery is on its way",
    "late": "Your delivery is on its way",
    "next": "You are the driver's next stop",
    "arrived": "The driver is at your address",
    "delivered": "Your delivery was handed over today at 12:22 PM",
    "failed": "Your delivery could not be handed over today at 12:20 PM",
    "cancelled": "Your delivery was cancelled today at 12:00 PM",
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_said_first_and_can_be_read_by_everybody(
    browser: Browser, served: ServedPage, state: str
) -> None:
    address = served.address(state)

    for size, scheme in ((PHONE, LIGHT), (DESKTOP, DARK)):
        with visit(browser, address, size=size, scheme=scheme) as seen:
            assert seen.said("h1") == HEADLINES[state]
            assert seen.findings() == []
            assert (seen.troubles, seen.strangers) == ([], [])


@pytest.mark.parametrize("language", ["es", "fr"])
def test_other_languages_fit_too(browser: Browser, served: ServedPage, language: str) -> None:
    with visit(browser, served.address("late", language=language), size=PHONE, scheme=DARK) as seen:
        assert seen.page.evaluate("document.documentElement.lang") == language
        assert seen.findings() == []


def test_long_names_and_numbers_make_nobody_scroll_sideways(browser: Browser, served: ServedPage) -> None:
    with visit(browser, served.address("on_its_way", is_long=True), size=(320, 568), scheme=LIGHT) as seen:
        assert seen.findings() == []


def test_twice_as_large_letters_still_fit(browser: Browser, served: ServedPage) -> None:
    with visit(browser, served.address("on_its_way"), size=PHONE, scheme=LIGHT) as seen:
        seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert seen.findings() == []


def test_the_hours_are_the_largest_words_on_the_page(browser: Browser, served: ServedPage) -> None:
    with visit(browser, served.address("on_its_way"), size=PHONE, scheme=LIGHT) as seen:
        sizes = seen.page.evaluate(
            "[...document.querySelectorAll('main *')].map(e => [parseFloat(getComputedStyle(e).fontSize), e.className])"
        )
        hours = seen.page.locator(".expected dd")
        assert float(hours.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) == max(sizes)[0]
        assert seen.said(".expected dd") == "12:05 – 12:20 PM"
        bottom = hours.evaluate("e => e.getBoundingClientRect().bottom")
        assert bottom < 400


def test_the_page_works_without_scripts_and_is_renewed_by_its_link(browser: Browser, served: ServedPage) -> None:
    address = served.address("scheduled")
    with visit(browser, address, size=PHONE, scripts=False) as seen:
        assert seen.said("h1") == HEADLINES["scheduled"]
        served.address("on_its_way")
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        seen.page.get_by_role("heading", name=HEADLINES["on_its_way"], level=1).wait_for()
        assert seen.page.url == address


def test_a_link_that_leads_nowhere_gets_a_page_that_can_be_read(browser: Browser, served: ServedPage) -> None:
    with visit(browser, size=PHONE, headers={"Accept-Language": "es-MX"}) as seen:
        answer = seen.page.goto(f"{served.url}/t/unknown")
        assert answer is not None
        assert answer.status == 404
        assert seen.page.get_by_role("heading", level=1).inner_text() == "Este enlace no funciona"
        assert seen.findings() == []


def test_what_is_wrong_with_a_page_is_found(browser: Browser) -> None:
    with visit(browser, size=PHONE) as seen:
        seen.page.set_content(
            "<main><h2>Skipped</h2><p style='color:#999;width:900px'>Pale and wide</p><button></button></main>"
        )
        found = " ".join(seen.findings())

    for rule in ("no language", "no title", "not one h1", "left out", "sideways", "contrast 2.85", "no name"):
        assert rule in found
