"""Made-up activities: most posted, some waiting, two areas without any; photos where people try things."""

import pytest

from guyub.apps.demonstration import activities
from guyub.apps.demonstration.activities import ACTIVITIES, load_made_activities
from guyub.apps.demonstration.files import read_synthetic_city
from guyub.apps.demonstration.load import load_synthetic_city
from guyub.apps.programmes.activity_models import Activity, ActivityPhoto
from guyub.apps.programmes.presentation.coverage import coverage_of
from guyub.apps.territory.models import Unit
from tests.apps.made_families import today

pytestmark = pytest.mark.django_db


def test_activities_of_the_made_up_villages_come_once(monkeypatch):
    city = read_synthetic_city()
    load_synthetic_city(city)
    monkeypatch.setattr(activities, "SURVEYED", city.registers[0].village)
    load_made_activities(city)
    load_made_activities(city)
    village = city.registers[0].village
    assert Activity.objects.filter(village=village).count() == len(ACTIVITIES)
    assert ActivityPhoto.objects.filter(activity__village=village).count() == 4
    found = coverage_of(Unit.objects.get(region_id=village), today())
    assert [line.area.code for line in found.areas if not line.posted and not line.waiting] == ["AR5", "AR6"]
    assert found.lacking == 0
    assert found.late == 1
