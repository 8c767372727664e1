"""A planted interview is met by the youth counsellor and the puskesmas alone, on any page, file or answer there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.apps.access_rules import matrix, operations
from tests.apps.access_walk import ask, text_of, world_of
from tests.apps.access_world import World, personas

pytestmark = pytest.mark.django_db

TELLS = ("suicide", "Suasana hati dan bunuh diri", "Mood and suicide", "Rujukan medis, sosial, atau hukum", "heeadsss")
READERS = ("counsellor", "puskesmas")
READING = [one for one in operations() if one.method == "GET"]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    for built in world_of(django_db_blocker):
        assert built.thing("youth_interview")
        yield built


@pytest.mark.parametrize("persona", [one for one in personas() if one not in READERS])
def test_nobody_else_meets_it(world: World, persona: str) -> None:
    met = []
    for operation in READING:
        if operation.expected(persona) == "ok":
            text = text_of(ask(world, persona, operation)[0])
            met += [f"{operation}: {word}" for word in TELLS if word in text]
    assert met == []


@pytest.mark.parametrize("persona", READERS)
def test_there_is_something_to_leak(world: World, persona: str) -> None:
    allowed = [one for one in READING if one.expected(persona) == "ok"]
    met = {one.route for one in allowed for word in TELLS if word in text_of(ask(world, persona, one)[0])}
    assert met == {route for route in matrix()["rows"] if "konseling" in route}
