"""Every address that something is sent to, asked by every role at home and elsewhere, against the written matrix.

Beyond what `test_access_matrix.py` compares: a refused request writes nothing, and one that is let in writes (or the
row says that it does not). Then the same matrix with the second factor asked for, and by token.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guyub.apps.accounts.models import ApiToken, Role
from tests.apps.access_rules import Operation, matrix, operations
from tests.apps.access_walk import ask, leaks, outcome, problems_with, taken_back, text_of, world_of
from tests.apps.access_world import VISITOR, World, personas

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    yield from world_of(django_db_blocker)


@pytest.mark.parametrize("operation", [one for one in operations() if one.method != "GET"], ids=str)
def test_everyone_meets_what_the_matrix_says(world: World, operation: Operation) -> None:
    assert problems_with(world, operation) == []


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


# --- with the second factor asked for, as sites have it --------------------------------------------------------------

WITHOUT_FACTOR = ("akun/", "bahasa/", "healthz")  # one's own account, the language, and whether the site is up


def led_to_the_factor(response: HttpResponse) -> bool:
    """Whether the answer is nothing but the way to set one up."""
    if response.status_code == 403:
        return bool(response.json()["code"] == "second-factor-needed")
    return response.headers.get("Location") == reverse("mfa_index")


@pytest.mark.parametrize("persona", [Role.KADER, Role.LURAH, Role.CITY, Role.JUROR])
def test_without_a_second_factor_nothing_opens(world: World, persona: str, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    asked = [one for one in operations() if not one.route.startswith(WITHOUT_FACTOR)]
    opened, wrote = [], []
    for operation in asked:
        response, written = ask(world, persona, operation)
        if not led_to_the_factor(response):
            opened.append(f"{operation}: {response.status_code}")
        if written:
            wrote.append(f"{operation}: {written}")
    assert (opened, wrote) == ([], [])
    assert len(asked) > 100


@pytest.mark.parametrize("persona", [Role.KADER, Role.LURAH])
def test_with_a_second_factor_the_matrix_holds(world: World, persona: str, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    own = [one for one in operations() if not one.route.startswith("akun/")]  # these pages change with a factor
    with taken_back():
        Authenticator.objects.create(user=world.users[persona], type="totp", data={"secret": "-"})
        found = [problem for operation in own for problem in problems_with(world, operation, [persona])]
    assert found == []


# --- by token --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "operation", [one for one in operations() if one.route.startswith("api/v1/villages/<code>")], ids=str
)
def test_a_token_opens_what_its_owner_may_see(world: World, operation: Operation) -> None:
    found = []
    for persona in personas():
        if persona == VISITOR:
            continue
        with taken_back():
            _, secret = ApiToken.issue(world.users[persona], "uji")
            response = Client(raise_request_exception=False).generic(
                operation.method,
                operation.address(world.thing),
                data=json.dumps(operation.entry["json"]) if "json" in operation.entry else "",
                content_type="application/json",
                headers={"Authorization": f"Bearer {secret}"},
            )
        if outcome(response) != operation.expected(persona):
            found.append(f"{persona}: {outcome(response)}, not {operation.expected(persona)}")
        found += leaks(world, persona, operation, text_of(response))
    assert found == []
