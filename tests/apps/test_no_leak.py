"""No address of the site gives a stranger a figure of a village: every address there is, found by itself.

A new page with a village code in its address is asked here without anyone adding it.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from guyub.apps.accounts.models import User
from guyub.apps.assessment.models import FactRecord, Recording, Snapshot
from guyub.apps.assessment.services import record_facts, take_snapshot
from tests.conftest import Cast

POPULATION = 987_654
MARKS = ("987654", "987.654", "987,654", "rahasia-asal", "rahasia-catatan")
VILLAGE, CITY = "99.01.01.1001", "99.01"
VALUES = {
    "fmt": ("csv", "xlsx", "pdf"),
    "fact": ("population",),
    "topic_id": ("penduduk",),
    "family_code": ("K2222222222",),
    "event": ("kelahiran",),
    "village": (VILLAGE,),
    "city": (CITY,),
    "pk": ("PK",),  # the secret recording; its number is known only when the test runs
}
OTHER = ("1",)  # keys of things of the strengthening cycle, which the matrix asks for with things that exist
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# Accounts, and pages about people: tests/apps/access_matrix.yaml has those, family by family.
NOT_OURS = ("akun/", "kelola/", "keluarga/", "orang/", "pendataan/", "ketahanan/", "berkas-keluarga/")


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def addresses() -> list[str]:
    """Every address with a village or region code, its other parts filled with values that exist."""
    found = []
    for route in patterns(get_resolver()):
        names = PARAMETER.findall(route)
        if "code" not in names or route.startswith(NOT_OURS):
            continue
        codes = (CITY, VILLAGE) if route.startswith("wilayah/") else (VILLAGE,)
        for values in itertools.product(*(codes if name == "code" else VALUES.get(name, OTHER) for name in names)):
            chosen = iter(values)
            found.append(PARAMETER.sub(lambda _, chosen=chosen: next(chosen), route))
    return found


ADDRESSES = addresses()


@pytest.fixture
def secrets(cast: Cast) -> Cast:
    record_facts(
        cast.operator,
        cast.unit,
        as_of=date(2023, 7, 1),
        values={"population": POPULATION},
        source="profile-form",
        provenance="rahasia-asal",
        note="rahasia-catatan",
    )
    take_snapshot(cast.operator, cast.unit, "rahasia-catatan")
    return cast


def text_of(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return content.decode("utf-8", "replace")


def ask(person: User | None, address: str) -> HttpResponse:
    client = Client(raise_request_exception=True)
    if person is not None:
        client.force_login(person)
    return client.get(f"/{numbered(address)}", follow=True)


def numbered(address: str) -> str:
    return address.replace("PK", str(Recording.objects.get(provenance="rahasia-asal").pk))


def test_there_is_something_to_leak(secrets: Cast) -> None:
    shown = [address for address in ADDRESSES if any(mark in text_of(ask(secrets.viewer, address)) for mark in MARKS)]
    assert f"desa/{VILLAGE}/" in shown
    assert f"api/v1/villages/{VILLAGE}" in shown


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_tells_a_stranger_or_a_visitor_a_figure(secrets: Cast, address: str) -> None:
    for person in (secrets.stranger, None):
        text = text_of(ask(person, address))
        assert [mark for mark in MARKS if mark in text] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_takes_anything_from_a_stranger_a_viewer_or_a_visitor(secrets: Cast, address: str) -> None:
    before = (FactRecord.objects.count(), Snapshot.objects.count())
    for person in (secrets.stranger, secrets.viewer, None):
        client = Client(raise_request_exception=True)
        if person is not None:
            client.force_login(person)
        client.post(f"/{numbered(address)}", {"population": "1", "note": "x"})
    assert (FactRecord.objects.count(), Snapshot.objects.count()) == before
