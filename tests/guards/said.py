"""Which messages the dialogues say, read from their source, and which words the messages tell people to write."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from delivery.status import CustodyKind, Status
from tests.guards.message_values import CATALOGUE

# A key is put together from a beginning such as "day/" or "claim/proof", and parts such as "failed_move" or "_note".
_BEGINNING = re.compile(r"[a-z_]+/[a-z_]*")
_PART = re.compile(r"[a-z_]{3,}")

# Words in quotes are our advice unless they hold a placeholder: then they quote a person.
_QUOTED = re.compile(r'"([^"{}]+)"')
_CAPITALS = re.compile(r"\b(OK|NO|NON)\b")

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


def advised() -> Iterator[tuple[str, str, str]]:
    """List the words that texts tell people to write: in quotes, in capitals, or in the drivers' list of words."""
    for language, entries in CATALOGUE.languages.items():
        for key, entry in entries.items():
            text = entry.texts["other"]
            found = [*_QUOTED.findall(text), *_CAPITALS.findall(text)]
            if key == "driver/help":
                found += text.split(": ", 1)[1].split(".")[0].split(", ")
            for words in found:
                yield language, key, re.sub(r"\(min\w+\)", "20", words).replace("(", "").replace(")", "")


def mentioned(keys: frozenset[str]) -> frozenset[str]:
    """Tell which of the keys the source can say: written out, or a beginning and parts that the source holds."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SPEAKERS]
    words = {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    beginnings = {word for word in words if _BEGINNING.fullmatch(word)}
    parts = {word for word in words if _PART.fullmatch(word)} | {status.value for status in Status}
    parts |= {kind.value for kind in CustodyKind}
    return frozenset(
        key
        for key in keys
        if key in words or any(key.startswith(start) and _is_made(key[len(start) :], parts) for start in beginnings)
    )


def _is_made(ending: str, parts: set[str]) -> bool:
    return not ending or any(ending.startswith(part) and _is_made(ending[len(part) :], parts) for part in parts)


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


def _names(call: ast.Call, dictionaries: Mapping[str, frozenset[str] | None]) -> frozenset[str] | None:
    position = 1 if isinstance(call.func, ast.Name) and call.func.id == "Say" else 3
    given = {word.arg: word.value for word in call.keywords}
    node = call.args[position] if len(call.args) > position else given.get("data")
    if node is None:
        return frozenset()
    return dictionaries.get(node.id) if isinstance(node, ast.Name) else _literal_keys(node)


def _dictionaries(function: ast.FunctionDef) -> dict[str, frozenset[str] | None]:
    """List the names of a function that stand for a dictionary, with the keys it may get (None: unknown)."""
    found: dict[str, frozenset[str] | None] = {}
    added: dict[str, frozenset[str]] = {}
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name):
                found[target.id] = None if target.id in found else _literal_keys(node.value)
            elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                key = target.slice.value if isinstance(target.slice, ast.Constant) else None
                if isinstance(key, str):
                    added[target.value.id] = added.get(target.value.id, frozenset()) | {key}
    return {name: keys if keys is None else keys | added.get(name, frozenset()) for name, keys in found.items()}


def _literal_keys(node: ast.expr | None) -> frozenset[str] | None:
    if not isinstance(node, ast.Dict):
        return None
    names = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return frozenset(names) if len(names) == len(node.keys) else None
