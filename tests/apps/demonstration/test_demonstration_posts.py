"""Sessions for all ages and the ministry's programmes of the made-up villages: some of each, once."""

import pytest

from guyub.apps.demonstration.families import load_families
from guyub.apps.demonstration.files import read_synthetic_city
from guyub.apps.demonstration.growth import load_growth
from guyub.apps.demonstration.lifecycle import load_lifecycle
from guyub.apps.demonstration.load import load_synthetic_city
from guyub.apps.demonstration.quickwins import load_quick_wins_made_up
from guyub.apps.lifecycle.models import Arrival, StageCheck, StageReferral
from guyub.apps.quickwins.models import AidDelivery, DayCareChild, Donor, FatherActivity, FosterAid
from guyub.apps.quickwins.presentation.fostering import aid_lines
from tests.apps.made_families import today

pytestmark = pytest.mark.django_db
KEPT = (Arrival, StageCheck, StageReferral, Donor, FosterAid, AidDelivery, FatherActivity, DayCareChild)


def test_sessions_and_programmes_of_the_made_up_villages():
    city = read_synthetic_city()
    for load in (load_synthetic_city, load_families, load_growth, load_lifecycle, load_quick_wins_made_up):
        load(city)
    assert {"adult", "child"} <= set(Arrival.objects.values_list("stage", flat=True))
    assert Arrival.objects.filter(left=True).exists()
    assert StageReferral.objects.filter(answered_on=None).exists()
    lines = aid_lines(FosterAid.objects.select_related("donor", "family__head", "person"), today())
    assert any(one.little for one in lines)
    assert any(not one.little for one in lines)
    assert any(one.course for one in lines)
    counts = [model.objects.count() for model in KEPT]
    assert all(counts)
    load_lifecycle(city)
    load_quick_wins_made_up(city)
    assert [model.objects.count() for model in KEPT] == counts
