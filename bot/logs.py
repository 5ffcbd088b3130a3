"""How Doorstep logs: one JSON object a line on standard output.

Lines carry ids, kinds, outcomes and durations; a text, a name or an address never, and a slip is caught here.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from contextlib import AbstractContextManager
from typing import TextIO

import structlog

# Words whose value is what somebody wrote, or says who or where somebody is.
FORBIDDEN = frozenset(
    {"text", "body", "from", "from_", "to", "name", "address", "phone", "email", "subject", "instructions", "comment"}
)
_LIBRARY_LEVEL = logging.WARNING
# Library lines and exception texts may quote what somebody sent.
_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
_NUMBER = re.compile(r"\+\d{7,15}\b")


def configure(*, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Log from this level on to the stream (default: standard output); may be called again."""
    out = stream or sys.stdout
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.format_exc_info,
            without_personal_data,
            structlog.processors.JSONRenderer(default=str, ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )
    handler = _ThroughStructlog()
    logging.basicConfig(
        handlers=[handler], level=max(_LIBRARY_LEVEL, logging.getLevelNamesMapping()[level]), force=True
    )


def bound(**ids: str | int | None) -> AbstractContextManager[None]:
    """Add these ids to every line logged inside the `with` block by this thread or task."""
    return structlog.contextvars.bound_contextvars(**{key: value for key, value in ids.items() if value is not None})


def without_personal_data(
    _logger: object, _method: str, line: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """Drop forbidden keys, naming them in `dropped`, and blank numbers and mail addresses in what is left."""
    dropped = sorted(key for key in line if key in FORBIDDEN)
    kept: MutableMapping[str, object] = {key: _blanked(value) for key, value in line.items() if key not in FORBIDDEN}
    if dropped:
        kept["dropped"] = dropped
    return kept


def _blanked(value: object) -> object:
    match value:
        case str():
            return _NUMBER.sub("[number]", _MAIL.sub("[mail]", value))
        case Mapping():
            return {key: "[dropped]" if key in FORBIDDEN else _blanked(held) for key, held in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_blanked(held) for held in value]
        case BaseException():
            return type(value).__name__
        case _:
            return value


class _ThroughStructlog(logging.Handler):
    """Gives what libraries log the same form; their tracebacks too."""

    def emit(self, record: logging.LogRecord) -> None:
        logger = structlog.get_logger()
        logger.log(record.levelno, "library", logger=record.name, said=record.getMessage(), exc_info=record.exc_info)
