"""Whatever goes on the trail has words in both languages, found in the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import guyub.apps
from guyub.language.words import catalogue

WRITERS = {"note", "Act", "Step", "_note", "_log", "_leave_traces"}
FOLDER = Path(guyub.apps.__path__[0])


def constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def actions() -> set[str]:
    """The first text that each call of a writer of the trail is given."""
    found = set()
    for file in FOLDER.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", ""))
            if isinstance(call, ast.Call) and name in WRITERS:
                found |= set(next((list(constants(part)) for part in call.args if list(constants(part))), []))
    return found


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_action_has_words(language: str) -> None:
    assert len(actions()) > 40
    assert sorted(action for action in actions() if f"trail.{action}" not in catalogue(language)) == []


def details() -> set[str]:
    """Names of the details that calls of `trail.note` spell out."""
    found = set()
    for file in FOLDER.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "trail.note":
                found |= {word.arg for word in call.keywords if word.arg} - {"chain", "subject"}
    return {name for name in found if not name.endswith("_sealed")}


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_detail_has_words(language: str) -> None:
    assert {"rows", "role", "purpose"} < details()
    assert sorted(name for name in details() if f"trail-detail.{name}" not in catalogue(language)) == []
