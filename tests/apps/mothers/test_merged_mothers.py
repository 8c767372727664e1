"""Two entries of the registry that are one mother, or one child that was born, have one history."""

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.mothers.models import Birth, MotherCheck, Pregnancy
from guyub.apps.mothers.presentation.standing import standing_of
from guyub.apps.mothers.services import BirthFacts, record_birth_of
from guyub.apps.people.models import Family, Person
from guyub.apps.people.services import merge_people, undo_merge
from guyub.apps.resilience.services import NewVisit, record_visit
from tests.apps.made_families import kader, today
from tests.apps.mothers.mothers_world import checked, make_mothers, pregnant

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    return make_mothers(cast.unit.region_id, 2)


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Pregnancy, MotherCheck, Birth)]


def test_the_kept_entry_has_pregnancy_and_checks(cast, pair):
    kept, absorbed = pair
    pregnant(absorbed)
    checked(absorbed, arm_mm=228)
    before = rows()
    merge = merge_people(SYSTEM, (kept, absorbed), kept)
    standing = standing_of(kader(cast), Person.objects.get(pk=kept.pk), today())
    assert standing.pregnant
    assert standing.kek
    undo_merge(SYSTEM, merge)
    assert rows() == before


def test_a_pregnancy_noted_on_both_is_one(cast, pair):
    kept, absorbed = pair
    own = pregnant(kept, 20)
    pregnant(absorbed, 21)
    checked(absorbed, arm_mm=228)
    before = rows()
    merge = merge_people(cast.operator, (kept, absorbed), kept)
    assert Pregnancy.objects.get(ended_on=None) == own
    assert MotherCheck.objects.get().pregnancy == own
    double = Pregnancy.objects.exclude(ended_on=None).get()
    assert (double.mother, double.outcome, double.ended_by) == (kept, Pregnancy.Outcome.MISTAKE, cast.operator)
    undo_merge(SYSTEM, merge)
    assert rows() == before


def test_the_birth_of_the_absorbed_child_is_that_of_the_kept_one(pair):
    children = [Person.objects.get(mother=mother) for mother in pair]
    record_birth_of(SYSTEM, children[1], BirthFacts(today(), weight_g=2_400))
    before = rows()
    merge = merge_people(SYSTEM, (children[0], children[1]), children[0])
    assert Birth.objects.get().child == children[0]
    undo_merge(SYSTEM, merge)
    assert rows() == before


def test_where_both_have_one_each_keeps_its_own(pair):
    children = [Person.objects.get(mother=mother) for mother in pair]
    births = [record_birth_of(SYSTEM, child, BirthFacts(today(), weight_g=2_400)) for child in children]
    merge_people(SYSTEM, (children[0], children[1]), children[0])
    assert [Birth.objects.get(pk=one.pk).child for one in births] == children


def test_visits_to_the_absorbed_entry_are_visits_to_the_kept_one(cast, pair):
    kept, absorbed = pair
    family = Family.objects.get(memberships__person=absorbed, memberships__until=None)
    visit = record_visit(SYSTEM, family, NewVisit("bumil-12-16", today(), {"lila": 22}, absorbed))
    merge = merge_people(SYSTEM, (kept, absorbed), kept)
    visit.refresh_from_db()
    assert visit.person == kept
    undo_merge(SYSTEM, merge)
    visit.refresh_from_db()
    assert visit.person == absorbed
