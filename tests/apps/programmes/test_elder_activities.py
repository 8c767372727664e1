"""What elders join counts for them: their own attendance, and that of their family at BKL."""

from datetime import timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.elders.standing import standing_of
from guyub.apps.people.models import Family, Person
from guyub.apps.programmes.models import Meeting
from guyub.apps.programmes.presentation.elders import activities_panel, joined
from guyub.apps.programmes.services import enrol
from guyub.data.elder_files import load_elder_care
from guyub.data.group_files import load_group_rules
from tests.apps.elders.elders_world import make_elders
from tests.apps.made_families import kader, today
from tests.apps.programmes.groups_world import make_group, met


@pytest.fixture
def elders(cast):
    return make_elders(cast.unit.region_id, 2)


def member_of(group, elder):
    family = Family.objects.get(memberships__person=elder)
    return enrol(SYSTEM, group, [family], today() - timedelta(days=400))


def test_the_dimensions_are_topics_of_the_group():
    topics = load_group_rules().by_code["bkl"].topics
    assert set(load_elder_care().dimensions.topics) <= set(topics.by_code)
    assert len(load_elder_care().dimensions.topics) == 7


@pytest.mark.django_db
def test_without_any_meeting_nobody_knows(elders):
    assert standing_of(elders[0], today()).status.active is None


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "active"), [(1, True), (400, None)])
def test_a_meeting_of_the_family_within_a_year_makes_tough(cast, elders, days, active):
    group = make_group(cast.unit.region, "bkl")
    met(group, today() - timedelta(days=days), member_of(group, elders[0]))
    assert standing_of(elders[0], today()).status.active is active
    other = standing_of(elders[1], today())
    assert other.status.active is (None if active is None else False)


@pytest.mark.django_db
def test_a_family_at_another_group_is_not_the_elder(cast, elders):
    group = make_group(cast.unit.region, "bkb")
    met(group, today(), member_of(group, elders[0]))
    assert joined([one.pk for one in elders], today(), today()) == {elders[0].pk: 0, elders[1].pk: 0}


@pytest.mark.django_db
def test_the_page_says_which_dimensions_were_joined(cast, client, elders):
    group, user = make_group(cast.unit.region, "bkl"), kader(cast)
    meeting = met(group, today(), member_of(group, elders[0]))
    Meeting.objects.filter(pk=meeting.pk).update(topic="fisik")
    panel = activities_panel(user, elders[0], today())
    assert panel.context["meetings"] == 1
    assert dict(panel.context["named"])["Dimensi fisik"] == 1
    client.force_login(user)
    told = client.get(f"/lansia/orang/{elders[0].code}/").content.decode()
    assert "Hadir di 1 pertemuan kelompok." in told
    assert "Dimensi spiritual: belum" in told


@pytest.mark.django_db
def test_counting_asks_three_queries(cast, elders, django_assert_num_queries):
    group = make_group(cast.unit.region, "bkl")
    met(group, today(), member_of(group, elders[0]))
    people = list(Person.objects.values_list("pk", flat=True))
    with django_assert_num_queries(3):
        joined(people, today(), today())
