"""Elders of the demonstration: some for each list; loaded once."""

import pytest
from django.utils import timezone

from guyub.apps.accounts.models import Assignment, User
from guyub.apps.demonstration.elders import load_elders
from guyub.apps.demonstration.families import load_families
from guyub.apps.demonstration.files import read_synthetic_city
from guyub.apps.demonstration.load import load_synthetic_city
from guyub.apps.elders.models import ElderCheck, ElderReferral, ElderScreening
from guyub.apps.elders.presentation.lists import counts
from guyub.apps.elders.standing import standings_of_village

pytestmark = pytest.mark.django_db


def test_elders_of_the_made_up_villages():
    city = read_synthetic_city()
    load_synthetic_city(city)
    load_families(city)
    load_elders(city)
    village = city.registers[0].village
    user = User.objects.create_user("pkb-satu", "pkb@contoh.invalid", "kata-sandi-1")
    Assignment.objects.create(user=user, role="pkb", region_id=village)
    told = {kind.name: count for kind, count in counts(standings_of_village(user, village, timezone.localdate()))}
    assert min(told.values()) > 0, told
    assert ElderReferral.objects.exclude(answered_on=None).exists()
    models = (ElderScreening, ElderCheck, ElderReferral)
    before = [model.objects.count() for model in models]
    load_elders(city)
    assert [model.objects.count() for model in models] == before
