"""Two entries of the registry that are one child have one history; taken apart again, each has its own."""

from datetime import timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.models import CareMark, GrowthState, Measurement, Referral
from guyub.apps.growth.services import Figures, Mark, mark_care, record_measurement, refer_child
from guyub.apps.people.models import Person
from guyub.apps.people.services import erase_person, merge_people, undo_merge
from tests.apps.made_families import make_families, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    """Two entries of one child of 400 days."""
    families = make_families(cast.unit.region_id, 2)
    found = Person.objects.filter(memberships__family__in=families, memberships__relation=3)
    found.update(birth_date=today() - timedelta(days=400))
    return list(found.order_by("pk"))


def weigh(child, days_ago, grams):
    figures = Figures(weight_g=grams, height_mm=740, posture="l")
    return record_measurement(SYSTEM, child, today() - timedelta(days=days_ago), figures)


def merged(pair):
    return merge_people(SYSTEM, (pair[0], pair[1]), pair[0])


def of(child):
    child = Person.objects.get(pk=child.pk)
    return (
        list(Measurement.objects.filter(child=child).values_list("pk", flat=True)),
        list(GrowthState.objects.filter(child=child).order_by("day").values_list("gain", "latest")),
        sorted(CareMark.objects.counting().filter(child=child).values_list("kind", "code")),
        list(Referral.objects.filter(child=child).values_list("pk", flat=True)),
    )


def test_measurements_of_both_are_judged_as_one_row(pair):
    kept, absorbed = pair
    second, first = weigh(kept, 0, 9_300), weigh(absorbed, 31, 9_000)
    before = of(kept), of(absorbed)
    merge = merged(pair)
    assert set(of(kept)[0]) == {first.pk, second.pk}
    assert of(kept)[1] == [("B", False), ("N", True)]
    assert of(absorbed) == ([], [], [], [])
    undo_merge(SYSTEM, merge)
    assert (of(kept), of(absorbed)) == before


def test_a_dose_that_both_have_counts_once(pair):
    kept, absorbed = pair
    for child, code in ((kept, "bcg"), (absorbed, "bcg"), (absorbed, "opv1")):
        mark_care(SYSTEM, child, Mark("immunisation", today(), code))
    for child in pair:
        mark_care(SYSTEM, child, Mark("vitamin-a", today()))
    merge = merged(pair)
    assert of(kept)[2] == [("immunisation", "bcg"), ("immunisation", "opv1"), ("vitamin-a", "")]
    assert CareMark.objects.filter(child=kept).exclude(withdrawn_on=None).count() == 2
    undo_merge(SYSTEM, merge)
    assert of(absorbed)[2] == [("immunisation", "bcg"), ("immunisation", "opv1"), ("vitamin-a", "")]
    assert of(kept)[2] == [("immunisation", "bcg"), ("vitamin-a", "")]


@pytest.mark.parametrize("both_wait", [False, True])
def test_one_referral_waits(pair, both_wait):
    kept, absorbed = pair
    weigh(absorbed, 0, 6_000)
    one = refer_child(SYSTEM, absorbed)
    own = []
    if both_wait:
        weigh(kept, 0, 6_000)
        own = [refer_child(SYSTEM, kept).pk]
    merge = merged(pair)
    assert (of(kept)[3], of(absorbed)[3]) == ((own, [one.pk]) if both_wait else ([one.pk], []))
    undo_merge(SYSTEM, merge)
    assert (of(kept)[3], of(absorbed)[3]) == (own, [one.pk])


def test_what_came_from_the_absorbed_entry_is_forgotten_with_the_kept_one(pair):
    weigh(pair[1], 0, 9_000)
    merged(pair)
    erase_person(SYSTEM, Person.objects.get(pk=pair[0].pk), "Permintaan orang tua")
    assert not Measurement.objects.exists()
