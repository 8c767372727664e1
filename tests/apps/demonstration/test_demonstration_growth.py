"""Children of the demonstration: posyandu of every RW with families, a year of measurements, loaded once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guyub.apps.demonstration.families import load_families
from guyub.apps.demonstration.files import read_synthetic_city
from guyub.apps.demonstration.growth import MONTHS, load_growth
from guyub.apps.demonstration.load import load_synthetic_city
from guyub.apps.growth.models import CareMark, GrowthState, Measurement, Posyandu, PosyanduDay
from guyub.apps.growth.presentation.care_lists import lacking_vitamin_a, late_immunisation
from guyub.apps.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    city = read_synthetic_city()
    load_synthetic_city(city)
    load_families(city)
    load_growth(city)
    return city


def test_children_of_the_made_up_villages_are_measured_once_a_month(city):
    today = timezone.localdate()
    assert set(Posyandu.objects.values_list("village_id", flat=True)) == {one.village for one in city.registers}
    days = PosyanduDay.objects.values_list("day", flat=True)
    assert len(set(days)) == MONTHS
    assert max(days).month == (today.replace(day=1) - timedelta(days=1)).month
    assert Measurement.objects.count() > 100
    assert not Measurement.objects.filter(held__closed_at=None).exists()
    plausible = GrowthState.objects.filter(flagged=[]).count()
    assert plausible == GrowthState.objects.count()
    assert {"N", "T", "O", "B"} == set(GrowthState.objects.values_list("gain", flat=True))
    assert GrowthState.objects.filter(latest=True, acute__in=("moderate", "severe")).exists()
    counts = Measurement.objects.count(), CareMark.objects.count()
    load_growth(city)
    assert (Measurement.objects.count(), CareMark.objects.count()) == counts
    assert set(CareMark.objects.values_list("kind", flat=True)) == set(CareMark.Kind.values)
    for list_of in (late_immunisation, lacking_vitamin_a):
        for village in {one.village for one in city.registers}:
            children = Person.objects.filter(village=village, growth__latest=True)
            assert 0 < list_of(children, today).count() < children.count()
