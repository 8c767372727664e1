"""Every address that is read, asked by every role at home and elsewhere, against the written matrix.

What is compared: who gets in; that reading writes nothing; that no answer holds a name, code, address or number of a
family that this person may not see; and that nobody is shown a full NIK or KK number.
`test_access_matrix_writing.py` asks what is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from guyub.apps.accounts.models import Role
from tests.apps.access_rules import METHODS, Operation, api_operations, counts, matrix, operations, routes
from tests.apps.access_walk import ask, problems_with, text_of, world_of
from tests.apps.access_world import FAR, World, personas

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    yield from world_of(django_db_blocker)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(routes()) - matrix()["rows"].keys()) == [], "no row in tests/apps/access_matrix.yaml"
    assert sorted(matrix()["rows"].keys() - set(routes())) == [], "a row for an address that is gone"


def test_every_operation_of_the_programming_interface_has_a_row() -> None:
    written = {(operation.route, operation.method) for operation in operations()}
    assert sorted(api_operations() - written) == []


def test_the_matrix_knows_every_role() -> None:
    assert sorted(matrix()["roles"]) == sorted(Role.values)


@pytest.mark.parametrize("operation", [one for one in operations() if one.method == "GET"], ids=str)
def test_everyone_meets_what_the_matrix_says(world: World, operation: Operation) -> None:
    assert problems_with(world, operation) == []


AT_HOME = sorted(persona for persona in matrix()["sees"] if not persona.startswith(FAR))
NAMED = ("keluarga/<str:code>/", "keluarga/<str:code>/<str:family_code>/")


@pytest.mark.parametrize("persona", AT_HOME)
def test_there_is_something_to_leak(world: World, persona: str) -> None:
    """Whoever may see a family meets its head's name: the test of leaks would notice it elsewhere."""
    pages = [
        one for one in operations() if one.method == "GET" and one.route in NAMED and one.expected(persona) == "ok"
    ]
    met = "".join(text_of(ask(world, persona, operation)[0]) for operation in pages)
    for name in matrix()["sees"][persona]:
        assert world.families[name].head.name in met, name


def test_counts_are_those_of_the_site() -> None:
    found = counts()
    assert found["roles"] == len(Role)
    assert found["personas"] == len(set(personas())) == 2 * len(Role) + 2
    assert found["routes"] == len(list(routes()))
    assert found["checks"] == found["personas"] * found["operations"] > 4000
    print("access matrix:", ", ".join(f"{number} {name}" for name, number in found.items()))


def test_far_personas_mirror_the_roles() -> None:
    assert {persona.removeprefix(FAR) for persona in personas() if persona.startswith(FAR)} == set(Role.values)


def test_only_methods_that_exist() -> None:
    assert {operation.method for operation in operations()} <= set(METHODS)
