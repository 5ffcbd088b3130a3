"""A day as a file: its JSON read, and what is wrong with it told with line numbers.

Lines are looked up only when something is wrong, in a second pass over the text.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Collection, Mapping

from bot.usecases.load_day import DayRejected
from bot.usecases.plain_data import Problem

_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s{}\[\]:,"]+')
_SPACE = re.compile(r"[ \t\n\r]*")


def parse(raw: bytes) -> object:
    """Read the JSON of a file. Raises DayRejected."""
    try:
        value: object = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DayRejected((Problem("", "is not UTF-8", "Save the file as UTF-8"),)) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise DayRejected((Problem(where, f"is not JSON: {error.msg}", "Mend the file there"),)) from None
    except RecursionError:
        raise DayRejected((Problem("", "is nested too deep", "Write a day as the documentation shows"),)) from None
    return value


def explain(raw: bytes, errors: Collection[Problem]) -> tuple[str, ...]:
    """Say what is wrong with a file, each problem behind the number of its line, in the order of the file."""
    text = raw.decode("utf-8-sig", "replace")
    starts = _starts(text)
    newlines = [found.start() for found in re.finditer("\n", text)]
    numbered = []
    for error in errors:
        start = _start_of(error.path, starts)
        numbered.append((0 if start is None else bisect_left(newlines, start) + 1, error))
    numbered.sort(key=lambda pair: pair[0])
    return tuple(f"line {line}: {error}" if line else str(error) for line, error in numbered)


def _start_of(path: str, starts: Mapping[str, int]) -> int | None:
    """Find where a value begins; one that is missing is wanted where its owner begins."""
    while path:
        if path in starts:
            return starts[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None


def _starts(text: str) -> dict[str, int]:
    """Find where every value begins, by its path; nothing where the text is not JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return {}
    starts: dict[str, int] = {}
    _walk(text, _after_space(text, 0), "", starts)
    return starts


def _walk(text: str, at: int, path: str, starts: dict[str, int]) -> int:
    """Note the value that begins here and those inside it; answer where it ends. The text must be JSON."""
    starts[path] = at
    if text[at] not in "{[":
        return _end_of(_SCALAR, text, at)
    is_object, index, at = text[at] == "{", 0, _after_space(text, at + 1)
    while text[at] not in "}]":
        child = f"{path}[{index}]"
        if is_object:
            end = _end_of(_SCALAR, text, at)
            key = json.loads(text[at:end])
            child = f"{path}.{key}" if path else key
            at = _after_space(text, _after_space(text, end) + 1)
        at = _after_space(text, _walk(text, at, child, starts))
        if text[at] == ",":
            at = _after_space(text, at + 1)
        index += 1
    return at + 1


def _after_space(text: str, at: int) -> int:
    return _end_of(_SPACE, text, at)


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return at if found is None else found.end()
