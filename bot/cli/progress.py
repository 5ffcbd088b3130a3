"""A progress bar for people: on standard error, and only where that is a terminal."""

import sys
from contextlib import ExitStack
from typing import Any

import click


class Bar:
    """A bar whose length is known when the first part is done."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._open = ExitStack()
        self._bar: Any = None
        self._done = 0

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def show(self, done: int, total: int) -> None:
        """Move the bar to `done` of `total`."""
        if self._bar is None:
            made = click.progressbar(length=total, label=self._label, file=sys.stderr, hidden=not sys.stderr.isatty())
            self._bar = self._open.enter_context(made)
        self._bar.update(done - self._done)
        self._done = done
