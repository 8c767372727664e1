"""Steps and aid: what is refused, what is kept, what follows, merges, extracts and erasure."""

from datetime import date, timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import Person
from guyub.apps.people.services import merge_people, undo_merge
from guyub.apps.people.signals import extract_wanted, person_erased
from guyub.apps.schooling.models import SchoolAid, SchoolStep
from guyub.apps.schooling.services import (
    AidFacts,
    SchoolingRefused,
    StepFacts,
    correct_aid,
    correct_step,
    record_aid,
    record_step,
)
from guyub.apps.schooling.standing import standing_of
from guyub.domain.schooling.cases import Situation
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, today
from tests.apps.schooling.school_world import answered, make_child, stepped
from tests.apps.youth.youth_world import companion

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast):
    return make_child(cast.unit.region_id)


def facts(**changes):
    told = {"day": today(), "action": "visit", "cause": "cost", "in_charge": "kader", "due_on": today()}
    return StepFacts(**told | changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"day": date(2100, 1, 1)}, "day-to-come"),
        ({"action": "no-such"}, "not-in-the-list"),
        ({"cause": "no-such"}, "not-in-the-list"),
        ({"outcome": "no-such"}, "not-in-the-list"),
        ({"in_charge": "no-such"}, "not-in-the-list"),
        ({"cause": ""}, "schooling-cause-missing"),
        ({"in_charge": ""}, "schooling-charge-missing"),
        ({"due_on": None}, "schooling-due-missing"),
        ({"due_on": date(2000, 1, 1)}, "schooling-due-before"),
    ],
)
def test_what_cannot_be_is_refused(child, changes, reason):
    with pytest.raises(SchoolingRefused) as caught:
        record_step(SYSTEM, child, facts(**changes))
    assert caught.value.data["reason"] == reason
    assert not SchoolStep.objects.exists()


def test_the_cause_is_asked_once_and_stays(child):
    stepped(child, 5)
    record_step(SYSTEM, child, facts(cause="", action="school-met", in_charge="school"))
    assert standing_of(child, today()).cause == "cost"


def test_from_the_first_step_to_school(child):
    assert standing_of(child, today()).situation is Situation.TO_BEGIN
    stepped(child, 5, due_in=-1)
    assert standing_of(child, today()).situation is Situation.LATE
    stepped(child, 0, outcome="back")
    assert standing_of(child, today()).situation is Situation.BACK


def test_a_later_answer_of_the_family_holds(cast):
    child = make_child(cast.unit.region_id, None)
    stepped(child, 40)
    assert standing_of(child, today()).situation is Situation.GOING_ON
    answered(child, 5, days_ago=3)
    assert standing_of(child, today()).situation is Situation.LEARNING


@pytest.mark.parametrize(("years", "taken"), [(6, False), (7, True), (18, True), (19, False)])
def test_only_of_school_age(cast, years, taken):
    child = make_child(cast.unit.region_id, None, years=years)
    if taken:
        record_step(SYSTEM, child, facts())
    else:
        with pytest.raises(SchoolingRefused, match="not-of-school-age"):
            record_step(SYSTEM, child, facts())


def test_what_was_begun_goes_on_after_the_nineteenth_birthday(child):
    stepped(child)
    Person.objects.filter(pk=child.pk).update(birth_date=date(today().year - 20, 1, 1))
    child.refresh_from_db()
    stepped(child, outcome="training")
    assert standing_of(child, today()).situation is Situation.SETTLED


def test_a_correction_keeps_the_former(child):
    first = stepped(child)
    with pytest.raises(SchoolingRefused, match="no-reason"):
        correct_step(SYSTEM, first, facts(cause="work"), " ")
    correct_step(SYSTEM, first, facts(cause="work"), "Salah pilih")
    with pytest.raises(SchoolingRefused, match="schooling-corrected-meanwhile"):
        correct_step(SYSTEM, first, facts(cause="ill"), "Lagi")
    assert standing_of(child, today()).cause == "work"
    assert SchoolStep.objects.count() == 2


@pytest.mark.parametrize(("rupiah", "taken"), [(0, True), (100_000_000, True), (100_000_001, False), (-1, False)])
def test_amounts_at_the_bounds(child, rupiah, taken):
    if taken:
        assert record_aid(SYSTEM, child, AidFacts(today(), "pip", "received", rupiah)).rupiah == rupiah
    else:
        with pytest.raises(SchoolingRefused, match="schooling-amount-impossible"):
            record_aid(SYSTEM, child, AidFacts(today(), "pip", "received", rupiah))


def test_an_aid_is_updated_and_the_former_stays(child):
    asked = record_aid(SYSTEM, child, AidFacts(today() - timedelta(days=30), "pip", "asked"))
    correct_aid(SYSTEM, asked, AidFacts(today(), "pip", "received", 750_000), "Sudah cair")
    assert [one.state for one in standing_of(child, today()).aids] == ["received"]
    assert SchoolAid.objects.count() == 2


@pytest.mark.parametrize("role", ["tpk", "puskesmas", "auditor", "admin", "city", "opd", "viewer"])
def test_others_record_nothing(cast, child, role):
    with pytest.raises(NotAllowed):
        record_step(companion(cast, role), child, facts())
    with pytest.raises(NotAllowed):
        record_aid(companion(cast, role, "001"), child, AidFacts(today(), "pip", "asked"))


def test_a_cadre_of_another_rw_corrects_nothing(cast, child):
    step = stepped(child)
    with pytest.raises(NotAllowed):
        correct_step(kader(cast, "lain", "002"), step, facts(), "Salah")


def test_the_trail_names_neither_cause_nor_person(child):
    stepped(child, cause="bullied")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("schooling-step-recorded", f"person:{child.code}")
    assert child.name not in str(entry.details)
    assert "bullied" not in str(entry.details)


def test_steps_follow_a_merge_and_come_back(cast, child):
    twice = make_child(cast.unit.region_id)
    stepped(child)
    stepped(twice)
    merge = merge_people(SYSTEM, (child, twice), child)
    assert len(standing_of(child, today()).steps) == 2
    undo_merge(SYSTEM, merge)
    assert SchoolStep.objects.filter(person=twice).count() == 1


def test_what_is_held_is_handed_out_and_forgotten(child):
    correct_step(SYSTEM, stepped(child), facts(cause="work"), "Salah pilih")
    record_aid(SYSTEM, child, AidFacts(today(), "pip", "received", 450_000))
    handed = {}
    for _, given in extract_wanted.send(Person, people=[child.pk], codes=[child.code]):
        handed |= given or {}
    assert [row["cause"] for row in handed["Langkah untuk anak yang tidak bersekolah"]] == ["cost", "work"]
    assert handed["Bantuan sekolah"][0]["rupiah"] == 450_000
    person_erased.send(Person, people=[child.pk], codes=[child.code])
    assert not SchoolStep.objects.exists()
    assert not SchoolAid.objects.exists()


def test_what_is_sent_once_more_is_on_record_once(child):
    assert record_step(SYSTEM, child, facts()) == record_step(SYSTEM, child, facts())
    aid = AidFacts(today(), "pip", "asked", 450_000)
    assert record_aid(SYSTEM, child, aid) == record_aid(SYSTEM, child, aid)
    assert (SchoolStep.objects.count(), SchoolAid.objects.count()) == (1, 1)
