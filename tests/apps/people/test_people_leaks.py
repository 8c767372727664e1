"""Nobody learns of a family that they may not see: not by looking, searching, guessing codes, or asking for a file.

The access matrix asks every address once. Here the same question is asked in the ways that people try: with a name, a
number, a code, a day, a page number, a reason. There is something to leak: the owner of each family does find it.
"""

import itertools

import pytest
from django.test import Client

from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import Family, Person
from tests.apps.access_rules import matrix
from tests.apps.access_world import (
    FAR,
    FAR_VILLAGE,
    FLOWERS,
    NEIGHBOUR,
    NUMBERS,
    VILLAGE,
    VISITOR,
    World,
    client_of,
    make_world,
    members,
)

pytestmark = pytest.mark.types_names_into_addresses

HIDDEN_FROM = {  # by family: who must learn nothing of it
    name: [
        persona
        for persona in ("operator", "kader", "city", "auditor", "admin", NEIGHBOUR, FAR + "operator", VISITOR)
        if name not in matrix()["sees"].get(persona, [])
    ]
    for name in FLOWERS
}
SEES = [(persona, name) for persona, names in matrix()["sees"].items() for name in names]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def village_of(name: str) -> str:
    return FAR_VILLAGE if name == "far" else VILLAGE


def tries(world: World, name: str) -> list[tuple[str, str, dict[str, str]]]:
    """Ways to ask for one family: method, address, form."""
    family = world.families[name]
    head = next(members(family))
    village, home = village_of(name), f"/keluarga/{VILLAGE}/"
    asked = [
        ("GET", f"/keluarga/{village}/", {}),
        ("GET", f"/keluarga/{village}/", {"rw": family.rw, "rt": family.rt}),
        ("GET", f"/keluarga/{village}/", {"per": "2024-12-31"}),
        ("GET", f"/keluarga/{village}/", {"sesudah": family.code}),
        ("GET", f"/keluarga/{village}/{family.code}/", {}),
        ("GET", f"/keluarga/{village}/{family.code}/", {"per": "2020-01-01"}),
        ("GET", f"/orang/{head.code}/", {}),
        ("GET", f"/ketahanan/{village}/krs/", {}),
        ("POST", f"/ketahanan/{village}/krs/unduh/", {"purpose": "rakor", "fmt": "csv"}),
        ("GET", f"/api/v1/villages/{village}/resilience", {}),
        ("GET", "/jejak/", {"tentang": family.code}),
        ("GET", "/kelola/accounts/user/", {"q": head.name}),
    ]
    words = [head.name, head.name.split()[-1], family.code, head.code, *NUMBERS[name]]
    for where, word in itertools.product({home, f"/keluarga/{village}/"}, words):
        asked += [("POST", f"{where}cari/", {"cari": word}), ("GET", where, {"cari": word})]
    return asked


def told(client: Client, method: str, address: str, form: dict[str, str]) -> str:
    """All that is answered, to the end of every redirect, without what was asked itself."""
    response = getattr(client, method.lower())(address, form, follow=True)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode("utf-8", "replace") + "".join(url for url, _ in response.redirect_chain)
    for word in [*form.values(), *address.split("/")]:
        if len(word) > 4:
            text = text.replace(word, "")
    return text


def test_who_may_see_a_family_does_find_it(world: World) -> None:
    for persona, name in SEES:
        page = client_of(world, persona).get(f"/keluarga/{village_of(name)}/{world.families[name].code}/")
        assert world.families[name].head.name in page.content.decode(), (persona, name)
        found = told(client_of(world, persona), "GET", f"/keluarga/{village_of(name)}/", {})
        assert world.families[name].head.name in found, (persona, name)


@pytest.mark.parametrize("name", list(FLOWERS))
def test_nobody_else_is_told_anything(world: World, name: str) -> None:
    found = []
    for persona in HIDDEN_FROM[name]:
        for method, address, form in tries(world, name):
            text = told(client_of(world, persona), method, address, form)
            found += [(persona, method, address, mark) for mark in world.marks(name) if mark in text]
    assert found == []


def test_a_number_that_exists_elsewhere_answers_like_one_that_does_not(world: World) -> None:
    """Nobody can test whether a NIK exists."""
    client = client_of(world, "operator")
    answers = [
        client.post(f"/keluarga/{VILLAGE}/cari/", {"cari": number}, follow=True).content.decode().replace(number, "")
        for number in (NUMBERS["far"][0], "9901019999990001")
    ]
    tokens = [part for part in answers[0].split('"') if len(part) == 64]
    for token in tokens:
        answers[0] = answers[0].replace(token, "")
    for token in [part for part in answers[1].split('"') if len(part) == 64]:
        answers[1] = answers[1].replace(token, "")
    assert answers[0] == answers[1]


def test_full_numbers_are_never_shown_to_anyone_by_looking(world: World) -> None:
    shown = []
    for persona, name in (("lurah", "own"), ("kader", "own"), (FAR + "operator", "far")):
        for method, address, form in tries(world, name):
            if set(form.values()) & set(NUMBERS[name]):
                continue
            text = told(client_of(world, persona), method, address, form)
            shown += [(persona, address, number) for number in NUMBERS[name] if number in text]
    assert shown == []


def test_error_pages_name_nobody(world: World) -> None:
    code = world.families["own"].code
    for persona in ("operator", "city", FAR + "operator", VISITOR):
        for address in (f"/keluarga/{VILLAGE}/{code}x/", f"/orang/{code}/", f"/keluarga/{VILLAGE}/K2222222222/"):
            text = told(client_of(world, persona), "GET", address, {})
            assert [mark for mark in world.marks("own") if mark in text] == []


def test_the_trail_holds_no_name_and_no_number(world: World) -> None:
    for method, address, form in tries(world, "own"):
        told(client_of(world, "lurah"), method, address, form)
    text = " ".join(map(str, AuditEntry.objects.values_list("subject", "details")))
    names = Person.objects.values_list("name", flat=True)
    numbers = [number for numbers in NUMBERS.values() for number in numbers]
    assert [word for word in [*names, *numbers] if word in text] == []


def test_what_is_printed_of_a_person_or_family_is_its_code(world: World) -> None:
    for one in (*Person.objects.all(), *Family.objects.all()):
        assert one.code in repr(one)
        assert not [mark for name in FLOWERS for mark in world.marks(name) if mark in repr(one) and mark != one.code]
