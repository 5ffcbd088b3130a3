"""The page of the dialogues is what the dialogues do, and leaves none of them out."""

from typing import get_args

from conversations.state import Dialogue
from tests.guards import diagrams


def test_the_page_equals_the_walk() -> None:
    written = diagrams.PAGE.read_text(encoding="utf-8")

    assert written == diagrams.page(), "run `python -m tests.guards.diagrams` and look at the difference"


def test_every_situation_is_on_the_page() -> None:
    assert diagrams.situations() == {situation.__name__ for situation in get_args(Dialogue)}
