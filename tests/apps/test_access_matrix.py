"""Every address and operation, asked by every role at home and elsewhere, against the written matrix.

What is compared: who gets in; that a refused request writes nothing; that no answer holds a name, code, address or
number of a family that this person may not see; and that nobody is shown a full NIK or KK number.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guyub.apps.accounts.models import Role
from tests.apps.access_rules import METHODS, Operation, api_operations, counts, matrix, operations, routes
from tests.apps.access_world import FAR, FLOWERS, NUMBERS, VISITOR, World, client_of, make_world, personas

pytestmark = pytest.mark.django_db

WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
CODE = re.compile(r"[KP][2-9A-Z]{10}")  # of a family or person: says nothing about whom it stands for
MAY_BE_WRITTEN = {"django_session"}  # where messages to the person wait


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all requests; each request is taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = make_world()
        for name in {name for operation in operations() for name in operation.args.values()}:
            built.thing(name)  # now: what a test makes is taken back with the test
        yield built
        transaction.set_rollback(True)


def ask(world: World, persona: str, operation: Operation) -> tuple[HttpResponse, list[str]]:
    """The answer, and the tables that the request wrote to. Nothing stays written."""
    address = operation.address(world.thing)
    sent: dict[str, Any] = {}
    if "json" in operation.entry:
        sent = {"data": filled(world, operation.entry["json"]), "content_type": "application/json"}
    elif operation.method != "GET":
        sent = {"data": filled(world, operation.entry.get("data", {}))}
    cache.clear()  # limits on guesses and requests
    before = transaction.savepoint()
    try:
        with CaptureQueriesContext(connection) as queries:
            response = getattr(client_of(world, persona), operation.method.lower())(address, **sent)
            text_of(response)
        written = [found[2] for query in queries if (found := WRITES.match(query["sql"]))]
    finally:
        transaction.savepoint_rollback(before)
    return response, written


def filled(world: World, data: dict[str, Any]) -> dict[str, Any]:
    return {
        key: world.thing(value[1:]) if isinstance(value, str) and value.startswith("$") else value
        for key, value in data.items()
    }


def outcome(response: HttpResponse) -> str:
    """How the site answered, in the words of the matrix."""
    status = response.status_code
    if status >= 500:
        return f"broken ({status})"
    if status in (401, 403):
        return "denied"
    if status in (404, 405):
        return {404: "absent", 405: "closed"}[status]
    target = response.headers.get("Location", "") or response.headers.get("HX-Redirect", "")
    logins = (reverse("account_login"), reverse("admin:login"))
    return "login" if target.split("?")[0] in logins else "ok"


def text_of(response: HttpResponse) -> str:
    """All that an answer says: its address to go to, its body, and what is inside a workbook."""
    if not hasattr(response, "told"):
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                content = b"\n".join(parts.read(name) for name in parts.namelist())
        response.told = response.headers.get("Location", "") + content.decode("utf-8", "replace")
    return str(response.told)


def leaks(world: World, persona: str, operation: Operation, text: str) -> list[str]:
    """Marks of families that this person may not see, and full numbers; what the person sent does not count."""
    sees = matrix()["sees"].get(persona, [])
    sent = operation.address(world.thing) + str(filled(world, operation.entry.get("data", {})))
    hidden = {mark for name in FLOWERS if name not in sees for mark in world.marks(name)}
    if not operation.entry.get("reveals"):
        hidden |= {number for numbers in NUMBERS.values() for number in numbers}
    if operation.entry.get("codes"):
        hidden = {mark for mark in hidden if not CODE.fullmatch(mark)}
    return sorted(mark for mark in hidden if mark in text and mark not in sent)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(routes()) - matrix()["rows"].keys()) == [], "no row in tests/apps/access_matrix.yaml"
    assert sorted(matrix()["rows"].keys() - set(routes())) == [], "a row for an address that is gone"


def test_every_operation_of_the_programming_interface_has_a_row() -> None:
    written = {(operation.route, operation.method) for operation in operations()}
    assert sorted(api_operations() - written) == []


def test_the_matrix_knows_every_role() -> None:
    assert sorted(matrix()["roles"]) == sorted(Role.values)


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_everyone_meets_what_the_matrix_says(world: World, operation: Operation) -> None:
    wrong, told, wrote = [], [], []
    for persona in personas():
        response, written = ask(world, persona, operation)
        met = outcome(response)
        if met != operation.expected(persona):
            wrong.append(f"{persona}: {met} ({response.status_code}), not {operation.expected(persona)}")
        if found := leaks(world, persona, operation, text_of(response)):
            told.append(f"{persona}: {found}")
        if met != "ok" and set(written) - MAY_BE_WRITTEN:
            wrote.append(f"{persona}: {sorted(set(written))}")
    assert not wrong, "another outcome:\n" + "\n".join(wrong)
    assert not told, "told too much:\n" + "\n".join(told)
    assert not wrote, "refused, and yet something was written:\n" + "\n".join(wrote)


UNWRITTEN = [
    Operation(route, method, row.get("args", {}), row.get("path"), {}, tuple(matrix()["roles"]))
    for route, row in matrix()["rows"].items()
    for method in ("GET", "POST")
    if method not in row
]


@pytest.mark.parametrize("operation", UNWRITTEN, ids=str)
def test_a_method_without_a_row_is_closed(world: World, operation: Operation) -> None:
    met = {persona: outcome(ask(world, persona, operation)[0]) for persona in (*Role.values, VISITOR)}
    assert {persona: said for persona, said in met.items() if said not in ("closed", "absent", "login", "denied")} == {}


AT_HOME = sorted(persona for persona in matrix()["sees"] if not persona.startswith(FAR))


@pytest.mark.parametrize("persona", AT_HOME)
def test_there_is_something_to_leak(world: World, persona: str) -> None:
    """Whoever may see a family meets its head's name somewhere: the test of leaks would notice it elsewhere."""
    for name in matrix()["sees"][persona]:
        head = world.families[name].head.name
        pages = (op for op in operations() if op.method == "GET" and op.expected(persona) == "ok")
        assert any(head in text_of(ask(world, persona, operation)[0]) for operation in pages), head


def test_counts_are_printed() -> None:
    found = counts()
    assert found["checks"] == len(personas()) * len(operations())
    print("access matrix:", ", ".join(f"{number} {name}" for name, number in found.items()))


def test_far_personas_mirror_the_roles() -> None:
    assert {persona.removeprefix(FAR) for persona in personas() if persona.startswith(FAR)} == set(Role.values)


def test_only_methods_that_exist() -> None:
    assert {operation.method for operation in operations()} <= set(METHODS)
