"""Terminals with made-up settings, and logging put back as it was."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from tests.cli.terminal import KEYS, Process, Terminal
from tests.days import a_day


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Commands set up logging for their process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in an empty folder, with keys and nothing else: SQLite under var/."""
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path, KEYS)


@pytest.fixture
def loaded(terminal: Terminal) -> Terminal:
    """A terminal whose database holds a day."""
    (terminal.folder / "day.json").write_text(json.dumps(a_day()), encoding="utf-8")
    assert terminal.run("load", "day.json").exit_code == 0
    return terminal


@pytest.fixture
def start(terminal: Terminal) -> Iterator[Callable[..., Process]]:
    """Start commands as processes; they are ended with the test."""
    started: list[Process] = []

    def start(*words: str, **env: str) -> Process:
        started.append(terminal.start(*words, **env))
        return started[-1]

    yield start
    for process in reversed(started):
        process.stop()
