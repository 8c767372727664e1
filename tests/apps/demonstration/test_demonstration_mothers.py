"""Mothers of the demonstration: a dozen in each made-up village, with what each list is for; loaded once."""

import pytest
from django.utils import timezone

from guyub.apps.accounts.models import Assignment, User
from guyub.apps.demonstration.families import load_families
from guyub.apps.demonstration.files import read_synthetic_city
from guyub.apps.demonstration.growth import load_growth
from guyub.apps.demonstration.load import load_synthetic_city
from guyub.apps.demonstration.mothers import load_mothers
from guyub.apps.mothers.models import Birth, MotherCheck, Pregnancy
from guyub.apps.mothers.presentation.lists import counts, said_pregnant
from guyub.apps.mothers.presentation.standing import standings_of_village

pytestmark = pytest.mark.django_db


def test_mothers_of_the_made_up_villages():
    city = read_synthetic_city()
    load_synthetic_city(city)
    load_families(city)
    load_growth(city)
    load_mothers(city)
    village = city.registers[0].village
    user = User.objects.create_user("pkb-satu", "pkb@contoh.invalid", "kata-sandi-1")
    Assignment.objects.create(user=user, role="pkb", region_id=village)
    told = {kind.name: count for kind, count in counts(standings_of_village(user, village, timezone.localdate()))}
    assert told["hamil"] == 10
    assert told["kek"] == told["anemia"] == told["mendekati-lahir"] == 2
    for name in ("dirujuk", "belum-anc", "menyusui", "belum-bulan-ini"):
        assert told[name] > 0
    assert said_pregnant(user, village)
    assert Birth.objects.filter(weight_g__lt=2500, child__isnull=False).exists()
    assert MotherCheck.objects.filter(held__isnull=False).count() > 20
    before = Pregnancy.objects.count(), MotherCheck.objects.count(), Birth.objects.count()
    load_mothers(city)
    assert (Pregnancy.objects.count(), MotherCheck.objects.count(), Birth.objects.count()) == before
