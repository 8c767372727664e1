"""The access matrix read: what each persona should meet at each address, and the addresses the site really has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "access_matrix.yaml"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PEOPLE_KEYS = {"ok", "others", "strangers", "neighbour", "visitor", "but"}
ENTRY_KEYS = PEOPLE_KEYS | {"query", "data", "json", "reveals", "codes", "answer", "writes"}
OUTCOMES = {"ok", "login", "absent", "denied", "closed"}
ANSWERS = {"ok", "refused", "invalid"}  # to those who get in
FAR, NEIGHBOUR, VISITOR = "far-", "neighbour", "visitor"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Operation:
    """One method of one route, with what the matrix says about it."""

    route: str
    method: str
    args: dict[str, str]
    path: str | None
    entry: dict[str, Any]
    roles: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.route}"

    def writes(self, persona: str) -> bool:
        """Whether somebody who gets in changes something: sending does, reading does not, unless it is said."""
        said = self.entry.get("writes", self.method != "GET" and self.answer == "ok")
        return persona in said if isinstance(said, list) else bool(said)

    @property
    def answer(self) -> str:
        """How the site answers those who get in: ok, refused (led back with a reason), invalid (a status of 4xx)."""
        return str(self.entry.get("answer", "ok"))

    @property
    def allowed(self) -> tuple[str, ...]:
        """Roles that get in at home."""
        named = self.entry.get("ok", [])
        return tuple(self.roles if named == "all" else named)

    def expected(self, persona: str) -> str:
        """The outcome for a persona: a role, far-ROLE, neighbour, or visitor."""
        if persona in self.entry.get("but", {}):
            return self.entry["but"][persona]
        if persona == VISITOR:
            return self.entry.get("visitor", "login")
        if persona == NEIGHBOUR:
            return self.entry.get("neighbour", "absent" if "kader" in self.allowed else self._at_home("kader"))
        if persona.startswith(FAR):
            elsewhere = self.entry.get("strangers", "absent")
            return self._at_home(persona.removeprefix(FAR)) if elsewhere == "same" else elsewhere
        return self._at_home(persona)

    def _at_home(self, role: str) -> str:
        return "ok" if role in self.allowed else self.entry.get("others", "absent")

    def address(self, value_of: Any) -> str:
        """The address with its parts filled in by `value_of(thing)`."""
        filled = self.path or PARAMETER.sub(lambda part: str(value_of(self.args[part[1]])), self.route)
        return "/" + filled.lstrip("/") + self.entry.get("query", "")


@cache
def matrix() -> dict[str, Any]:
    """The file as it stands."""
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@cache
def operations() -> tuple[Operation, ...]:
    """Every method of every row.

    Raises:
        ValueError: A row has a key, an outcome, a group, a role or a method that does not exist.
    """
    written = matrix()
    roles, groups, entries = tuple(written["roles"]), written["groups"], written["entries"]
    found = []
    for route, row in written["rows"].items():
        for method, entry in row.items():
            if method in ("args", "path"):
                continue
            entry = entries[entry] if isinstance(entry, str) else entry
            entry = {**entries.get(entry.get("use"), {}), **{key: entry[key] for key in entry if key != "use"}}
            if isinstance(entry.get("ok"), str) and entry["ok"] != "all":
                entry["ok"] = groups[entry["ok"]]
            if isinstance(entry.get("writes"), str):
                entry["writes"] = groups[entry["writes"]]
            _check(route, method, entry, roles)
            found.append(Operation(route, method, row.get("args", {}), row.get("path"), entry, roles))
    return tuple(found)


def _check(route: str, method: str, entry: dict[str, Any], roles: tuple[str, ...]) -> None:
    outcomes = {entry.get(key, "ok") for key in ("others", "neighbour", "visitor")} | set(entry.get("but", {}).values())
    outcomes.add("ok" if entry.get("strangers") == "same" else entry.get("strangers", "ok"))
    if entry.get("answer", "ok") not in ANSWERS:
        raise ValueError(f"access matrix, {method} {route}: unknown answer {entry['answer']}")
    allowed = [] if entry.get("ok") == "all" else entry.get("ok", [])
    if method not in METHODS or entry.keys() - ENTRY_KEYS or outcomes - OUTCOMES or set(allowed) - set(roles):
        raise ValueError(f"access matrix, {method} {route}: unknown method, key, outcome or role in {entry}")


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every route of the site as the resolver spells it."""
    from django.urls import URLResolver, get_resolver

    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        else:
            yield route


def api_operations() -> set[tuple[str, str]]:
    """Route and method of every operation that the programming interface describes."""
    from guyub.apps.api import api

    described = api.get_openapi_schema()["paths"]
    return {
        (re.sub(r"{(\w+)}", r"<\1>", path.lstrip("/")), method.upper())
        for path, methods in described.items()
        for method in methods
    }


def counts() -> dict[str, int]:
    """How many roles, personas, routes, operations and checks the matrix speaks of."""
    found, roles = operations(), len(matrix()["roles"])
    people = 2 * roles + 2
    return {
        "roles": roles,
        "personas": people,
        "routes": len(matrix()["rows"]),
        "operations": len(found),
        "checks": people * len(found),
    }


def as_markdown() -> str:
    """The matrix as a page of the reference: one line an operation, one column a role."""
    number = counts()
    lines = [
        "# Who reaches what",
        "",
        f"{number['roles']} roles at home and elsewhere, a kader of the neighbouring RW, and a visitor: "
        f"{number['personas']} people, {number['operations']} operations on {number['routes']} addresses, "
        f"{number['checks']} requests, each made by `tests/apps/test_access_matrix.py` or "
        "`tests/apps/test_access_matrix_writing.py` and compared with this table "
        "(`tests/apps/access_matrix.yaml`). An address without a row fails the test.",
        "",
        "● reached · absent: answered as if it did not exist (404) · denied: refused (401 or 403) · login: led to the "
        "login. Elsewhere: the same roles in another city. RW: a kader of another RW of the same village.",
        "",
    ]
    roles = matrix()["roles"]
    lines.append("| operation | " + " | ".join(roles) + " | elsewhere | other RW | visitor |")
    lines.append("|---" * (len(roles) + 4) + "|")
    lines += [_line(operation, roles) for operation in operations()]
    return "\n".join(lines) + "\n"


def _line(operation: Operation, roles: list[str]) -> str:
    cells = [operation.expected(role) for role in roles]
    elsewhere = {operation.expected(FAR + role) for role in roles}
    cells.append(elsewhere.pop() if len(elsewhere) == 1 else "as at home")
    cells += [operation.expected(NEIGHBOUR), operation.expected(VISITOR)]
    route = operation.route.replace("|", "\\|")
    return f"| {operation.method} `{route}` | " + " | ".join("●" if cell == "ok" else cell for cell in cells) + " |"
