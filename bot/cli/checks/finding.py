"""One line of `doorstep check`: what was looked at, how it is, and what mends it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    """As it should be."""
    WARNING = "warning"
    """It works, but less than may be expected."""
    ERROR = "error"
    """It does not work until it is mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about a subject; `remedy` is a whole sentence, or empty where nothing is to be done."""

    level: Level
    subject: str
    found: str
    remedy: str = ""


def ok(subject: str, found: str) -> Finding:
    """Find that something is as it should be."""
    return Finding(Level.OK, subject, found)


def warning(subject: str, found: str, remedy: str) -> Finding:
    """Find that something works less than may be expected."""
    return Finding(Level.WARNING, subject, found, remedy)


def error(subject: str, found: str, remedy: str) -> Finding:
    """Find that something does not work."""
    return Finding(Level.ERROR, subject, found, remedy)
