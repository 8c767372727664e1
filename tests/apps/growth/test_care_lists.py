"""Lists of who lacks an immunisation or vitamin A, and the line on a posyandu day: as the rules say of each child."""

import random
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.models import CareMark
from guyub.apps.growth.presentation import lists
from guyub.apps.growth.presentation.care import marks_of, wanted
from guyub.apps.growth.presentation.care_lists import lacking_vitamin_a, late_immunisation
from guyub.apps.growth.services import Mark, mark_care, mark_many, open_day, open_posyandu, withdraw_mark
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_care_rules
from guyub.domain.growth.ages import months_before
from guyub.domain.growth.care import Status
from tests.apps.growth.test_care_marks import make_child
from tests.apps.made_families import kader, make_families, today

pytestmark = pytest.mark.django_db
CODES = [one.code for one in load_care_rules().immunisation.vaccines]


@pytest.fixture
def many(cast):
    """Children of every age with marks at random, some of them withdrawn."""
    chance = random.Random(7)  # noqa: S311 - made up, alike each time
    families = make_families(cast.unit.region_id, 60)
    children = list(Person.objects.filter(memberships__family__in=families, memberships__relation=3).order_by("pk"))
    for child in children:
        child.birth_date = today() - timedelta(days=chance.randrange(1900))
    Person.objects.bulk_update(children, ["birth_date"])
    entries = []
    for child in children:
        age = (today() - child.birth_date).days
        for code in CODES:
            if chance.random() < 0.7:
                day = child.birth_date + timedelta(days=chance.randint(0, min(age, 1790)))
                entries.append((child, Mark("immunisation", day, code)))
        if 185 < age < 1790 and chance.random() < 0.5:
            entries.append((child, Mark("vitamin-a", today() - timedelta(days=chance.randrange(min(age - 184, 300))))))
    for one in mark_many(SYSTEM, entries):
        if chance.random() < 0.1:
            withdraw_mark(SYSTEM, one, "Salah anak")
    return children


def test_lists_are_those_of_whom_the_rules_say_it(many):
    found = marks_of(many)
    late, lacking, both = set(), set(), Person.objects.filter(pk__in=[child.pk for child in many])
    for child in many:
        for one in wanted(child, found.get(child.pk, []), today(), "id"):
            if one.kind == CareMark.Kind.IMMUNISATION and one.status == Status.LATE:
                late.add(child)
            if one.kind == CareMark.Kind.VITAMIN_A:
                lacking.add(child)
    assert 5 < len(late) < len(many)
    assert 5 < len(lacking) < len(many)
    assert set(late_immunisation(both, today())) == late
    assert set(lacking_vitamin_a(both, today())) == lacking


def test_who_has_no_certain_day_of_birth_is_on_neither(cast):
    make_child(cast.unit.region_id, 20, birth_known="year")
    sure = make_child(cast.unit.region_id, 20, number=2)
    assert list(late_immunisation(Person.objects.all(), today())) == [sure]
    assert list(lacking_vitamin_a(Person.objects.all(), today())) == [sure]


def page(client, village, name):
    content = client.get(f"/anak/daftar/{village}/{name}/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", content).split())


def test_the_page_names_what_is_lacking(cast, client):
    village = cast.unit.region_id
    child = make_child(village, 10)
    make_child(village, 10, rw="002", number=2)
    marks = [Mark("immunisation", months_before(today(), 3), code) for code in CODES if code not in ("dpt3", "mr1")]
    mark_many(SYSTEM, [(child, mark) for mark in marks])
    client.force_login(kader(cast))
    text = page(client, village, "imunisasi-terlambat")
    assert "Imunisasi terlambat 1 " in text  # of the own RW alone
    assert "DPT-HB-Hib 3 (terlambat)" in text
    assert "perkiraan" in text
    mark_care(SYSTEM, child, Mark("immunisation", today(), "dpt3"))
    assert "Tidak ada anak di daftar ini" in page(client, village, "imunisasi-terlambat")
    assert "kapsul biru" in page(client, village, "belum-vitamin-a")


@pytest.mark.parametrize("name", ["imunisasi-terlambat", "belum-vitamin-a"])
def test_lists_ask_the_same_for_many_children(cast, client, name):
    village = cast.unit.region_id
    make_child(village, 10)
    client.force_login(kader(cast))
    address = f"/anak/daftar/{village}/{name}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(2, 8):
        make_child(village, 10 + number, number=number)
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(more) == len(few) <= 27
    assert set(lists.KINDS) >= {name}


def test_the_line_on_a_posyandu_day(cast, client):
    village = cast.unit.region
    child = make_child(village.code, 10)
    held = open_day(SYSTEM, open_posyandu(SYSTEM, village, "Mawar", ["001"]), today())
    marks = [Mark("immunisation", months_before(today(), 3), code) for code in CODES if code != "dpt3"]
    mark_many(SYSTEM, [(child, mark) for mark in marks])
    client.force_login(kader(cast))
    address = f"/posyandu/hari/{held.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        text = " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())
    assert re.search(
        r"Selain ditimbang: DPT-HB-Hib 3 \(terlambat\), Vitamin A, kapsul biru( \(terlambat\))?\. Catat", text
    )
    for number in range(2, 6):
        make_child(village.code, 10 + number, number=number)
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(more) == len(few)


@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("tidak-naik", "PARTIAL"),
        ("dua-kali-tidak-naik", "PARTIAL"),
        ("gagal-tumbuh", "PARTIAL"),
        ("bgm", "INFERRED"),
        ("gizi", "PARTIAL"),
        ("bakal-pendek", "PROPOSED"),
        ("menunggu-puskesmas", "PROPOSED"),
        ("imunisasi-terlambat", "INFERRED"),
        ("belum-vitamin-a", "PARTIAL"),
        ("belum-bulan-ini", None),
    ],
)
def test_a_list_says_how_well_its_rule_is_known(name, grade):
    known = lists.KINDS[name].known
    assert (known.grade if known else None) == grade
