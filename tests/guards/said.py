"""Which messages the dialogues say, read from their source: literal keys, keys made of parts, and literal data."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from delivery.status import Status

ROOT = Path(__file__).parents[2]
SPEAKERS = (*sorted(ROOT.glob("conversations/*.py")), *sorted(ROOT.glob("bot/**/*.py")))


@dataclass(frozen=True, slots=True)
class Spoken:
    """One place in the source that says a message with a literal key; `names` is None when they cannot be told."""

    where: str
    key: str
    names: frozenset[str] | None


def spoken() -> list[Spoken]:
    """Find the places where a message is said with a literal key."""
    return [found for path in SPEAKERS for found in _in_file(path)]


def mentioned(keys: frozenset[str]) -> frozenset[str]:
    """Tell which of the keys the source can say: written out, or put together from parts in one file."""
    found: set[str] = set()
    for path in SPEAKERS:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        found |= keys & words
        starts = {start for node in nodes if isinstance(node, ast.JoinedStr) for start in _start(node)}
        parts = words | {status.value for status in Status}
        found |= {
            key for key in keys for start in starts if key.startswith(start) and _is_made(key[len(start) :], parts)
        }
    return frozenset(found)


def _is_made(ending: str, parts: set[str]) -> bool:
    return not ending or any(
        part and ending.startswith(part) and _is_made(ending[len(part) :], parts) for part in parts
    )


def _start(node: ast.JoinedStr) -> Iterator[str]:
    first = node.values[0]
    if isinstance(first, ast.Constant) and isinstance(first.value, str) and "/" in first.value:
        yield first.value


def _in_file(path: Path) -> Iterator[Spoken]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            dictionaries = _dictionaries(function)
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Say", "Tell"):
                    for key in _keys(node):
                        where = f"{path.relative_to(ROOT)}:{node.lineno}"
                        yield Spoken(where=where, key=key, names=_names(node, dictionaries))


def _keys(call: ast.Call) -> list[str]:
    position = 0 if isinstance(call.func, ast.Name) and call.func.id == "Say" else 1
    given = {word.arg: word.value for word in call.keywords}
    node = call.args[position] if len(call.args) > position else given.get("key")
    branches = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return [part.value for part in branches if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _names(call: ast.Call, dictionaries: Mapping[str, ast.Dict | None]) -> frozenset[str] | None:
    position = 1 if isinstance(call.func, ast.Name) and call.func.id == "Say" else 3
    given = {word.arg: word.value for word in call.keywords}
    node = call.args[position] if len(call.args) > position else given.get("data")
    if node is None:
        return frozenset()
    found = dictionaries.get(node.id) if isinstance(node, ast.Name) else node
    if not isinstance(found, ast.Dict):
        return None
    names = [key.value for key in found.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return frozenset(names) if len(names) == len(found.keys) else None


def _dictionaries(function: ast.FunctionDef) -> dict[str, ast.Dict | None]:
    """List the names of a function that stand for one written-out dictionary; None for those that change."""
    found: dict[str, ast.Dict | None] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    literal = node.value if isinstance(node.value, ast.Dict) else None
                    found[target.id] = None if target.id in found else literal
    return found
