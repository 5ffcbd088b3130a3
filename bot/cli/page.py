"""docs/commands.md, written from what the commands say about themselves."""

import sys

import click

from bot.cli.root import COMMANDS, doorstep, load

_WIDTH = 100
_HEAD = """\
# Commands

Everything is done with one command, `doorstep` (in the checkout `.venv/bin/doorstep`). What needs settings reads them
as [settings.md](settings.md) says. Exit codes: 0 it was done, 1 it was tried and failed, 2 what was given is unusable.

| command | what it does |
|---|---|
"""


def as_markdown() -> str:
    """Render docs/commands.md."""
    root = click.Context(doorstep, info_name="doorstep", terminal_width=_WIDTH, help_option_names=["-h", "--help"])
    rows, parts = [], []
    for name in COMMANDS:
        command = load(name)
        rows.append(f"| [`{name}`](#doorstep-{name}) | {command.get_short_help_str(limit=_WIDTH)} |")
        context = click.Context(command, info_name=name, parent=root, terminal_width=_WIDTH)
        parts.append(f"## doorstep {name}\n\n```text\n{context.get_help()}\n```\n")
    return _HEAD + "\n".join(rows) + "\n\n" + "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
