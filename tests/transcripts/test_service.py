"""Every transcript once more, through webhook, database, worker and carrier."""

from pathlib import Path

import pytest

from bot.cli.chat_world import Heard
from tests.transcripts import script
from tests.transcripts.script import Turn
from tests.transcripts.service import staged

SCRIPTS = [path for path in sorted(Path(__file__).parent.glob("*.txt")) if not script.load(path).core_only]


@pytest.mark.slow
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_conversation_goes_as_written(path: Path, database_url: str) -> None:
    with staged(path, database_url) as stage:
        for turn in script.load(path).turns:
            followed = stage.play(turn)
            assert _is_met(turn, followed), _difference(path, turn, followed)


def test_most_transcripts_run_through_the_whole_service() -> None:
    assert len(SCRIPTS) >= 20


def _is_met(turn: Turn, followed: list[Heard]) -> bool:
    expected = [want for want in turn.expected if want.kind != "does"]
    if len(expected) != len(followed):
        return False
    # Two people's phones ring in no order of each other.
    order = sorted(range(len(followed)), key=lambda at: followed[at].to)
    wanted = sorted(expected, key=lambda want: want.to)
    return all(
        want.matches(followed[at].kind, followed[at].to, followed[at].text, followed[at].key)
        for want, at in zip(wanted, order, strict=True)
    )


def _difference(path: Path, turn: Turn, followed: list[Heard]) -> str:
    wanted = "\n".join(f"  {want.kind} -> {want.to}: {want.text}" for want in turn.expected)
    got = "\n".join(f"  {heard.kind} -> {heard.to}: {heard.text} [{heard.key}]" for heard in followed)
    return f"\n{path.name}:{turn.line}: {turn.who}: {turn.text}\nwanted\n{wanted}\ngot\n{got}"
