"""How the access matrix is walked: one request of one persona, and what came of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.messages import WARNING
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from guyub.apps.assessment.services import record_waiting
from tests.apps.access_rules import Operation, matrix, operations
from tests.apps.access_world import FLOWERS, NUMBERS, VISITOR, World, client_of, make_world, personas

WRITES = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
SAVEPOINT, TAKEN_BACK = (re.compile(rf'{words} "?(\w+)') for words in ("SAVEPOINT", "ROLLBACK TO SAVEPOINT"))
CODE = re.compile(r"[KP][2-9A-Z]{10}")  # of a family or person: says nothing about whom it stands for
MAY_BE_WRITTEN = {"django_session", "sqlite_sequence"}  # where messages to the person wait; SQLite's own numbers


def world_of(django_db_blocker: Any) -> Iterator[World]:
    """One world for all requests of a module; each request is taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = make_world()
        for name in {name for operation in operations() for name in things_of(operation)}:
            built.thing(name)  # now: what a test makes is taken back with the test
        record_waiting(at_once=True)  # figures that follow from the things would be written by their first reader
        cache.clear()
        yield built
        transaction.set_rollback(True)


def things_of(operation: Operation) -> set[str]:
    """Names of the things that a row speaks of."""
    sent = operation.entry.get("data", {})
    values = [sent] if isinstance(sent, str) else sent.values()
    return {*operation.args.values(), *(value[1:] for value in values if str(value).startswith("$"))}


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing stays written."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


@contextmanager
def writes_noted() -> Iterator[set[str]]:
    """The tables that are written to meanwhile; what the site itself takes back is not counted."""
    in_order: list[str] = []
    points: dict[str, int] = {}
    written: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if found := WRITES.match(sql):
            in_order.append(found[1])
        elif found := SAVEPOINT.match(sql):
            points[found[1]] = len(in_order)
        elif found := TAKEN_BACK.match(sql):
            del in_order[points[found[1]] :]
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        yield written
    written |= set(in_order) - MAY_BE_WRITTEN


def ask(world: World, persona: str, operation: Operation, **headers: str) -> tuple[HttpResponse, set[str]]:
    """The answer, and the tables that the request wrote to. Nothing stays written.

    Pages that are only read find what earlier readers left in the cache: it must not tell them more.
    """
    sent: dict[str, Any] = {}
    if "json" in operation.entry:
        sent = {"data": filled(world, operation.entry["json"]), "content_type": "application/json"}
    elif operation.method != "GET":
        sent = {"data": filled(world, operation.entry.get("data", {}))}
        cache.clear()  # limits on guesses and requests
    with taken_back(), writes_noted() as written:
        client = client_of(world, persona)
        response = getattr(client, operation.method.lower())(operation.address(world.thing), headers=headers, **sent)
        text_of(response)
    return response, written


def filled(world: World, data: dict[str, Any] | str) -> dict[str, Any]:
    """What is sent, with the things of the world in it; `$thing` alone: all of it."""
    if isinstance(data, str):
        return dict(world.thing(data[1:]))
    return {
        key: world.thing(value[1:]) if isinstance(value, str) and value.startswith("$") else value
        for key, value in data.items()
    }


def outcome(response: HttpResponse) -> str:
    """How the site answered, in the words of the matrix."""
    status = response.status_code
    if status >= 500:
        return f"broken ({status})"
    if status >= 400:
        return {401: "denied", 403: "denied", 404: "absent", 405: "closed"}.get(status, "invalid")
    target = response.headers.get("Location", "") or response.headers.get("HX-Redirect", "")
    if not target:
        return "ok"
    if target.split("?")[0] in (reverse("account_login"), reverse("admin:login")):
        return "login"
    return "refused" if _warned(response) else "ok"


def _warned(response: HttpResponse) -> bool:
    """Whether the page led to will say why nothing was done."""
    said = getattr(response.wsgi_request, "_messages", ())
    return any(message.level >= WARNING for message in getattr(said, "_queued_messages", ()))


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


def problems_with(world: World, operation: Operation, asking: Iterable[str] = ()) -> list[str]:
    """What the site does otherwise than this row says, asked by everybody or by some."""
    found = []
    for persona in asking or personas():
        response, written = ask(world, persona, operation)
        met, expected = outcome(response), operation.expected(persona)
        gets_in = expected == "ok"
        if met != (operation.answer if gets_in else expected):
            found.append(f"{operation}, {persona}: {met} ({response.status_code}), not {expected}")
        if told := leaks(world, persona, operation, text_of(response)):
            found.append(f"{operation}, {persona}: told {told}")
        changes = gets_in and operation.writes(persona)
        if written and not changes:
            found.append(f"{operation}, {persona}: nothing should be written, and {sorted(written)} was")
        if changes and not written and persona != VISITOR:
            found.append(f"{operation}, {persona}: let in, and nothing was written")
    return found
