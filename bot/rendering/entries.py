"""What one language's file of messages may hold, read and checked.

All problems of a file are reported together, each with the file, the key and the remedy. Nothing here fills a message.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError

PLURALS = ("zero", "one", "two", "few", "many", "other")

_KEY = re.compile(r"[a-z_]+(/[a-z_]+)+")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PLACE = re.compile(r"( ?)\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u00a0\u202f\u2009\u200b-\u200f\u2028-\u202e\ufeff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One message in one language: its text per plural form, and the subject it has as a mail."""

    texts: Mapping[str, str]
    subject: str | None
    names: frozenset[str]


def read(path: Path) -> tuple[dict[str, Entry], list[str]]:
    """Read one file of messages; answer the sound entries by key, and the problems of the others."""
    problems: list[str] = []
    entries: dict[str, Entry] = {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        Locale.parse(path.stem)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, [f"{path.name}: this is not a TOML file: {error}. Mend the line it names."]
    except (ValueError, UnknownLocaleError):
        return {}, [f"{path.name}: {path.stem!r} is no language. Name the file by its ISO 639 code, as in 'pt.toml'."]
    for key, table in tables.items():
        found = list(_problems(key, table))
        if found:
            problems += [f"{path.name} [{key}]: {problem}" for problem in found]
        else:
            entries[key] = _entry(table)
    return entries, problems


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in the places of a text, once: a value that looks like a placeholder stays what it is.

    A line is left out when the link it names is empty; any other empty value takes the space before it along.
    """
    lines = [line for line in text.split("\n") if "{link}" not in line or values["link"]]
    return _PLACE.sub(lambda found: found[1] + values[found[2]] if values[found[2]] else "", "\n".join(lines))


def names(text: str) -> frozenset[str]:
    """List the placeholders of a text."""
    return frozenset(_PLACEHOLDER.findall(text))


def _entry(table: Mapping[str, str]) -> Entry:
    texts = {"other": table["text"]} if "text" in table else {form: table[form] for form in PLURALS if form in table}
    stripped = {form: text.strip() for form, text in texts.items()}
    subject = table.get("subject")
    found = frozenset[str]().union(*map(names, [*stripped.values(), subject or ""]))
    return Entry(texts=stripped, subject=subject, names=found | {"count"} if "text" not in table else found)


def _problems(key: str, table: object) -> Iterator[str]:
    if not _KEY.fullmatch(key):
        yield 'a key is lower-case words with a slash, in quotes. Write it like ["tracking/eta"].'
        return
    if not isinstance(table, dict):
        yield f'there is a value where a table belongs. Write ["{key}"] and below it text = "...".'
        return
    unknown = sorted(set(table) - {"text", "subject", *PLURALS})
    if unknown:
        yield f"nobody reads {', '.join(unknown)}. Use text, or the plural forms {', '.join(PLURALS)}, and subject."
    if "text" in table and set(table) & set(PLURALS):
        yield "it has a text and plural forms. Keep one of the two."
    if "text" not in table and "other" not in table:
        yield 'it has no text. Add text = "...", or the plural forms with at least other = "...".'
    for field, text in table.items():
        yield from (f"{field} {problem}" for problem in _text_problems(text))


def _text_problems(text: object) -> Iterator[str]:
    if not isinstance(text, str) or not text.strip():
        yield "is not a text. Write words in quotes."
        return
    for name in sorted(names(text)):
        if not _NAME.fullmatch(name):
            yield f"has the placeholder {{{name}}}. A placeholder is one lower-case name in braces, nothing more."
    if set(_PLACEHOLDER.sub("", text)) & {"{", "}"}:
        yield "has a brace that opens or closes nothing. Braces only stand round a placeholder."
    if found := _FORBIDDEN.search(text):
        yield f"holds the invisible character U+{ord(found[0]):04X}, which makes a text cost more. Use a plain space."
