"""What happens to families: each event leaves a form that is a family, and earlier days as they were."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import Couple, Event, Family, Membership, Person, Residence
from guyub.apps.people.services import (
    NewMember,
    Place,
    UnusableFamily,
    add_member,
    change_head,
    correct_family,
    correct_person,
    families_on,
    family_on,
    form_members,
    join_families,
    move_home,
    move_out,
    move_person_in,
    move_person_out,
    record_birth,
    record_death,
    record_divorce,
    record_marriage,
    split_family,
    withdraw_family,
)
from guyub.errors import NotAllowed
from tests.apps.people.registry import HERE, NEXT_DOOR, SINCE, couple_with_child, days_after, enter, member

pytestmark = pytest.mark.django_db
DAY = days_after(100)


def form(family, day=None):
    """Line → (relation, marital status) as of a day."""
    return {one.line: (one.relation, one.marital) for one in family_on(family, day).members}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def refused(reason, call, *args, **more):
    before = [*Event.objects.values_list("pk", flat=True), *Membership.objects.order_by("pk").values_list()]
    with pytest.raises(UnusableFamily) as caught:
        call(SYSTEM, *args, **more)
    assert reason in [found for _, found in caught.value.problems]
    after = [*Event.objects.values_list("pk", flat=True), *Membership.objects.order_by("pk").values_list()]
    assert before == after
    return caught.value


@pytest.fixture(autouse=True)
def places(cast):
    return cast


def test_a_birth_enters_a_child_of_the_wife():
    man, wife, _ = couple_with_child()
    baby = record_birth(SYSTEM, man.entered_in, NewMember("Bayi Contoh", 1, 3), DAY)
    assert (baby.birth_date, baby.marital, baby.mother_id) == (DAY, 1, wife.pk)
    assert form_members(man.entered_in)[3] == {
        "person": baby.code,
        "id": baby.code,
        "codes": (baby.code,),
        "name": "Bayi Contoh",
        "k01": 4,
        "k03": 1,
        "k07": 1,
        "k10": 3,
        "k11": 2,
        "birth": DAY,
    }
    assert len(form(man.entered_in, DAY - timedelta(days=1))) == 3
    event = Event.objects.get(kind="birth")
    assert (event.person, event.family, event.day, event.place) == (baby, man.entered_in, DAY, HERE.code)


def test_a_birth_on_another_day_than_the_child_says_is_refused():
    man, *_ = couple_with_child()
    refused("birth-on-another-day", record_birth, man.entered_in, NewMember("B", 1, 3, days_after(1)), DAY)


def test_a_dead_head_is_replaced_by_the_wife_who_is_a_widow_from_that_day():
    man, wife, _child = couple_with_child()
    record_death(SYSTEM, man, DAY)
    assert form(man.entered_in) == {2: (1, 4), 3: (3, 1)}
    assert form(man.entered_in, DAY - timedelta(days=1)) == {1: (1, 2), 2: (2, 2), 3: (3, 1)}
    assert fresh(man.entered_in).head == wife
    assert (fresh(man).state, fresh(man).ended_on) == ("dead", DAY)
    couple = Couple.objects.get()
    assert (couple.until, couple.ended) == (DAY, "death")
    assert list(Event.objects.filter(kind__in=["death", "head"]).values_list("kind", "person")) == [
        ("death", man.pk),
        ("head", wife.pk),
    ]


def test_without_a_wife_it_must_be_said_who_follows():
    man, _, _ = enter(
        member(marital=4),
        member("Anak Satu", 1, 3, date(2001, 1, 1), marital=1),
        member("Anak Dua", 2, 3, date(2003, 1, 1), marital=1),
    )
    refused("new-head-needed", record_death, man, DAY)
    record_death(SYSTEM, man, DAY, man.entered_in.new_members[1])
    assert form(man.entered_in) == {2: (1, 1), 3: (4, 1)}, "brothers and sisters of the head are other"


def test_a_dead_wife_leaves_a_widower():
    man, wife, _ = couple_with_child()
    record_death(SYSTEM, wife, DAY)
    assert form(man.entered_in) == {1: (1, 4), 3: (3, 1)}


def test_a_family_whose_last_member_dies_has_ended():
    (woman,) = enter(member("Sendiri", 2, 1, marital=4))
    record_death(SYSTEM, woman, DAY)
    family = fresh(woman.entered_in)
    assert (family.until, family.ended) == (DAY, "died")
    assert not Residence.objects.filter(until=None).exists()
    refused("family-ended", add_member, family, member("Baru", 1, 1), days_after(200))
    refused("not-a-member", record_death, woman, days_after(200))


def test_a_second_wife_on_her_own_form_is_widowed_too():
    man, *_ = couple_with_child()
    (woman,) = enter(member("Istri Kedua", 2, 1, marital=1), place=NEXT_DOOR)
    record_marriage(SYSTEM, woman, man, days_after(10), woman.entered_in)
    assert form(woman.entered_in) == {1: (1, 2)}
    assert form(man.entered_in)[1] == (1, 2)
    record_death(SYSTEM, man, DAY)
    assert form(woman.entered_in) == {1: (1, 4)}
    assert not Couple.objects.filter(until=None).exists()


def test_a_family_moves_away_and_everyone_with_it():
    man, _wife, _child = couple_with_child()
    move_out(SYSTEM, man.entered_in, DAY)
    assert {(row.state, row.ended_on) for row in Person.objects.all()} == {("left", DAY)}
    assert fresh(man.entered_in).ended == "left"
    assert form(man.entered_in) == {}
    assert len(form(man.entered_in, DAY - timedelta(days=1))) == 3
    assert not families_on(HERE.village).exists()
    assert families_on(HERE.village, SINCE).get() == man.entered_in


def test_a_husband_who_leaves_stays_the_husband():
    man, wife, _ = couple_with_child()
    move_person_out(SYSTEM, man, DAY)
    assert form(man.entered_in) == {2: (1, 2), 3: (3, 1)}
    assert list(Couple.objects.order_by("since").values_list("wife", "husband", "until", "ended")) == [
        (wife.pk, man.pk, DAY, "left"),
        (wife.pk, None, None, ""),
    ]
    assert family_on(man.entered_in, SINCE).couple.husband == man


def test_who_left_may_come_back():
    man, _wife, child = couple_with_child()
    move_person_out(SYSTEM, child, DAY)
    refused("elsewhere-on-that-day", move_person_in, child, man.entered_in, 3, days_after(50))
    move_person_in(SYSTEM, child, man.entered_in, 3, days_after(200))
    assert form(man.entered_in)[4] == (3, 1)
    assert (fresh(child).state, fresh(child).ended_on) == ("living", None)
    refused("member-elsewhere", move_person_in, child, man.entered_in, 3, days_after(300))


def test_a_family_moves_house_and_earlier_days_know_the_former():
    man, *_ = couple_with_child()
    move_home(SYSTEM, man.entered_in, NEXT_DOOR, DAY)
    assert fresh(man.entered_in).place == fresh(man).place == NEXT_DOOR.code
    assert family_on(man.entered_in).place == NEXT_DOOR
    assert family_on(man.entered_in, days_after(99)).place == HERE
    assert family_on(man.entered_in, DAY).place == NEXT_DOOR
    refused("day-before-home", move_home, man.entered_in, HERE, days_after(50))
    assert Event.objects.get(kind="moved-home").rt == "013"


def test_a_marriage_founds_a_family_of_two_who_leave_their_parents():
    _, _, bride = couple_with_child()
    _, _, groom = enter(
        member(marital=2), member("Ibu", 2, 2), member("Putra", 1, 3, date(1999, 1, 1), marital=1, mother=2)
    )
    family = record_marriage(SYSTEM, bride, groom, DAY, NEXT_DOOR)
    assert [(one.person, one.relation, one.marital) for one in family_on(family).members] == [
        (groom, 1, 2),
        (bride, 2, 2),
    ]
    assert family.place == NEXT_DOOR.code
    assert len(form(bride.entered_in)) == len(form(groom.entered_in)) == 2
    couple = Couple.objects.get(family=family)
    assert (couple.wife, couple.husband, couple.since) == (bride, groom, DAY)
    assert form(bride.entered_in, SINCE)[3] == (3, 1), "unmarried on the day before, as of then"
    assert set(Event.objects.filter(kind="marriage").values_list("person", "family")) == {
        (bride.pk, family.pk),
        (groom.pk, family.pk),
    }


def test_a_marriage_with_someone_who_is_not_on_record():
    (groom,) = enter(member("Bujang", 1, 1, marital=1))
    record_marriage(SYSTEM, member("Pengantin Baru", 2, 2, date(1990, 1, 1)), groom, DAY, groom.entered_in)
    assert form(groom.entered_in) == {1: (1, 2), 2: (2, 2)}
    assert Person.objects.get(name="Pengantin Baru").marital == 2


def test_a_widow_with_children_marries_into_her_own_form():
    woman, _child = enter(member("Janda", 2, 1, marital=4), member("Anak", 1, 3, date(2010, 1, 1), marital=1, mother=1))
    (man,) = enter(member("Duda", 1, 1, marital=3), place=NEXT_DOOR)
    record_marriage(SYSTEM, woman, man, DAY, woman.entered_in)
    assert form(woman.entered_in) == {1: (2, 2), 2: (3, 1), 3: (1, 2)}
    assert fresh(woman.entered_in).head == man
    assert fresh(man.entered_in).ended == "joined"


def test_children_come_along_when_it_is_said():
    woman, child = enter(member("Janda", 2, 1, marital=4), member("Anak", 1, 3, date(2010, 1, 1), marital=1, mother=1))
    (man,) = enter(member("Duda", 1, 1, marital=3), place=NEXT_DOOR)
    record_marriage(SYSTEM, woman, man, DAY, man.entered_in, bringing=[child])
    assert form(man.entered_in) == {1: (1, 2), 2: (2, 2), 3: (3, 1)}
    assert fresh(woman.entered_in).ended == "joined"


@pytest.mark.parametrize("who", ["wife", "husband"])
def test_who_is_married_cannot_marry(who):
    _man, wife, _ = couple_with_child()
    (_woman,) = enter(member("Lain", 2, 1, marital=2))
    (other,) = enter(member("Laki Lain", 1, 1, marital=2))
    pair = (wife, other) if who == "wife" else (member("Baru", 2, 2, date(1990, 1, 1), marital=1), other)
    refused("already-married", record_marriage, *pair, DAY, NEXT_DOOR)


def test_a_couple_heads_its_form():
    _, _, bride = couple_with_child()
    (groom,) = enter(member("Bujang", 1, 1, marital=1))
    refused("couple-heads-the-form", record_marriage, bride, groom, DAY, bride.entered_in)


def test_a_divorced_husband_leaves_and_founds_a_family():
    man, _wife, child = couple_with_child()
    founded = record_divorce(SYSTEM, Couple.objects.get(), DAY, man, NEXT_DOOR, bringing=[child])
    assert form(man.entered_in) == {2: (1, 3)}
    assert form(founded) == {1: (1, 3), 2: (3, 1)}
    assert (Couple.objects.get().until, Couple.objects.get().ended) == (DAY, "divorce")
    assert form(man.entered_in, SINCE) == {1: (1, 2), 2: (2, 2), 3: (3, 1)}


def test_a_divorced_wife_may_move_away():
    man, wife, _child = couple_with_child()
    assert record_divorce(SYSTEM, Couple.objects.get(), DAY, wife, None) is None
    assert form(man.entered_in) == {1: (1, 3), 3: (3, 1)}
    assert fresh(wife).state == "left"
    refused("couple-is-over", record_divorce, Couple.objects.get(), days_after(200), None, None)


def test_of_a_couple_on_one_form_someone_leaves():
    couple_with_child()
    refused("who-leaves", record_divorce, Couple.objects.get(), DAY, None, None)


def test_a_split_in_the_same_house():
    man, _wife, child = couple_with_child()
    part = split_family(SYSTEM, man.entered_in, [child], child, DAY)
    assert form(part) == {1: (1, 1)}
    assert part.dwelling == man.entered_in.dwelling
    assert form(man.entered_in) == {1: (1, 2), 2: (2, 2)}
    event = Event.objects.get(kind="split")
    assert (event.family, event.other_family) == (man.entered_in, part)


def test_a_couple_splits_off_together():
    mother, _man, wife, child = enter(
        member("Nenek", 2, 1, date(1955, 1, 1), marital=4),
        member("Putra", 1, 3, date(1980, 1, 1), marital=1, mother=1),
        member("Putri", 2, 3, date(1985, 1, 1), marital=1, mother=1),
        member("Cucu", 2, 3, date(2010, 1, 1), marital=1, mother=3),
    )
    part = split_family(SYSTEM, mother.entered_in, [wife, child], wife, DAY, NEXT_DOOR)
    assert form(part) == {1: (1, 1), 2: (3, 1)}, "her child is her child"
    assert part.place == NEXT_DOOR.code


def test_a_couple_that_splits_off_stays_one():
    man, wife, child = couple_with_child()
    part = split_family(SYSTEM, man.entered_in, [man, wife], man, DAY, NEXT_DOOR, new_head=child)
    assert form(part) == {1: (1, 2), 2: (2, 2)}
    assert form(man.entered_in) == {3: (1, 1)}
    assert Couple.objects.get(until=None).family == part
    assert family_on(man.entered_in, SINCE).couple.family == man.entered_in


@pytest.mark.parametrize(
    ("leave", "head", "reason"), [((2,), 0, "head-stays-behind"), ((0, 1, 2), 0, "nobody-stays-behind")]
)
def test_splits_that_are_none(leave, head, reason):
    rows = couple_with_child()
    refused(reason, split_family, rows[0].entered_in, [rows[one] for one in leave], rows[head], DAY)


def test_families_join():
    man, *_ = couple_with_child()
    (grandmother,) = enter(member("Nenek", 2, 1, date(1950, 1, 1), marital=4), place=NEXT_DOOR)
    join_families(SYSTEM, man.entered_in, grandmother.entered_in, DAY)
    assert form(man.entered_in)[4] == (4, 4)
    assert fresh(grandmother.entered_in).ended == "joined"
    assert fresh(grandmother).place == HERE.code
    refused("same-family", join_families, man.entered_in, man.entered_in, DAY)


def test_two_couples_do_not_fit_on_one_form():
    man, *_ = couple_with_child()
    other, *_ = couple_with_child(place=NEXT_DOOR)
    refused("other-is-married", join_families, man.entered_in, other.entered_in, DAY)


def test_a_family_cannot_end_before_one_of_its_members_left():
    """On the days between, its form would hold that member alone, without a head."""
    man, *_ = couple_with_child()
    widow, son, _ = enter(
        member("Janda", 2, 1, date(1975, 1, 1), marital=4),
        member("Putra", 1, 3, date(1998, 1, 1), marital=1, mother=1),
        member("Bibi", 2, 4, date(1970, 1, 1), marital=3),
        place=NEXT_DOOR,
    )
    record_death(SYSTEM, son, days_after(60))
    refused("someone-left-later", join_families, man.entered_in, widow.entered_in, days_after(59))
    join_families(SYSTEM, man.entered_in, widow.entered_in, days_after(60))


def test_a_daughter_becomes_head_of_her_mother():
    mother, daughter, _son = enter(
        member("Ibu", 2, 1, date(1955, 1, 1), marital=4),
        member("Putri", 2, 3, date(1985, 1, 1), marital=1, mother=1),
        member("Putra", 1, 3, date(1990, 1, 1), marital=1),
    )
    change_head(SYSTEM, mother.entered_in, daughter, DAY)
    assert form(mother.entered_in) == {1: (4, 4), 2: (1, 1), 3: (4, 1)}
    assert form(mother.entered_in, days_after(99)) == {1: (1, 4), 2: (3, 1), 3: (3, 1)}
    refused("is-head-already", change_head, mother.entered_in, daughter, days_after(200))


def test_a_wife_is_not_head_beside_her_husband():
    man, wife, _ = couple_with_child()
    refused("other-is-married", change_head, man.entered_in, wife, DAY)


def test_an_addition_by_mistake_is_withdrawn_and_stays_readable():
    man, *_ = couple_with_child()
    withdraw_family(SYSTEM, man.entered_in, "Dicatat dua kali")
    assert fresh(man.entered_in).ended == "mistake"
    assert len(form(man.entered_in, SINCE)) == 3
    refused("no-reason", withdraw_family, man.entered_in, " ")


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        (add_member, lambda rows: (rows[0].entered_in, member("Baru", 1, 4, marital=1))),
        (record_death, lambda rows: (rows[0],)),
        (move_out, lambda rows: (rows[0].entered_in,)),
        (move_home, lambda rows: (rows[0].entered_in, NEXT_DOOR)),
    ],
    ids=["add", "death", "move out", "move home"],
)
@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        (
            SINCE - timedelta(days=1),
            {"day-before-membership", "day-before-family", "day-before-couple", "day-before-home"},
        ),
        (timezone.localdate() + timedelta(days=2), {"day-to-come"}),
    ],
    ids=["before it was on record", "still to come"],
)
def test_days_that_cannot_be(call, arguments, day, reasons):
    rows = couple_with_child()
    with pytest.raises(UnusableFamily) as caught:
        call(SYSTEM, *arguments(rows), day)
    assert {reason for _, reason in caught.value.problems} <= reasons


def test_events_in_the_wrong_order_are_refused():
    man, wife, child = couple_with_child()
    record_death(SYSTEM, man, DAY)
    refused("day-before-membership", record_death, wife, days_after(50), child)


def test_a_correction_reads_back_on_earlier_days_and_its_reason_is_sealed():
    man, _wife, child = couple_with_child()
    today = timezone.localdate()
    changed = correct_person(
        SYSTEM, child, {"name": "Anak Benar", "birth_date": date(2000, 6, 1)}, "Salah ketik rahasia"
    )
    assert changed == ("birth_date", "name")
    now, before = (
        next(one for one in family_on(man.entered_in, day).members if one.line == 3) for day in (today, SINCE)
    )
    assert (now.name, now.birth_date) == ("Anak Benar", date(2000, 6, 1))
    assert (before.name, before.birth_date) == ("Anak Contoh", date(2000, 5, 1))
    assert fresh(child).name_key == "anak benar"
    event = Event.objects.get(kind="corrected")
    assert event.fields == ["birth_date", "name", "reason"]
    assert b"rahasia" not in bytes(event.sealed)
    assert "rahasia" not in str(AuditEntry.objects.values_list("details", flat=True))
    assert AuditEntry.objects.filter(subject=f"person:{child.code}", action="correct-person").count() == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": " "}, "no-name"),
        ({"birth_date": days_after(1)}, "birth-after-first-day"),
        ({"sex": 3}, "unknown-sex"),
        ({"nik": "1"}, "unknown-field"),
        ({"relation": 1}, "use-change-head"),
        ({"marital": 2}, "second-couple"),
    ],
)
def test_corrections_that_are_refused(changes, reason):
    *_, child = couple_with_child()
    refused(reason, correct_person, child, changes, "Sebab")
    assert fresh(child).name == "Anak Contoh"


@pytest.mark.parametrize(("relation", "reason"), [(1, "second-head"), (9, "unknown-relation")])
def test_relations_that_cannot_be_taken(relation, reason):
    man, _, child = couple_with_child()
    refused(reason, add_member, man.entered_in, member("Baru", 1, relation, marital=1), DAY)
    move_person_out(SYSTEM, child, DAY)
    refused(reason, move_person_in, child, man.entered_in, relation, days_after(200))
    refused(
        "second-head", change_head, man.entered_in, fresh(man.entered_in.new_members[1]), DAY, relations={man.pk: 1}
    )


def test_a_mother_is_corrected_within_the_territory(cast):
    _, wife, child = couple_with_child()
    (elsewhere,) = enter(member("Ibu Jauh", 2, 1, date(1970, 1, 1)), place=Place("99.02.01.1001", "001", "001"))
    with pytest.raises(NotAllowed):
        correct_person(cast.operator, child, {"mother": elsewhere}, "Sebab")
    assert fresh(child).mother == wife
    assert correct_person(cast.operator, child, {"mother": None}, "Bukan ibunya") == ("mother",)
    assert family_on(child.entered_in, SINCE).members[2].mother_id == wife.pk
    assert family_on(child.entered_in).members[2].mother_id is None


def test_a_correction_that_changes_nothing_leaves_nothing():
    *_, child = couple_with_child()
    assert correct_person(SYSTEM, child, {"name": "Anak Contoh"}, "Sebab") == ()
    assert not Event.objects.filter(kind="corrected").exists()


def test_a_relation_is_corrected_from_today_on():
    man, other = enter(member(marital=4), member("Lain", 1, 4, date(2000, 1, 1), marital=1))
    assert correct_person(SYSTEM, other, {"relation": 3}, "Ternyata anak") == ("relation",)
    assert form(man.entered_in)[2] == (3, 1)
    assert form(man.entered_in, SINCE)[2] == (4, 1)


def test_a_wife_of_someone_elsewhere_is_corrected_to_widow():
    (woman,) = enter(member("Ibu", 2, 1, marital=2))
    correct_person(SYSTEM, woman, {"marital": 4}, "Suami sudah meninggal")
    assert (Couple.objects.get().until, Couple.objects.get().ended) == (timezone.localdate(), "death")
    man, *_ = couple_with_child()
    refused("couple-on-form", correct_person, man, {"marital": 4}, "Sebab")


def test_a_family_is_corrected():
    man, *_ = couple_with_child(decile=3)
    changed = correct_family(
        SYSTEM, man.entered_in, {"decile": 4, "address": "Jalan Benar 9", "rt": "013"}, "Salah tulis"
    )
    assert changed == ("address", "decile", "rt")
    view = family_on(fresh(man.entered_in))
    assert (view.place, view.decile) == (Place(HERE.village, "005", "013", "Jalan Benar 9"), 4)
    assert fresh(man).rt == "013"
    before = family_on(fresh(man.entered_in), SINCE)
    assert (before.place, before.decile) == (HERE, 3)


@pytest.mark.parametrize("who", ["officer", "viewer", "stranger", "admin"])
def test_nobody_without_the_right_changes_anything(cast, who):
    man, _wife, child = couple_with_child()
    actor, family = getattr(cast, who), man.entered_in
    calls = [
        lambda: add_member(actor, family, member("Baru", 1, 4, marital=1), DAY),
        lambda: record_birth(actor, family, NewMember("Bayi", 1, 3), DAY),
        lambda: record_death(actor, man, DAY),
        lambda: move_out(actor, family, DAY),
        lambda: move_person_out(actor, child, DAY),
        lambda: move_home(actor, family, NEXT_DOOR, DAY),
        lambda: record_marriage(actor, child, member("Baru", 1, 1, marital=1), DAY, NEXT_DOOR),
        lambda: record_divorce(actor, Couple.objects.get(), DAY, man, None),
        lambda: split_family(actor, family, [child], child, DAY),
        lambda: change_head(actor, family, child, DAY),
        lambda: correct_person(actor, child, {"name": "Baru"}, "Sebab"),
        lambda: correct_family(actor, family, {"decile": 2}, "Sebab"),
        lambda: withdraw_family(actor, family, "Sebab"),
    ]
    before = Event.objects.count(), Membership.objects.filter(until=None).count(), Person.objects.count()
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
    assert before == (Event.objects.count(), Membership.objects.filter(until=None).count(), Person.objects.count())


def test_moving_into_another_territory_needs_the_right_there(cast):
    man, *_ = couple_with_child()
    with pytest.raises(NotAllowed):
        move_home(cast.operator, man.entered_in, Place("99.01.01.1002", "001", "001"), DAY)
    move_home(SYSTEM, man.entered_in, Place("99.01.01.1002", "001", "001"), DAY)
    assert AuditEntry.objects.filter(action="move-home").values_list("chain", flat=True).count() == 2
    with pytest.raises(NotAllowed):
        record_death(cast.operator, man, days_after(200))
    assert not Family.objects.visible_to(cast.operator).exists()
