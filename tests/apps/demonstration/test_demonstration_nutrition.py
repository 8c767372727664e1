"""Supplementary food and kitchens of the made-up villages: something on each list, and the same when loaded again."""

import pytest

from guyub.apps.demonstration.families import load_families
from guyub.apps.demonstration.files import read_synthetic_city
from guyub.apps.demonstration.growth import load_growth
from guyub.apps.demonstration.load import load_synthetic_city
from guyub.apps.demonstration.mothers import load_mothers
from guyub.apps.demonstration.supplementary import load_supplementary_food
from guyub.apps.nutrition.models import KitchenDay, KitchenPortion, PmtRound, PmtServing
from guyub.apps.nutrition.presentation.standing import standings_of
from tests.apps.made_families import today

pytestmark = pytest.mark.django_db


def test_supplementary_food_and_kitchens_of_the_made_up_villages():
    city = read_synthetic_city()
    for load in (load_synthetic_city, load_families, load_growth, load_mothers, load_supplementary_food):
        load(city)
    standings = standings_of(PmtRound.objects.filter(ended_on=None).select_related("person"), today())
    assert any(one.recovered for one in standings)
    assert any(one.refer for one in standings)
    assert any(one.of_mother for one in standings)
    villages = {one.village for one in city.registers}
    assert set(KitchenDay.objects.values_list("village", flat=True)) == villages
    assert KitchenPortion.objects.filter(given=True).exists()
    counts = [model.objects.count() for model in (PmtRound, PmtServing, KitchenDay, KitchenPortion)]
    load_supplementary_food(city)
    assert [model.objects.count() for model in (PmtRound, PmtServing, KitchenDay, KitchenPortion)] == counts
