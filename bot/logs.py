"""How Doorstep logs: one JSON object a line on standard output, stamped with machine time.

Lines carry ids, kinds, outcomes and durations; a text, a name or an address never, and a slip is caught here.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager
from typing import TextIO

import structlog

# Words whose value is what somebody wrote, or says who or where somebody is.
FORBIDDEN = frozenset(
    {"text", "body", "from", "from_", "to", "name", "address", "phone", "email", "subject", "instructions", "comment"}
)
# In the query of an address, where libraries show one, both marks are written in their percent form.
_MAIL = re.compile(r"[^\s@<>\"']+(?:@|%40)[^\s@<>\"']+")
_NUMBER = re.compile(r"(?:\+|%2[Bb])\d{7,15}(?!\d)")

Line = MutableMapping[str, object]


def configure(*, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Log from this level on to the stream (default: standard output); may be called again."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            with_trace,
            without_personal_data,
            structlog.processors.JSONRenderer(default=_plain, ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=stream or sys.stdout),
        cache_logger_on_first_use=False,
    )
    # Libraries speak up only when something is wrong.
    threshold = max(logging.WARNING, logging.getLevelNamesMapping()[level])
    logging.basicConfig(handlers=[_ThroughStructlog()], level=threshold, force=True)


def bound(**ids: str | int | None) -> AbstractContextManager[None]:
    """Add these ids to every line logged inside the `with` block by this thread or task."""
    return structlog.contextvars.bound_contextvars(**{key: value for key, value in ids.items() if value is not None})


def with_trace(_logger: object, _method: str, line: Line) -> Line:
    """Replace `exc_info` by where each exception of the chain came through; their messages may quote people."""
    given = line.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["exception"] = [step for link in _chain(error) for step in _steps(link)]
    return line


def without_personal_data(_logger: object, _method: str, line: Line) -> Line:
    """Drop forbidden keys, naming them in `dropped`, and blank numbers and mail addresses in what is left."""
    kept: Line = {key: _blanked(value) for key, value in line.items() if key not in FORBIDDEN}
    if dropped := sorted(FORBIDDEN.intersection(line)):
        kept["dropped"] = dropped
    return kept


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Go from an exception back to what caused it."""
    link: BaseException | None = error
    seen = set[int]()
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _steps(error: BaseException) -> Iterator[str]:
    # What the operating system says is never a person's, and telling "no space left" from "refused" matters.
    detail = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    yield f"{type(error).__module__}.{type(error).__qualname__}{detail}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"


def _blanked(value: object) -> object:
    match value:
        case str():
            return _NUMBER.sub("[number]", _MAIL.sub("[mail]", value))
        case Mapping():
            return {str(key): "[dropped]" if key in FORBIDDEN else _blanked(held) for key, held in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_blanked(held) for held in value]
        case _:
            return value


def _plain(value: object) -> str:
    """Write what JSON cannot say; an object by its type alone, since its repr may show anything."""
    return value.isoformat() if hasattr(value, "isoformat") else type(value).__name__


class _ThroughStructlog(logging.Handler):
    """Gives what libraries log the same form."""

    def emit(self, record: logging.LogRecord) -> None:
        logger = structlog.get_logger()
        logger.log(record.levelno, "library", logger=record.name, said=record.getMessage(), exc_info=record.exc_info)
