"""``among`` finds what ``in`` finds, with one parameter for all values."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.models import User
from guyub.apps.territory.models import Region

pytestmark = pytest.mark.django_db

CODES = [f"99.{number:02d}" for number in range(1, 40)]


@pytest.fixture
def regions():
    """A province and its 39 regencies."""
    top = Region.objects.create(code="99", name="Contoh", level="province", kind="x")
    Region.objects.bulk_create(Region(code=code, name=code, level="regency", kind="x", parent=top) for code in CODES)
    return Region.objects.filter(code__startswith="99").order_by("code")


def codes(rows):
    return list(rows.values_list("code", flat=True))


@pytest.mark.parametrize("wanted", [CODES[:3], set(CODES), dict.fromkeys(CODES[5:7]), ["nobody's", 'a "b" {c},\\'], []])
def test_texts(regions, wanted):
    assert codes(regions.filter(code__among=wanted)) == codes(regions.filter(code__in=wanted))


def test_numbers():
    people = User.objects.bulk_create(User(username=f"orang{number}") for number in range(5))
    numbers = [person.pk for person in people]
    everyone = User.objects.filter(username__startswith="orang").order_by("pk")
    for wanted in (numbers[:1], {*numbers[2:], 2**40}, [2**40], []):
        assert list(everyone.filter(pk__among=wanted)) == list(everyone.filter(pk__in=wanted))


def test_keys_of_other_rows_and_what_is_not_among_them(regions):
    assert codes(regions.filter(parent__among=["99"])) == CODES
    assert codes(regions.filter(parent__code__among=["99"])) == CODES
    assert codes(regions.exclude(code__among=CODES[1:])) == ["99", CODES[0]]
    assert codes(regions.exclude(code__among=[])) == ["99", *CODES]


def test_values_take_one_parameter_and_no_values_no_query(regions):
    with CaptureQueriesContext(connection) as asked:
        codes(Region.objects.filter(code__among=CODES))
        codes(Region.objects.filter(code__among=[]))
    (query,) = asked.captured_queries
    assert query["sql"].count(CODES[0]) == 1
    assert ("json_each" if connection.vendor == "sqlite" else "ANY") in query["sql"]
