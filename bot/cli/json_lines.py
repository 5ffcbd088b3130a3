"""One JSON object a line in, answers a line each out, at once and in order: what the filters have in common."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

import click


class BadLine(click.ClickException):
    """A line that cannot be answered; what came before it has been answered."""

    exit_code = 2

    def __init__(self, number: int, what: str) -> None:
        super().__init__(f"line {number}: {what}")


def answer(lines: BinaryIO, respond: Callable[[Mapping[str, Any]], Mapping[str, Any] | None]) -> None:
    """Answer each object as soon as it came, those that get none excepted. Raises BadLine.

    `respond` raises ValueError for what it cannot use.
    """
    for number, record in _records(lines):
        try:
            answered = respond(record)
        except (ArithmeticError, AttributeError, LookupError, TypeError) as error:
            raise BadLine(number, f"a value has the wrong form ({type(error).__name__}: {error})") from error
        except ValueError as error:
            raise BadLine(number, str(error)) from error
        if answered is not None:
            # Half a character, which JSON can hold and UTF-8 cannot, goes back as the escape that it came as.
            encoded = json.dumps(answered, ensure_ascii=False).encode("utf-8", "backslashreplace")
            sys.stdout.buffer.write(encoded + b"\n")
            sys.stdout.buffer.flush()


def _records(lines: BinaryIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError as error:
            raise BadLine(number, "this is not UTF-8") from error
        except (ValueError, RecursionError) as error:
            raise BadLine(number, f"this is not JSON ({error})") from error
        if not isinstance(found, dict):
            raise BadLine(number, "this is not a JSON object; write it in { }")
        yield number, found
