"""Every transcript through the core alone: what follows each turn is what the script says, and nothing else."""

from pathlib import Path

import pytest

from bot.cli.chat_world import Heard, Thread
from conversations import codec
from tests.transcripts import player, script
from tests.transcripts.script import Expected, Turn

SCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_conversation_goes_as_written(path: Path) -> None:
    played = script.load(path)
    world = player.build(played)

    for turn in played.turns:
        followed = player.play(turn, world)
        assert _is_met(turn.expected, followed), _difference(path, turn, followed)
        assert all(_is_stored_whole(thread) for thread in world.threads.values())


def test_there_are_transcripts() -> None:
    assert len(SCRIPTS) >= 25


@pytest.mark.parametrize("line", ["given", "nonsense", "bot -> : hello there -> x"])
def test_a_line_that_means_nothing_is_refused(line: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text(f"{line}\n", encoding="utf-8")

    with pytest.raises(ValueError, match="this is no line of a transcript"):
        script.load(path)


def _is_stored_whole(thread: Thread) -> bool:
    decoded = codec.decode(thread.stored)
    return not decoded.unreadable and codec.encode(decoded.state) == thread.stored


def _is_met(expected: list[Expected], followed: list[Heard]) -> bool:
    if len(expected) != len(followed):
        return False
    return all(want.matches(got.kind, got.to, got.text, got.key) for want, got in zip(expected, followed, strict=True))


def _difference(path: Path, turn: Turn, followed: list[Heard]) -> str:
    wanted = "\n".join(f"  {want.kind} -> {want.to}: {want.text}" for want in turn.expected)
    got = "\n".join(f"  {heard.kind} -> {heard.to}: {heard.text} [{heard.key}]" for heard in followed)
    return f"\n{path.name}:{turn.line}: {turn.who}: {turn.text}\nwanted\n{wanted}\ngot\n{got}"
