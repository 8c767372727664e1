"""Children out of school and businesses of the made-up villages: something on each list, the same when loaded again."""

import pytest

from guyub.apps.demonstration.families import load_families
from guyub.apps.demonstration.files import read_synthetic_city
from guyub.apps.demonstration.groups import load_groups
from guyub.apps.demonstration.livelihoods import load_businesses
from guyub.apps.demonstration.load import load_synthetic_city
from guyub.apps.demonstration.schooling import load_schooling
from guyub.apps.livelihoods.models import Business, BusinessNote, CashEntry, Permit
from guyub.apps.livelihoods.standing import standing_of
from guyub.apps.people.models import Person
from guyub.apps.resilience.models import FamilyState
from guyub.apps.schooling.models import SchoolAid, SchoolStep
from guyub.apps.schooling.standing import standings_among
from guyub.domain.schooling.cases import Situation
from tests.apps.made_families import today

pytestmark = pytest.mark.django_db
KEPT = (SchoolStep, SchoolAid, Business, CashEntry, Permit, BusinessNote)


def test_children_and_businesses_of_the_made_up_villages():
    city = read_synthetic_city()
    for load in (load_synthetic_city, load_families, load_groups, load_schooling, load_businesses):
        load(city)
    children = standings_among(Person.objects.all(), FamilyState.objects.all(), today())
    assert {Situation.LATE, Situation.TO_BEGIN, Situation.UNKNOWN} <= {one.situation for one in children}
    assert any(one.aids for one in children)
    businesses = [standing_of(one, today()) for one in Business.objects.all()]
    assert any(one.to_see_to for one in businesses)
    assert any(one.last_month.surplus > 0 for one in businesses)
    assert any(one.silent for one in businesses)
    assert any(one.behind for one in businesses)
    counts = [model.objects.count() for model in KEPT]
    load_schooling(city)
    load_businesses(city)
    assert [model.objects.count() for model in KEPT] == counts
