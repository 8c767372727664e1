"""Groups of the demonstration: five that the classification counts, some well and some about to stop; loaded once."""

import pytest
from django.utils import timezone

from guyub.apps.demonstration.families import load_families
from guyub.apps.demonstration.files import read_synthetic_city
from guyub.apps.demonstration.groups import GROUPS, load_groups
from guyub.apps.demonstration.load import load_synthetic_city
from guyub.apps.programmes.models import Attendance, Group, GroupMember, Meeting

pytestmark = pytest.mark.django_db


def test_groups_of_the_made_up_villages():
    city = read_synthetic_city()
    load_synthetic_city(city)
    load_families(city)
    load_groups(city)
    village = city.registers[0].village
    groups = {group.kind: group for group in Group.objects.filter(village=village)}
    assert {"bkb", "bkr", "bkl", "uppka", "pikr"} < set(groups)
    assert len(groups) == len(GROUPS)
    assert groups["bkb"].members.count() > 5
    assert groups["bkb"].meetings.count() >= 10
    latest = groups["bkr"].meetings.order_by("-day").first().day
    assert (timezone.localdate() - latest).days > 60
    assert not groups["bkr"].cards.exists()
    before = GroupMember.objects.count(), Meeting.objects.count(), Attendance.objects.count()
    load_groups(city)
    assert (GroupMember.objects.count(), Meeting.objects.count(), Attendance.objects.count()) == before
