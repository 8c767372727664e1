"""Two cadres measure one child at the same moment: both measurements count, and one of them is the latest."""

from datetime import date, timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit import trail
from guyub.apps.growth.models import GrowthState
from guyub.apps.growth.services import Figures, record_measurement
from guyub.apps.people.models import Person
from guyub.apps.people.services import correct_person
from tests.apps.at_once import at_once
from tests.apps.made_families import kader, make_families

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2024, 3, 10)


@pytest.fixture
def child(cast):
    (family,) = make_families(cast.unit.region_id, 1)
    return Person.objects.get(memberships__family=family, memberships__relation=3)


def test_two_measurements_at_once(cast, child):
    cadres = [kader(cast), kader(cast, "kader-dua")]
    works = [
        lambda cadre=cadre, back=back: record_measurement(
            cadre, child, DAY - timedelta(days=back), Figures(weight_g=10_000 - back, height_mm=850, posture="h")
        )
        for cadre, back in zip(cadres, (0, 31), strict=True)
    ]
    at_once(*works)
    assert list(GrowthState.objects.order_by("day").values_list("gain", "latest")) == [("B", False), ("T", True)]
    assert not list(trail.verify())


def test_a_measurement_while_the_day_of_birth_is_put_right(cast, child):
    record_measurement(SYSTEM, child, DAY, Figures(weight_g=10_000, height_mm=850, posture="h"))
    at_once(
        lambda: record_measurement(SYSTEM, child, DAY + timedelta(days=31), Figures(weight_g=10_200)),
        lambda: correct_person(
            SYSTEM, Person.objects.get(pk=child.pk), {"birth_date": date(2021, 1, 1)}, "Salah tanggal"
        ),
    )
    assert list(GrowthState.objects.order_by("day").values_list("months", flat=True)) == [38, 39]
