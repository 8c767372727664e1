"""Pregnancies, checks and births are recorded once, by who may, and never lose what was there before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.rights import Right
from guyub.apps.audit.models import AuditEntry
from guyub.apps.growth.services import open_day, open_posyandu
from guyub.apps.mothers.models import Birth, MotherCheck, Pregnancy
from guyub.apps.mothers.services import (
    BirthFacts,
    CheckFigures,
    MotherRecordRefused,
    Newborn,
    children_to_choose,
    correct_birth,
    correct_check,
    end_pregnancy,
    name_child,
    note_pregnancy,
    record_birth,
    record_birth_of,
    record_check,
)
from guyub.apps.people.models import Event, Membership, Person
from guyub.apps.people.services import (
    NewMember,
    UnusableFamily,
    add_member,
    erase_person,
    extract_of,
    move_person_out,
)
from guyub.apps.people.services import record_birth as birth_in_family
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, make_families, today
from tests.apps.mothers.mothers_world import checked, companion, last_period, make_mothers, pregnant, wife_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(cast):
    return make_mothers(cast.unit.region_id)[0]


def refusal(act, *args, **more):
    with pytest.raises(MotherRecordRefused) as caught:
        act(*args, **more)
    return caught.value.data["reason"]


# -- pregnancies -----------------------------------------------------------------------------------------------------


def test_a_pregnancy_is_dated_by_the_last_period_or_by_the_due_date(cast):
    one, other = make_mothers(cast.unit.region_id, 2)
    first = note_pregnancy(SYSTEM, one, "last-period", last_period(10), 3)
    second = note_pregnancy(SYSTEM, other, "due", last_period(10) + timedelta(days=280))
    assert first.due_on == second.due_on == last_period(10) + timedelta(days=280)
    assert (first.dated_on, first.gravida, first.rw, second.gravida) == (last_period(10), 3, "001", None)
    entry = AuditEntry.objects.filter(action="pregnancy-noted").first()
    assert (entry.subject, entry.details) == (f"person:{one.code}", {})


def test_one_pregnancy_at_a_time(mother):
    pregnant(mother)
    assert refusal(pregnant, mother) == "already-pregnant"
    with pytest.raises(IntegrityError), transaction.atomic():
        Pregnancy.objects.create(
            mother=mother, village_id=mother.village_id, dated="due", dated_on=today(), due_on=today(),
            noted_at=Pregnancy.objects.get().noted_at,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("weeks_and_days", "fits"), [((0, 0), True), ((0, -1), False), ((45, 6), True), ((46, 0), False)]
)
def test_the_day_is_up_to_today_and_no_more_than_45_weeks_ago(mother, weeks_and_days, fits):
    weeks, days = weeks_and_days
    day = last_period(weeks) - timedelta(days=days)
    if fits:
        assert note_pregnancy(SYSTEM, mother, "last-period", day)
    else:
        assert refusal(note_pregnancy, SYSTEM, mother, "last-period", day) == "pregnancy-day-does-not-fit"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sex": 1}, "not-a-woman"),
        ({"state": "dead"}, "mother-not-living-here"),
        ({"birth_date": today() - timedelta(days=365 * 11)}, "age-of-mother-impossible"),
        ({"birth_date": today() - timedelta(days=366 * 57)}, "age-of-mother-impossible"),
    ],
)
def test_who_cannot_be_pregnant(mother, change, reason):
    Person.objects.filter(pk=mother.pk).update(**change)
    assert refusal(pregnant, mother) == reason
    assert not Pregnancy.objects.exists()


def test_a_birth_date_that_is_not_known_does_not_hinder(mother):
    Person.objects.filter(pk=mother.pk).update(birth_date=None)
    assert pregnant(mother)


def test_a_dating_or_number_that_there_is_not(mother):
    assert refusal(note_pregnancy, SYSTEM, mother, "usg", last_period(9)) == "pregnancy-day-does-not-fit"
    assert refusal(pregnant, mother, gravida=0) == "gravida-impossible"
    assert refusal(pregnant, mother, gravida=26) == "gravida-impossible"
    assert pregnant(mother, gravida=25).gravida == 25


def test_a_pregnancy_ends_without_a_child(mother):
    one = pregnant(mother)
    assert refusal(end_pregnancy, SYSTEM, one, "birth", today()) == "unknown-end"
    assert refusal(end_pregnancy, SYSTEM, one, "miscarriage", today() + timedelta(days=1)) == "day-to-come"
    early = last_period(20) - timedelta(days=1)
    assert refusal(end_pregnancy, SYSTEM, one, "miscarriage", early) == "before-the-pregnancy"
    checked(mother, arm_mm=240)
    assert refusal(end_pregnancy, SYSTEM, one, "miscarriage", today() - timedelta(days=1)) == "checked-later"
    end_pregnancy(SYSTEM, one, "miscarriage", today())
    one.refresh_from_db()
    assert (one.outcome, one.ended_on) == ("miscarriage", today())
    assert refusal(end_pregnancy, SYSTEM, one, "moved", today()) == "pregnancy-is-over"
    assert pregnant(mother, weeks=1)


# -- checks ----------------------------------------------------------------------------------------------------------


def test_a_check_belongs_to_the_pregnancy_of_its_day(mother):
    one = pregnant(mother)
    check = checked(mother, arm_mm=230, hb_tenths=105, visit=2, tablets_received=30, tablets_taken=12)
    assert (check.pregnancy, check.arm_mm, check.visit, check.held, check.rw) == (one, 230, 2, None, "001")
    before = 20 * 7 + 1
    assert refusal(checked, mother, before, arm_mm=230) == "neither-pregnant-nor-nursing"


def test_a_check_on_a_posyandu_day_is_of_that_day(cast, mother):
    pregnant(mother)
    elsewhere = open_day(SYSTEM, open_posyandu(SYSTEM, cast.unit.region, "Mawar", ["002"]), today())
    held = open_day(SYSTEM, open_posyandu(SYSTEM, cast.unit.region, "Melati", ["001"]), today())
    assert checked(mother, weight_g=50_000).held == held != elsewhere


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ({}, "nothing-checked"),
        ({"arm_mm": 99}, "mother-arm-mm-impossible"),
        ({"weight_g": 200_001}, "mother-weight-g-impossible"),
        ({"height_mm": 150}, "mother-height-mm-impossible"),
        ({"hb_tenths": 29}, "mother-hb-tenths-impossible"),
        ({"tablets_taken": 121}, "mother-tablets-taken-impossible"),
        ({"systolic": 120}, "pressure-of-two-figures"),
        ({"diastolic": 80}, "pressure-of-two-figures"),
        ({"systolic": 80, "diastolic": 80}, "pressure-of-two-figures"),
        ({"visit": 7}, "no-such-visit"),
        ({"visit": 0}, "no-such-visit"),
        ({"vitamin_a": True}, "only-after-birth"),
    ],
)
def test_what_cannot_have_been_checked(mother, figures, reason):
    pregnant(mother)
    assert refusal(checked, mother, **figures) == reason
    assert not MotherCheck.objects.exists()


def test_a_correction_replaces_and_the_former_stays(mother):
    pregnant(mother)
    one = checked(mother, arm_mm=332)
    assert refusal(correct_check, SYSTEM, one, CheckFigures(arm_mm=232), "  ") == "no-reason"
    other = correct_check(SYSTEM, one, CheckFigures(arm_mm=232), "Salah ketik")
    assert (other.replaces, other.reason, other.day, other.pregnancy) == (one, "Salah ketik", one.day, one.pregnancy)
    assert MotherCheck.objects.count() == 2
    assert refusal(correct_check, SYSTEM, one, CheckFigures(arm_mm=233), "Lagi") == "corrected-meanwhile"
    entry = AuditEntry.objects.get(action="mother-check-corrected")
    assert (entry.subject, entry.details) == (f"person:{mother.code}", {"day": one.day.isoformat()})


def test_the_last_visit_of_each_time_is_one(mother):
    one = pregnant(mother, weeks=39)
    assert checked(mother, visit=6).visit == 6
    MotherCheck.objects.all().delete()
    record_birth(SYSTEM, one, BirthFacts(today()))
    assert checked(mother, visit=4).visit == 4


def test_after_birth_a_check_asks_for_other_things(cast, mother):
    one = pregnant(mother, weeks=39)
    record_birth(SYSTEM, one, BirthFacts(today() - timedelta(days=3)))
    check = checked(mother, visit=2, breastfeeding=True, vitamin_a=True)
    assert check.pregnancy is None
    assert refusal(checked, mother, visit=5) == "no-such-visit"
    assert checked(mother, 5, arm_mm=240).pregnancy == one


def test_a_mother_who_is_nursing_without_a_pregnancy_on_record(cast, mother):
    home = Membership.objects.get(person=mother).family
    birth_in_family(SYSTEM, home, NewMember("Adik Contoh", 1, 3), today() - timedelta(days=183))
    assert checked(mother, arm_mm=230).pregnancy is None
    Person.objects.filter(name="Adik Contoh").update(birth_date=today() - timedelta(days=184))
    assert refusal(checked, mother, arm_mm=230) == "neither-pregnant-nor-nursing"


# -- births ----------------------------------------------------------------------------------------------------------


def test_a_birth_enters_the_child_once_with_its_mother(mother):
    one = pregnant(mother, weeks=39)
    facts = BirthFacts(today(), 2450, 470, None, "midwife", "midwife", True)
    birth = record_birth(SYSTEM, one, facts, Newborn("Bayi Contoh", 2))
    child = birth.child
    assert (child.mother, child.birth_date, child.sex) == (mother, today(), 2)
    assert (birth.weight_g, birth.weeks, birth.early_breastfeeding) == (2450, 39, True)
    assert child.memberships.get().relation == 3
    assert Event.objects.filter(kind=Event.Kind.BIRTH, person=child).count() == 1
    one.refresh_from_db()
    assert (one.outcome, one.ended_on) == ("birth", today())


def test_twins_are_born_of_one_pregnancy(mother):
    one = pregnant(mother, weeks=37)
    first = record_birth(SYSTEM, one, BirthFacts(today() - timedelta(days=2)), Newborn("Satu Contoh", 1))
    assert refusal(record_birth, SYSTEM, one, BirthFacts(today())) == "twin-on-another-day"
    second = record_birth(SYSTEM, one, BirthFacts(today() - timedelta(days=1)), Newborn("Dua Contoh", 1))
    assert {first.child.mother, second.child.mother} == {mother}
    assert Birth.objects.filter(pregnancy=one).count() == 2


def test_of_a_pregnancy_that_ended_otherwise_nobody_is_born(mother):
    one = end_pregnancy(SYSTEM, pregnant(mother), "stillbirth", today())
    assert refusal(record_birth, SYSTEM, one, BirthFacts(today())) == "pregnancy-is-over"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"weight_g": 299}, "birth-weight-g-impossible"),
        ({"length_mm": 701}, "birth-length-mm-impossible"),
        ({"weeks": 19}, "birth-weeks-impossible"),
        ({"venue": "sawah"}, "wrong-shape"),
        ({"day": today() + timedelta(days=1)}, "day-to-come"),
    ],
)
def test_births_that_cannot_be(mother, facts, reason):
    one = pregnant(mother, weeks=39)
    assert refusal(record_birth, SYSTEM, one, replace(BirthFacts(today()), **facts)) == reason
    one.refresh_from_db()
    assert one.ended_on is None


def test_a_child_on_the_registry_is_linked_and_gets_its_mother(cast, mother):
    home = Membership.objects.get(person=mother).family
    day = today() - timedelta(days=4)
    hers = add_member(SYSTEM, home, NewMember("Tanpa Ibu", 1, 3, day), day)
    neighbour = make_families(cast.unit.region_id, 1, first=7)[0]
    other = birth_in_family(SYSTEM, neighbour, NewMember("Anak Tetangga", 1, 3), day)
    one = pregnant(mother, weeks=39)
    assert set(children_to_choose(one)) == {hers}
    assert refusal(record_birth, SYSTEM, one, BirthFacts(day), other) == "child-of-another"
    assert refusal(record_birth, SYSTEM, one, BirthFacts(today()), hers) == "child-born-another-day"
    birth = record_birth(SYSTEM, one, BirthFacts(day), hers)
    hers.refresh_from_db()
    assert (birth.child, hers.mother) == (hers, mother)
    assert list(children_to_choose(one)) == []


def test_a_birth_whose_pregnancy_nobody_noted(cast, mother):
    child = Person.objects.get(mother=mother)
    birth = record_birth_of(SYSTEM, child, BirthFacts(today(), 2499, weeks=36))
    one = birth.pregnancy
    assert (birth.day, birth.child, one.ended_on, one.outcome) == (child.birth_date, child, child.birth_date, "birth")
    assert one.due_on == child.birth_date + timedelta(weeks=4)
    trail = AuditEntry.objects.filter(subject=f"person:{mother.code}").order_by("pk").values_list("action", flat=True)
    assert list(trail)[-2:] == ["pregnancy-noted", "mother-gave-birth"]
    assert refusal(record_birth_of, SYSTEM, child, BirthFacts(today())) == "child-is-named"
    twin = add_member(SYSTEM, Membership.objects.get(person=mother).family,
                      NewMember("Kembar Contoh", 1, 3, child.birth_date, mother=2), today())  # fmt: skip
    assert record_birth_of(SYSTEM, twin, BirthFacts(today())).pregnancy == one
    with pytest.raises(NotAllowed):
        record_birth_of(companion(cast, "lurah"), child_of_another(cast), BirthFacts(today()))


def child_of_another(cast):
    return Person.objects.get(mother=make_mothers(cast.unit.region_id, first=8)[0])


def test_a_birth_of_the_pregnancy_that_lasts_ends_it(mother):
    one = pregnant(mother, weeks=39)
    home = Membership.objects.get(person=mother).family
    child = birth_in_family(SYSTEM, home, NewMember("Adik Contoh", 1, 3), today())
    assert record_birth_of(SYSTEM, child, BirthFacts(today(), 3000)).pregnancy == one
    one.refresh_from_db()
    assert one.outcome == "birth"


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"mother": None}, "mother-of-child-unknown"), ({"birth_known": "month"}, "day-of-birth-unknown")],
)
def test_a_birth_needs_a_mother_and_a_day(mother, change, reason):
    child = Person.objects.get(mother=mother)
    Person.objects.filter(pk=child.pk).update(**change)
    child.refresh_from_db()
    assert refusal(record_birth_of, SYSTEM, child, BirthFacts(today())) == reason


def test_a_child_is_named_later(mother):
    birth = record_birth(SYSTEM, pregnant(mother, weeks=39), BirthFacts(today()))
    assert birth.child is None
    named = name_child(SYSTEM, birth, Newborn("Bayi Contoh", 1))
    assert named.child.mother == mother
    assert refusal(name_child, SYSTEM, birth, Newborn("Bayi Lain", 1)) == "child-is-named"


def test_a_mother_without_a_family_has_nowhere_to_enter_the_child(mother):
    one = pregnant(mother, weeks=39)
    Membership.objects.filter(person=mother).update(until=today())
    assert refusal(record_birth, SYSTEM, one, BirthFacts(today()), Newborn("Bayi", 1)) == "mother-without-family"


def test_what_the_registry_refuses_is_not_recorded_here_either(mother):
    one = pregnant(mother, weeks=39)
    with pytest.raises(UnusableFamily):
        record_birth(SYSTEM, one, BirthFacts(today()), Newborn("", 1))
    assert not Birth.objects.exists()
    one.refresh_from_db()
    assert one.ended_on is None


def test_facts_of_a_birth_are_put_right(mother):
    birth = record_birth(SYSTEM, pregnant(mother, weeks=39), BirthFacts(today(), 3500))
    correct_birth(SYSTEM, birth, BirthFacts(today() - timedelta(days=9), 2500, venue="home"))
    birth.refresh_from_db()
    assert (birth.weight_g, birth.venue, birth.day, birth.weeks) == (2500, "home", today(), 39)
    entry = AuditEntry.objects.get(action="birth-corrected")
    assert entry.details == {"fields": ["weight_g", "venue"]}
    correct_birth(SYSTEM, birth, BirthFacts(today(), 2500, venue="home"))
    assert AuditEntry.objects.filter(action="birth-corrected").count() == 1


# -- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["kader", "tpk", "pkb", "puskesmas"])
def test_who_accompanies_mothers(cast, mother, role):
    user = companion(cast, role)
    one = note_pregnancy(user, mother, "last-period", last_period(38))
    check = record_check(user, mother, today(), CheckFigures(arm_mm=230))
    correct_check(user, check, CheckFigures(arm_mm=231), "Salah baca")
    birth = record_birth(user, one, BirthFacts(today()))
    assert correct_birth(user, birth, BirthFacts(today(), 3000)).weight_g == 3000


@pytest.mark.parametrize("role", ["operator", "lurah", "viewer"])
def test_who_does_not(cast, mother, role):
    user = companion(cast, role)
    with pytest.raises(NotAllowed):
        note_pregnancy(user, mother, "last-period", last_period(20))
    one = pregnant(mother)
    check = checked(mother, arm_mm=230)
    for act, args in (
        (record_check, (mother, today(), CheckFigures(arm_mm=230))),
        (correct_check, (check, CheckFigures(arm_mm=231), "x")),
        (end_pregnancy, (one, "mistake", today())),
        (record_birth, (one, BirthFacts(today()))),
    ):
        with pytest.raises(NotAllowed):
            act(user, *args)


@pytest.mark.parametrize("role", ["tpk", "puskesmas"])
def test_entering_the_child_asks_for_the_right_to_enter_people(cast, mother, role):
    user = companion(cast, role)
    one = note_pregnancy(user, mother, "last-period", last_period(38))
    with pytest.raises(NotAllowed):
        record_birth(user, one, BirthFacts(today()), Newborn("Bayi", 1))
    assert not Birth.objects.exists()
    assert record_birth(user, one, BirthFacts(today())).child is None


def test_another_neighbourhood_reaches_nothing(cast, mother):
    stranger = kader(cast, rw="002")
    with pytest.raises(NotAllowed):
        note_pregnancy(stranger, mother, "last-period", last_period(20))
    one = pregnant(mother, weeks=39)
    checked(mother, 5, arm_mm=230)
    record_birth(SYSTEM, one, BirthFacts(today()))
    for rows in (Pregnancy.objects, MotherCheck.objects, Birth.objects):
        assert not rows.permitted(stranger, Right.SEE_GROWTH).exists()
        assert rows.permitted(kader(cast, f"k-{rows.model.__name__}"), Right.SEE_GROWTH).count() == 1


def test_rows_follow_the_mother_where_she_lives(cast, mother):
    pregnant(mother)
    Person.objects.filter(pk=mother.pk).update(rw="002")
    assert Pregnancy.objects.permitted(kader(cast, rw="002"), Right.SEE_GROWTH).count() == 1
    assert Pregnancy.objects.permitted(kader(cast, "lain"), Right.SEE_GROWTH).count() == 0
    assert Pregnancy.objects.get().rw == "001"


# -- one's own data --------------------------------------------------------------------------------------------------


def test_what_is_held_is_handed_out_and_forgotten(cast, mother):
    one = pregnant(mother, weeks=39)
    checked(mother, 5, arm_mm=230)
    correct_check(SYSTEM, MotherCheck.objects.get(), CheckFigures(arm_mm=231), "Salah baca")
    child = record_birth(SYSTEM, one, BirthFacts(today(), 3000), Newborn("Bayi Contoh", 1)).child
    told = extract_of(SYSTEM, mother, "Permintaan")
    assert [row["outcome"] for row in told["Kehamilan"]] == ["birth"]
    assert [row["arm_mm"] for row in told["Pemeriksaan ibu"]] == [230, 231]
    assert [row["weight_g"] for row in told["Kelahiran"]] == [3000]
    assert [row["weight_g"] for row in extract_of(SYSTEM, child, "Permintaan")["Kelahirannya sendiri"]] == [3000]
    erase_person(SYSTEM, mother, "Permintaan")
    assert [rows.objects.count() for rows in (Pregnancy, MotherCheck, Birth)] == [0, 0, 0]


def test_an_erased_child_takes_the_facts_of_its_birth_with_it(mother):
    birth = record_birth(SYSTEM, pregnant(mother, weeks=39), BirthFacts(today(), 3000), Newborn("Bayi Contoh", 1))
    erase_person(SYSTEM, birth.child, "Permintaan")
    assert not Birth.objects.exists()
    assert Pregnancy.objects.count() == 1


def test_who_moved_away_is_not_noted(cast):
    (family,) = make_families(cast.unit.region_id, 1)
    wife = wife_of(family)
    move_person_out(SYSTEM, wife, today())
    assert refusal(pregnant, wife) == "mother-not-living-here"


def test_a_check_sent_once_more_is_on_record_once(mother):
    pregnant(mother)
    assert checked(mother, weight_g=55_000) == checked(mother, weight_g=55_000)
    assert checked(mother, weight_g=55_100) != checked(mother, weight_g=55_000)
    assert MotherCheck.objects.count() == 2
