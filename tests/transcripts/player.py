"""Plays a transcript in the small world: `python -m tests.transcripts.player FILE...` prints what really happens.

Turns become events here; what must follow is compared in the tests.
"""

import sys
from pathlib import Path

from bot.cli import chat_lines
from bot.cli.chat_world import Heard, World
from tests.transcripts import script
from tests.transcripts.script import Script, Turn


def build(played: Script) -> World:
    """Set up the world that a transcript begins in."""
    brand = next((given for given in played.given if given.kind == "brand"), None)
    now = next(given.name for given in played.given if given.kind == "now")
    world = chat_lines.begin(now=now, brand=brand.name if brand else "Acme", given=brand.values if brand else {})
    for given in played.given:
        if given.kind == "delivery":
            chat_lines.add_delivery(world, given.name, given.values)
    return world


def play(turn: Turn, world: World) -> list[Heard]:
    """Let one turn happen and answer what followed."""
    return chat_lines.say(world, turn.who, turn.text, on_line=turn.on_line, aside=turn.aside)


def _shown(heard: Heard) -> str:
    if heard.kind == "does":
        return f"does: {heard.text}"
    return f"{heard.kind} -> {heard.to}: " + heard.text.replace("\n", "\n|")


def main(paths: list[str]) -> None:
    """Print each transcript with what really follows its turns."""
    for path in paths:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        played = script.load(Path(path))
        world = build(played)
        turns = {turn.line: turn for turn in played.turns}
        for number, line in enumerate(lines, start=1):
            if number in turns:
                shown = "".join(f"{_shown(heard)}\n" for heard in play(turns[number], world))
                sys.stdout.write(f"{line}\n{shown}")
            elif not (line.startswith("|") or script.EXPECTED.fullmatch(line) or script.DOES.fullmatch(line)):
                sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
