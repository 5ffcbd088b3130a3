"""What a person does with the phones on the demo's page, and waits to see there."""

from playwright.sync_api import Locator, Page

# The worker answers within a second; a busy machine takes longer.
PATIENCE_MS = 60_000
# One stop is a drive and a hand-over: as many taps bring the van past every stop.
MOST_TAPS = 40


class Phone:
    """One phone on the page."""

    def __init__(self, page: Page, owner: str) -> None:
        self.owner = owner
        self.card = page.get_by_role("article", name=f"{owner}’s phone")
        self.log = self.card.get_by_role("log")

    def tap(self, words: str) -> None:
        """Tap a suggestion."""
        self.card.get_by_role("button", name=words, exact=True).click()

    def write(self, words: str) -> None:
        """Type a text and send it."""
        self.card.get_by_label(f"Text message from {self.owner}").fill(words)
        self.card.get_by_role("button", name="Send").click()

    def sees(self, words: str) -> Locator:
        """Wait until a received text holds these words; the newest of them is answered."""
        found = self.card.locator(".bubble:not(.mine)").filter(has_text=words).last
        found.wait_for(timeout=PATIENCE_MS)
        return found

    def texts(self) -> list[str]:
        """Read all texts."""
        return self.log.locator(".bubble > p").all_inner_texts()


def leave_the_depot(page: Page) -> None:
    """Have the van leave now, and stand at the kerb until it is told more."""
    page.get_by_role("button", name="Driver taps next").click()
    page.get_by_text("On the way to stop 1 of 12").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Drive on").wait_for(timeout=PATIENCE_MS)


def drive_past(page: Page, stop: int) -> None:
    """Tap the driver's next step until a stop is served."""
    for _ in range(MOST_TAPS):
        if page.locator(f"#stop-{stop}.delivered").count():
            return
        before = page.locator("#progress").inner_text()
        page.get_by_role("button", name="Driver taps next").click()
        page.wait_for_function(
            "before => document.querySelector('#progress').textContent !== before", arg=before, timeout=PATIENCE_MS
        )
    raise AssertionError(f"stop {stop} was not reached")
