"""Young people of the demonstration: checked at their post, some to be referred, some counselled; loaded once."""

import pytest
from django.utils import timezone

from guyub.apps.accounts.models import Assignment, User
from guyub.apps.demonstration.families import load_families
from guyub.apps.demonstration.files import read_synthetic_city
from guyub.apps.demonstration.groups import load_groups
from guyub.apps.demonstration.load import load_synthetic_city
from guyub.apps.demonstration.youth import load_youth
from guyub.apps.programmes.models import Group
from guyub.apps.youth.confidential import latest_of_village
from guyub.apps.youth.models import YouthCheck, YouthInterview, YouthReferral
from guyub.apps.youth.posts import posts_of
from guyub.apps.youth.presentation.lists import counts
from guyub.apps.youth.services import POSMAJA
from guyub.apps.youth.standing import standings_of_village

pytestmark = pytest.mark.django_db


def test_young_people_of_the_made_up_villages():
    city = read_synthetic_city()
    load_synthetic_city(city)
    load_families(city)
    load_groups(city)
    load_youth(city)
    village = city.registers[0].village
    user = User.objects.create_user("puskesmas-satu", "puskesmas@contoh.invalid", "kata-sandi-1")
    Assignment.objects.create(user=user, role="puskesmas", region_id=village)
    told = {kind.name: count for kind, count in counts(standings_of_village(user, village, timezone.localdate()))}
    assert [name for name, count in told.items() if not count] == []
    assert {one.outcome.code for one in latest_of_village(user, village)} >= {"green", "yellow"}
    posts = posts_of(list(Group.objects.filter(kind=POSMAJA, village=village)), timezone.localdate())
    assert all(one.post.to_follow for one in posts)
    before = YouthCheck.objects.count(), YouthReferral.objects.count(), YouthInterview.objects.count()
    load_youth(city)
    assert (YouthCheck.objects.count(), YouthReferral.objects.count(), YouthInterview.objects.count()) == before
