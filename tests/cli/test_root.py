"""The commands as a whole: help, version, and problems that an operator can mend."""

import re

import pytest

from bot.cli import page
from bot.cli.root import COMMANDS
from tests.cli.terminal import ROOT, Terminal

NEED_SETTINGS = (("serve",), ("worker",), ("migrate",), ("load", "-"), ("forget", "+15005550201"), ("verify-custody",))


def test_help_explains_every_command_in_one_line(terminal: Terminal) -> None:
    lines = terminal.run("--help").output.splitlines()

    listed = [line.split()[0] for line in lines[lines.index("Commands:") + 1 :]]

    assert listed == list(COMMANDS)
    assert max(map(len, lines)) < 80


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_shows_an_example(name: str, terminal: Terminal) -> None:
    shown = terminal.run(name, "--help").output

    assert re.search(rf"Examples?:\n(.*\n)*?.*doorstep {name}", shown)


def test_the_page_of_commands_equals_their_help() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == page.as_markdown(), "run: make docs"


def test_the_version_is_told(terminal: Terminal) -> None:
    assert re.fullmatch(r"Doorstep \d+\.\d+\.\d+\n", terminal.run("--version").output)


def test_an_unknown_command_is_refused(terminal: Terminal) -> None:
    assert terminal.run("sreve").exit_code == 2


@pytest.mark.parametrize("words", NEED_SETTINGS, ids=lambda words: words[0])
def test_all_problems_of_the_settings_are_told_at_once(words: tuple[str, ...], terminal: Terminal) -> None:
    result = terminal.run(*words, SECRET_KEY="short", API_KEY=None, BIND="nowhere")

    told = [line.split()[0] for line in result.stderr.splitlines()]

    assert (result.exit_code, set(told)) == (2, {"SECRET_KEY", "API_KEY", "BIND"})
    assert all(": " in line and line.endswith(".") for line in result.stderr.splitlines())


@pytest.mark.parametrize("words", [("migrate",), ("load", "-"), ("verify-custody",)], ids=lambda words: words[0])
def test_a_database_that_does_not_answer_is_told_without_a_trace(words: tuple[str, ...], terminal: Terminal) -> None:
    result = terminal.run(*words, typed="{}", DATABASE_URL="postgresql://doorstep:hidden@127.0.0.1:1/doorstep")

    assert result.exit_code == 1
    assert "the database cannot be reached" in result.stderr
    assert "hidden" not in result.output


def test_a_folder_that_cannot_be_made_is_told(terminal: Terminal) -> None:
    (terminal.folder / "file").touch()

    result = terminal.run("migrate", DATABASE_URL=f"sqlite:///{terminal.folder}/file/doorstep.db")

    assert result.exit_code == 1
    assert "cannot be made: " in result.stderr


def test_a_mistake_of_ours_is_not_hidden(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.migrate.Settings.load", lambda: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        terminal.run("migrate")
