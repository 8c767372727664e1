"""What is recorded of elders, who may, and what happens with it when entries merge or somebody is erased."""

from datetime import timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM, NotAllowed
from guyub.apps.audit.models import AuditEntry
from guyub.apps.elders.models import CarePlan, CareVisit, ElderCheck, ElderReferral, ElderScreening, ElderSituation
from guyub.apps.elders.services import (
    ElderFigures,
    ElderRecordRefused,
    NewCare,
    answer_elder_referral,
    correct_elder_check,
    correct_screening,
    end_care,
    note_situation,
    plan_care,
    record_care_visit,
    record_elder_check,
    record_screening,
    refer_elder,
)
from guyub.apps.elders.services.personal import hand_out
from guyub.apps.elders.standing import standing_of
from guyub.apps.people.models import Person
from guyub.apps.people.services import merge_people, undo_merge
from guyub.apps.people.signals import person_erased
from tests.apps.elders.elders_world import CLEAR, FULL, adl, checked, make_elders, skilas, years_ago
from tests.apps.made_families import kader, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def elder(cast):
    return make_elders(cast.unit.region_id)[0]


def elder_wife(elder):
    return Person.objects.get(memberships__family__head=elder, memberships__relation=2)


def refused(code, record, *args):
    with pytest.raises(ElderRecordRefused) as error:
        record(*args)
    assert error.value.data["reason"] == code


def test_a_cadre_of_the_neighbourhood_records_and_another_may_not(cast, elder):
    record_screening(kader(cast), elder, "skilas", today(), CLEAR)
    with pytest.raises(NotAllowed):
        record_screening(kader(cast, "lain", "002"), elder, "skilas", today(), CLEAR)
    assert ElderScreening.objects.get().answers == CLEAR


@pytest.mark.parametrize(
    "record", [lambda who, one: skilas(one), lambda who, one: checked(one, systolic=120, diastolic=80)]
)
def test_it_stands_on_the_trail(cast, elder, record):
    before = AuditEntry.objects.count()
    record(cast, elder)
    assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize(
    ("form", "answers", "reason"),
    [
        ("skilas", {}, "nothing-answered"),
        ("skilas", {"chair": 3}, "no-such-answer"),
        ("skilas", {"arm_mm": 501}, "no-such-answer"),
        ("adl", {"bathing": 2}, "no-such-answer"),
        ("lain", {"bathing": 1}, "unknown-form"),
    ],
)
def test_answers_that_cannot_be(elder, form, answers, reason):
    refused(reason, record_screening, SYSTEM, elder, form, today(), answers)


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (1, False)])
def test_sixty_years_are_reached_on_the_birthday(elder, days, allowed):
    Person.objects.filter(pk=elder.pk).update(birth_date=years_ago(60) + timedelta(days=days))
    day = years_ago(0)
    if allowed:
        assert record_screening(SYSTEM, elder, "skilas", day, CLEAR)
    else:
        refused("not-an-elder", record_screening, SYSTEM, elder, "skilas", day, CLEAR)


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ({}, "nothing-checked"),
        ({"weight_g": 52}, "elder-weight-g-impossible"),
        ({"weight_g": 52_000_000}, "elder-weight-g-impossible"),
        ({"systolic": 120}, "pressure-of-two-figures"),
        ({"systolic": 80, "diastolic": 120}, "pressure-of-two-figures"),
    ],
)
def test_figures_that_cannot_be(elder, figures, reason):
    refused(reason, record_elder_check, SYSTEM, elder, today(), ElderFigures(**figures))


def test_nothing_is_recorded_of_a_day_to_come(elder):
    refused("day-to-come", record_screening, SYSTEM, elder, "adl", today() + timedelta(days=1), FULL)


def test_corrections_are_kept_with_their_reason(elder):
    one, check = skilas(elder, chair=2), checked(elder, weight_g=52_000)
    assert standing_of(elder, today()).ladder.reasons == ("skilas-mobility",)
    correct_screening(SYSTEM, one, CLEAR, "Salah baca jam")
    correct_elder_check(SYSTEM, check, ElderFigures(weight_g=62_000), "Salah baca")
    refused("corrected-meanwhile", correct_screening, SYSTEM, one, CLEAR, "Sekali lagi")
    standing = standing_of(elder, today())
    assert standing.ladder.reasons == ()
    assert [row.weight_g for row in standing.checks] == [62_000]
    assert (ElderScreening.objects.count(), ElderCheck.objects.count()) == (2, 2)


def test_a_correction_has_a_reason(elder):
    refused("no-reason", correct_screening, SYSTEM, skilas(elder), CLEAR, "  ")


def test_a_referral_has_reasons_and_an_answer(cast, elder):
    refused("no-reason-to-refer-elder", refer_elder, SYSTEM, elder)
    skilas(elder, sad=1)
    checked(elder, systolic=150, diastolic=80)
    one = refer_elder(SYSTEM, elder)
    assert one.reasons == ["skilas-mood", "pressure"]
    refused("elder-is-referred", refer_elder, SYSTEM, elder)
    with pytest.raises(NotAllowed):
        answer_elder_referral(kader(cast), one, "treated")
    refused("unknown-outcome", answer_elder_referral, SYSTEM, one, "measured-wrong")
    answer_elder_referral(SYSTEM, one, "treated", "Obat diberikan")
    refused("already-answered", answer_elder_referral, SYSTEM, one, "treated")
    standing = standing_of(elder, today())
    assert (standing.ladder.new_reasons, standing.waiting) == ((), None)


def test_illnesses_of_the_list_speak_for_a_companion(elder):
    refused("no-such-condition", note_situation, SYSTEM, elder, ["flu"], None, None)
    note_situation(SYSTEM, elder, ["stroke"], True, False)
    assert standing_of(elder, today()).companion_reasons == ("stroke",)
    note_situation(SYSTEM, elder, [], False, False)
    assert standing_of(elder, today()).companion_reasons == ()
    assert ElderSituation.objects.count() == 2


def test_a_plan_of_care_replaces_the_one_before(elder):
    first = plan_care(SYSTEM, elder, NewCare("cadre", ["wash"], 14))
    second = plan_care(SYSTEM, elder, NewCare("family", ["wash", "eat"], 7, elder_wife(elder)))
    first.refresh_from_db()
    assert (first.ended_on, first.ended) == (today(), "changed")
    standing = standing_of(elder, today())
    assert (standing.plan, standing.visit_due) == (second, today() + timedelta(days=7))
    record_care_visit(SYSTEM, second, today(), ["eat"])
    record_care_visit(SYSTEM, second, today(), ["eat", "wash"])
    assert CareVisit.objects.get().done == ["eat", "wash"]
    refused("no-such-task", record_care_visit, SYSTEM, second, today(), ["skin"])
    refused("before-the-care-plan", record_care_visit, SYSTEM, second, today() - timedelta(days=1), [])
    refused("care-is-over", record_care_visit, SYSTEM, first, today(), [])
    refused("unknown-end-of-care", end_care, SYSTEM, second, "changed")
    end_care(SYSTEM, second, "better")
    refused("care-is-over", end_care, SYSTEM, second, "better")
    assert standing_of(elder, today()).plan is None


@pytest.mark.parametrize(
    ("care", "reason"),
    [
        (NewCare("cadre", [], 14), "no-such-task"),
        (NewCare("cadre", ["sing"], 14), "no-such-task"),
        (NewCare("cadre", ["wash"], 13), "no-such-task"),
        (NewCare("robot", ["wash"], 14), "unknown-companion"),
    ],
)
def test_plans_that_cannot_be(elder, care, reason):
    refused(reason, plan_care, SYSTEM, elder, care)


def test_nobody_cares_for_themselves(elder):
    refused("caregiver-is-the-elder", plan_care, SYSTEM, elder, NewCare("family", ["wash"], 7, elder))


def test_an_erased_caregiver_is_forgotten_and_the_plan_stays(elder):
    wife = elder_wife(elder)
    plan = plan_care(SYSTEM, elder, NewCare("family", ["wash"], 7, wife))
    person_erased.send(None, people=[wife.pk], codes=[wife.code])
    plan.refresh_from_db()
    assert plan.caregiver is None


def test_the_three_words_are_known_only_from_what_was_asked_within_a_year(elder):
    assert vars(standing_of(elder, today()).status) == {"healthy": None, "independent": None, "active": None}
    skilas(elder)
    adl(elder)
    assert standing_of(elder, today()).status.healthy is None
    note_situation(SYSTEM, elder, [], False, False)
    standing = standing_of(elder, today())
    assert (standing.status.healthy, standing.status.independent) == (True, True)
    later = standing.on(today() + timedelta(days=366))
    assert (later.status.healthy, later.status.independent) == (None, None)


def test_what_is_held_follows_the_kept_entry_and_back(cast):
    kept, absorbed = make_elders(cast.unit.region_id, 2)
    skilas(absorbed, chair=2)
    checked(absorbed, weight_g=50_000)
    note_situation(SYSTEM, absorbed, ["fall"], None, None)
    refer_elder(SYSTEM, absorbed)
    record_care_visit(SYSTEM, plan_care(SYSTEM, absorbed, NewCare("cadre", ["wash"], 14)), today(), ["wash"])
    models = (ElderScreening, ElderCheck, ElderSituation, ElderReferral, CarePlan, CareVisit)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    merge = merge_people(SYSTEM, (kept, absorbed), kept)
    assert [model.objects.get().elder for model in models] == [kept] * len(models)
    undo_merge(SYSTEM, merge)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_of_two_plans_that_run_each_keeps_its_visits(cast):
    kept, absorbed = make_elders(cast.unit.region_id, 2)
    plans = [plan_care(SYSTEM, one, NewCare("cadre", ["wash"], 14)) for one in (kept, absorbed)]
    visit = record_care_visit(SYSTEM, plans[1], today(), ["wash"])
    merge_people(SYSTEM, (kept, absorbed), kept)
    visit.refresh_from_db()
    assert visit.elder == absorbed
    assert standing_of(kept, today()).plan == plans[0]
    assert list(standing_of(kept, today()).visits) == []


def test_what_is_held_is_handed_out_and_forgotten(elder):
    one = skilas(elder, chair=2)
    correct_screening(SYSTEM, one, {**CLEAR, "chair": 2}, "Diulang")
    checked(elder, weight_g=50_000)
    note_situation(SYSTEM, elder, ["fall"], None, None)
    refer_elder(SYSTEM, elder)
    record_care_visit(SYSTEM, plan_care(SYSTEM, elder, NewCare("cadre", ["wash"], 14)), today(), ["wash"])
    held = hand_out(None, people=[elder.pk])
    assert {title: len(rows) for title, rows in held.items()} == {
        "Skrining lansia": 2, "Pemeriksaan lansia": 1, "Keadaan lansia": 1, "Rujukan lansia": 1,
        "Pendampingan lansia": 1, "Kunjungan pendampingan lansia": 1,
    }  # fmt: skip
    person_erased.send(None, people=[elder.pk], codes=[elder.code])
    assert hand_out(None, people=[elder.pk]) == {}


def test_what_is_sent_once_more_is_on_record_once(elder):
    assert checked(elder, weight_g=50_000) == checked(elder, weight_g=50_000)
    assert skilas(elder, chair=2) == skilas(elder, chair=2)
    assert skilas(elder) != skilas(elder, chair=2)
    assert (ElderCheck.objects.count(), ElderScreening.objects.count()) == (1, 2)
