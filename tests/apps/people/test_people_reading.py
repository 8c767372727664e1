"""Many families are read with few queries; two people who change one family at once cannot both have their way."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Couple, Event, Family, Membership
from guyub.apps.people.services import (
    UnusableFamily,
    correct_person,
    families_on,
    forms_members,
    move_home,
    record_marriage,
)
from tests.apps.people.registry import HERE, NEXT_DOOR, couple_with_child, days_after, enter, member


@pytest.mark.parametrize("day", [None, days_after(1)], ids=["now", "an earlier day"])
def test_queries_do_not_grow_with_families(cast, day):
    counted = []
    for many in (1, 12):
        for _ in range(many):
            *_, child = couple_with_child()
            correct_person(SYSTEM, child, {"name": "Anak Benar"}, "Salah ketik")
        with CaptureQueriesContext(connection) as queries:
            found = forms_members(Family.objects.all(), day)
        assert {len(members) for members in found.values()} == {3}
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 8


def test_where_families_lived_on_a_day(cast):
    man, *_ = couple_with_child()
    elsewhere = type(HERE)("99.01.01.1002", "001", "001")
    move_home(SYSTEM, man.entered_in, elsewhere, days_after(100))
    assert families_on(HERE.village, days_after(99)).get() == man.entered_in
    assert not families_on(HERE.village, days_after(100)).exists()
    assert families_on("99.01.01.1002").get() == man.entered_in
    assert not families_on(HERE.village, date(2019, 12, 31)).exists()
    assert not families_on(HERE.village, days_after(1)).visible_to(cast.operator).exists(), (
        "now it is not their territory"
    )


@pytest.mark.django_db(transaction=True)
def test_one_bride_two_grooms_at_once(cast):
    *_, bride = couple_with_child()
    grooms = [enter(member(f"Bujang {name}", 1, 1, date(1995, 1, 1), marital=1), place=NEXT_DOOR)[0] for name in "AB"]
    together, outcomes = threading.Barrier(2), []

    def marry(groom):
        together.wait()
        try:
            record_marriage(SYSTEM, bride, groom, days_after(100), groom.entered_in)
            outcomes.append("married")
        except UnusableFamily as error:
            outcomes.append(error.problems[0][1])
        finally:
            connection.close()

    threads = [threading.Thread(target=marry, args=(groom,)) for groom in grooms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already-married", "married"]
    assert Couple.objects.filter(wife=bride, until=None).count() == 1
    assert Membership.objects.filter(person=bride, until=None).count() == 1
    assert Event.objects.filter(kind="marriage", person=bride, day__lte=timezone.localdate()).count() == 1
