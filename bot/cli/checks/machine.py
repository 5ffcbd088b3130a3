"""Checks of what lies on this machine: settings, data folder, message texts. Nothing is asked over a network."""

import tempfile
from collections.abc import Iterator

from bot.cli.checks.finding import Finding, error, ok, warning
from bot.compose import TEXTS
from bot.rendering.catalogue import Catalogue, CatalogueError
from bot.settings import BadSettings, Settings


def bad_settings(bad: BadSettings) -> Iterator[Finding]:
    """Tell every problem of the settings."""
    for problem in bad.problems:
        yield error("settings", f"{problem.name} {problem.what}", f"{_sentence(problem.remedy)}")


def settings(settings: Settings) -> Iterator[Finding]:
    """Tell what works less than the operator may expect."""
    yield ok("settings", "all can be used")
    for told in settings.warnings():
        found, _, remedy = told.partition(": ")
        yield warning("settings", found, _sentence(remedy))
    if settings.rehearsal:
        yield warning(
            "settings",
            f"business time is rehearsed from {settings.rehearsal.start.isoformat()} at {settings.rehearsal.rate:g}x",
            "Drop REHEARSAL_START to live in real time.",
        )


def data_folder(settings: Settings) -> Iterator[Finding]:
    """Tell whether files can be kept."""
    folder = settings.data_dir.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as trouble:
        found = f"{folder} cannot be written to: {(trouble.strerror or str(trouble)).lower()}"
        yield error("data folder", found, "Give this user the right to write there, or set DATA_DIR to another folder.")
    else:
        yield ok("data folder", f"{folder} can be written to")


def texts() -> Iterator[Finding]:
    """Tell whether every language says everything."""
    try:
        catalogue = Catalogue.load(TEXTS)
    except CatalogueError as bad:
        for line in str(bad).splitlines():
            found, _, remedy = line.partition(". ")
            yield error("texts", found, remedy or f"Mend it in {TEXTS}.")
        return
    for language, keys in catalogue.missing.items():
        found = f"{language} lacks {len(keys)} of its messages ({', '.join(keys[:3])}{', ...' if keys[3:] else ''})"
        yield warning("texts", found, f"Write them in {TEXTS / language}.toml; until then the English ones are sent.")
    if not catalogue.missing:
        yield ok("texts", f"complete in {', '.join(sorted(catalogue.languages))}")


def _sentence(text: str) -> str:
    stripped = text.strip().rstrip(".")
    return f"{stripped[:1].upper()}{stripped[1:]}."
