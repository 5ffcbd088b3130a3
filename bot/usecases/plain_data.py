"""Plain data from outside, read field by field: every problem is gathered with its path and its remedy.

What single values must look like is in checks.py. Nothing here knows what the data is about.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.usecases.checks import Check, Wrong, a_list, an_object, shown

T = TypeVar("T")

_maybe_object: Check[Mapping[str, object] | None] = an_object


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value, where it stands, and how to mend it."""

    path: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path or 'the whole'}: {self.problem}. {self.remedy}."


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object being read; what is wrong with it goes to `problems`, which its children share."""

    value: Mapping[str, object]
    path: str
    problems: list[Problem] = field(default_factory=list)

    def need(self, key: str, check: Check[T], blank: T) -> T:
        """Read a value that must be there; `blank` stands in for a bad one, so that reading goes on."""
        if self.value.get(key) is None:
            self.refuse(key, "is missing", f'Give "{key}"')
            return blank
        return self._checked(key, check, blank)

    def may(self, key: str, check: Check[T], default: T) -> T:
        """Read a value that may be absent or null."""
        return default if self.value.get(key) is None else self._checked(key, check, default)

    def child(self, key: str) -> "Record":
        """Read a value that must be an object; a bad one is noted once, not again for all that it lacks."""
        found = self.need(key, _maybe_object, None)
        return Record({}, self.at(key)) if found is None else Record(found, self.at(key), self.problems)

    def optional_child(self, key: str) -> "Record | None":
        """Read a value that is an object or absent."""
        found = self.may(key, _maybe_object, None)
        return None if found is None else Record(found, self.at(key), self.problems)

    def children(self, key: str, *, required: bool = True) -> list["Record"]:
        """Read a value that is a list of objects."""
        items: list[Any] = self.need(key, a_list, []) if required else self.may(key, a_list, [])
        return records(items, self.at(key), self.problems)

    def only(self, *known: str) -> None:
        """Refuse keys nobody reads: they are misspelt, or meant for something else."""
        for key in self.value:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                self.refuse(key, "is not known here", f'Write "{near[0]}"' if near else "Remove it")

    def refuse(self, key: str, problem: str, remedy: str) -> None:
        """Note a problem of one value, or with an empty key of the whole object."""
        self.problems.append(Problem(self.at(key), problem, remedy))

    def at(self, key: str) -> str:
        """Tell the path of a value."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def _checked(self, key: str, check: Check[T], blank: T) -> T:
        try:
            return check(self.value[key])
        except Wrong as wrong:
            self.refuse(key, wrong.problem, wrong.remedy)
            return blank


def records(items: list[Any], path: str, problems: list[Problem]) -> list[Record]:
    """Read the items of a list as objects, numbered from zero in their paths."""
    found = []
    for index, item in enumerate(items):
        if isinstance(item, dict):
            found.append(Record(item, f"{path}[{index}]", problems))
        else:
            problems.append(Problem(f"{path}[{index}]", f"{shown(item)} is not an object", "Write it in { }"))
    return found
