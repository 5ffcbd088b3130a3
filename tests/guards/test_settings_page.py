"""docs/settings.md is what the table of settings says."""

from pathlib import Path

from bot.settings_table import as_markdown

PAGE = Path(__file__).parent.parent.parent / "docs" / "settings.md"


def test_the_page_of_settings_equals_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), "run: make docs"
