"""Duplicates are found by rule and decided by people; a merge keeps everything, its undo restores every row."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, Role
from guyub.apps.audit.trail import verify
from guyub.apps.people.models import Couple, Duplicate, Event, Family, Membership, Person, Residence
from guyub.apps.people.services import (
    NewMember,
    Place,
    UnusableFamily,
    add_member,
    answers_of,
    change_head,
    codes_of,
    correct_person,
    decide_distinct,
    family_on,
    find_duplicates,
    forms_members,
    history_of,
    merge_people,
    merges_for,
    move_person_out,
    questions_for,
    record_birth,
    reveal_nik,
    set_nik,
    standing_for,
    undo_merge,
)
from guyub.errors import NotAllowed
from tests.apps.people.registry import HERE, NEXT_DOOR, SINCE, couple_with_child, days_after, enter, member

NIK, SHARED = "9901010105800001", "9901010302500001"
ELSEWHERE = Place("99.02.01.1001", "001", "001")


def rows():
    """Every row of the registry, without the time at which it was written."""
    models = (Person, Family, Membership, Residence, Couple, Duplicate)
    return {
        model.__name__: [
            {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
            for row in model.objects.order_by("pk").values(
                *(one.attname for one in model._meta.concrete_fields if one.attname != "updated_at")
            )
        ]
        for model in models
    }


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture(autouse=True)
def places(cast):
    return cast


@pytest.fixture
def everywhere(cast):
    """Someone whose territory covers both villages."""
    Assignment.objects.filter(user=cast.viewer).delete()
    for village in (HERE.village, ELSEWHERE.village):
        Assignment.objects.create(user=cast.viewer, role=Role.PKB, region_id=village)
    return cast.viewer


def two_entries(**second):
    """A widower with a NIK, and the same man alone next door without."""
    (one,) = enter(member("Muhamad Contoh", marital=4, nik=NIK))
    (other,) = enter(member("Moh. Contoh", marital=4, **second), place=NEXT_DOOR)
    return one, other


def test_a_village_is_looked_through(cast):
    one, other = two_entries()
    enter(member("Lain Sekali", 1, 1, date(1970, 1, 1)))
    assert find_duplicates(cast.operator, HERE.village) == 1
    (question,) = questions_for(cast.operator, HERE.village)
    assert {question.first, question.second} == {one, other}
    assert question.reasons == ["same-name", "same-birth"]
    assert find_duplicates(cast.operator, HERE.village) == 0, "asked once"


def test_every_night_all_villages_are_looked_through(cast):
    """Also for one NIK in two villages, entered at the same moment: neither office saw the other's entry."""
    two_entries()
    (here,) = enter(member("Unik Sekali", 1, 1, date(1950, 2, 3), marital=4, nik=SHARED))
    (there,) = enter(member("Nama Lain", marital=4, nik=SHARED), place=ELSEWHERE)
    Duplicate.objects.all().delete()
    printed = io.StringIO()
    call_command("find_duplicates", stdout=printed)
    assert printed.getvalue() == f"{HERE.village} 1\n"
    assert Duplicate.objects.filter(first=here, second=there, reasons=["same-nik"]).count() == 1
    printed = io.StringIO()
    call_command("find_duplicates", HERE.village, stdout=printed)
    assert printed.getvalue() == ""


def test_queries_do_not_grow_with_people(cast):
    counted = []
    for many in (3, 30):
        for number in range(many):
            enter(member(f"Nama {chr(97 + number % 26)}", 1, 1, date(1970, 1, 1 + number % 28)))
        with CaptureQueriesContext(connection) as queries:
            find_duplicates(SYSTEM, HERE.village)
        counted.append(len(queries))
    assert max(counted) <= 22


def test_a_question_across_villages_is_seen_only_by_whom_both_belong_to(cast, everywhere):
    (here,) = enter(member(marital=4, nik=NIK))
    (there,) = enter(member("Nama Lain", marital=4, nik=NIK), place=ELSEWHERE)
    question = Duplicate.objects.get()
    for actor in (cast.operator, cast.stranger, cast.officer, cast.admin):
        assert not questions_for(actor).exists()
        with pytest.raises(NotAllowed):
            decide_distinct(actor, question)
        with pytest.raises(NotAllowed):
            merge_people(actor, question, here)
    assert find_duplicates(cast.operator, HERE.village) == 0, "not even the count says it"
    assert questions_for(everywhere).get() == question
    merge = merge_people(everywhere, question, here)
    assert fresh(there).merged_into == here
    assert not merges_for(cast.operator).exists()
    assert merges_for(everywhere).get() == merge


def test_two_people_are_decided_to_be_two(cast):
    two_entries()
    find_duplicates(SYSTEM, HERE.village)
    question = Duplicate.objects.get()
    decide_distinct(cast.operator, question)
    assert (fresh(question).state, fresh(question).decided_by) == ("distinct", cast.operator)
    assert not questions_for(cast.operator).exists()
    find_duplicates(SYSTEM, HERE.village)
    assert not questions_for(cast.operator).exists(), "not asked again"


def test_a_merge_keeps_everything(cast, everywhere):
    one, other = two_entries()
    child = record_birth(SYSTEM, other.entered_in, NewMember("Bayi", 2, 3), days_after(30))
    find_duplicates(SYSTEM, HERE.village)
    former, home = one.entered_in, other.entered_in
    merge_people(everywhere, Duplicate.objects.get(), other, home=other.entered_in)
    one, other = fresh(one), fresh(other)
    assert (one.state, one.merged_into) == ("merged", other)
    assert other.key.bytes().open(other.nik_sealed, "nik") == NIK, "the NIK is gained, sealed with the key of its owner"
    assert one.nik_digest == other.nik_digest
    assert fresh(former).ended == "mistake"
    assert [view.person for view in family_on(other.memberships.get(until=None).family).members] == [other, child]
    assert standing_for(one) == other
    assert codes_of([other])[other.pk] == (other.code, one.code)
    line = forms_members([home])[home.pk][0]
    given = {one.code: {"K.09": 1, "K.15": 2}, other.code: {"K.15": 4}, child.code: {"K.09": 2}}
    assert answers_of(line, given) == {"K.09": 1, "K.15": 4}, "answers of both entries, the kept one's first"
    assert set(history_of(other).values_list("kind", flat=True)) >= {"people-merged"}
    assert Duplicate.objects.get().state == "merged"
    assert list(verify()) == []


def test_former_families_follow_where_they_do_not_overlap():
    one, other = two_entries()
    move_person_out(SYSTEM, one, days_after(50))
    merge_people(SYSTEM, (one, other), other)
    mine = Membership.objects.filter(person=other).order_by("since")
    assert [(row.family_id, row.until) for row in mine] == [(other.entered_in.pk, None)]
    assert Membership.objects.get(person=one).until == days_after(50), "overlapping days stay as they were recorded"
    (third,) = enter(member("M. Contoh", marital=4), since=days_after(400))
    move_person_out(SYSTEM, third, days_after(500))
    (fourth,) = enter(member("M. Contoh", marital=4), since=days_after(600))
    merge_people(SYSTEM, (third, fourth), fourth)
    assert Membership.objects.filter(person=fourth).count() == 2


def test_a_mother_merged_keeps_her_children_and_her_marriage():
    _man, wife, child = couple_with_child()
    (other,) = enter(member("Istri Contoh", 2, 1, date(1982, 5, 1), marital=4), place=NEXT_DOOR)
    merge_people(SYSTEM, (wife, other), wife)
    assert fresh(child).mother == wife
    assert Couple.objects.get(until=None).wife == wife
    with pytest.raises(UnusableFamily, match="not-living"):
        merge_people(SYSTEM, (wife, other), wife)


def test_the_absorbed_wife_gives_her_place_to_the_kept_entry():
    man, wife, child = couple_with_child()
    (other,) = enter(member("Istri Contoh", 2, 1, date(1982, 5, 1), marital=2), place=NEXT_DOOR)
    before = rows()
    merge = merge_people(SYSTEM, (wife, other), other, home=man.entered_in)
    assert [view.person for view in family_on(man.entered_in).members] == [man, other, child]
    assert Couple.objects.get(until=None, family=man.entered_in).wife == other
    assert fresh(child).mother == other
    assert fresh(other).place == HERE.code
    undo_merge(SYSTEM, merge)
    assert rows() == before


def merge_alone(one, other):
    return merge_people(SYSTEM, (one, other), other, new_head=Person.objects.get(name="Adik"))


def merge_at_home(one, other):
    return merge_people(SYSTEM, (one, other), other, home=one.entered_in)


@pytest.mark.parametrize(
    ("merged", "left"),
    [(merge_alone, False), (merge_at_home, False), (merge_alone, True)],
    ids=["home of the kept entry", "home of the absorbed entry", "the kept entry had left"],
)
def test_undo_restores_every_row(merged, left):
    one, other = two_entries(nik="")
    enter(member("Contoh Muhamad", marital=4, nik=NIK), place=ELSEWHERE)
    record_birth(SYSTEM, one.entered_in, NewMember("Bayi", 2, 3), days_after(30))
    add_member(SYSTEM, one.entered_in, member("Adik", 1, 4, date(1990, 1, 1), marital=1), days_after(40))
    if left:
        move_person_out(SYSTEM, other, days_after(50))
    find_duplicates(SYSTEM, HERE.village)
    before, seen = rows(), family_on(one.entered_in)
    merge = merged(one, other)
    assert rows() != before
    undo_merge(SYSTEM, merge)
    assert rows() == before
    assert family_on(one.entered_in) == seen
    kinds = list(Event.objects.filter(kind__in=["people-merged", "merge-undone"]).values_list("kind", flat=True))
    assert sorted(kinds) == ["merge-undone"] * 2 + ["people-merged"] * 2
    assert list(verify()) == []
    with pytest.raises(UnusableFamily, match="merge-undone-already"):
        undo_merge(SYSTEM, merge)


def test_a_child_who_stands_twice_on_a_form():
    man, _, child, again = enter(
        member("Suami Contoh", 1, 1, marital=2),
        member("Istri Contoh", 2, 2, date(1982, 5, 1), marital=2),
        member("Anak Contoh", 2, 3, date(2010, 5, 1), marital=1, mother=2),
        member("Anak Contoh", 2, 3, date(2010, 5, 1), marital=1),
    )
    assert find_duplicates(SYSTEM, HERE.village) == 1
    before, on_form = rows(), family_on(man.entered_in)
    merge = merge_people(SYSTEM, Duplicate.objects.get(), child)
    assert [view.person for view in family_on(man.entered_in).members][2:] == [child]
    assert len(family_on(man.entered_in, days_after(1)).members) == 4, "earlier days stay as they were recorded"
    undo_merge(SYSTEM, merge)
    assert rows() == before
    assert family_on(man.entered_in) == on_form
    assert fresh(again).state == "living"


def test_undo_leaves_what_happened_beside_it():
    one, other = two_entries()
    merge = merge_people(SYSTEM, (one, other), other)
    correct_person(SYSTEM, other, {"name": "Muhammad Contoh Benar"}, "Menurut kartu")
    (stranger,) = enter(member("Orang Lain"))
    undo_merge(SYSTEM, merge)
    assert fresh(other).name == "Muhammad Contoh Benar"
    assert (fresh(one).state, fresh(other).nik_digest) == ("living", "")
    assert fresh(stranger).state == "living"
    assert Membership.objects.filter(until=None).count() == 3


@pytest.mark.parametrize(
    ("happened", "reason"),
    [
        pytest.param(lambda kept: move_person_out(SYSTEM, kept, timezone.localdate()), "changed-since", id="moved out"),
        pytest.param(lambda kept: set_nik(SYSTEM, kept, "9901010105800002", "Benar"), "changed-since", id="other NIK"),
        pytest.param(
            lambda kept: merge_people(SYSTEM, (kept, enter(member("M. Contoh", marital=4))[0]), Person.objects.last()),
            "merged-again",
            id="merged again",
        ),
    ],
)
def test_undo_is_refused_where_it_would_undo_more(happened, reason):
    (one,) = enter(member("Muhamad Contoh", marital=4, nik=NIK))
    (other,) = enter(member("Moh. Contoh", marital=4), place=NEXT_DOOR)
    merge = merge_people(SYSTEM, (one, other), other, home=one.entered_in)
    happened(fresh(other))
    before = rows()
    with pytest.raises(UnusableFamily, match=reason):
        undo_merge(SYSTEM, merge)
    assert rows() == before


@pytest.mark.parametrize("who", ["operator", "officer", "admin", "stranger"])
def test_undo_needs_the_right_where_both_live(cast, everywhere, who):
    (here,) = enter(member(marital=4, nik=NIK))
    enter(member("Nama Lain", marital=4, nik=NIK), place=ELSEWHERE)
    merge = merge_people(everywhere, Duplicate.objects.get(), here)
    with pytest.raises(NotAllowed):
        undo_merge(getattr(cast, who), merge)
    undo_merge(everywhere, merge)


def test_the_dead_and_the_living_are_not_merged():
    from guyub.apps.people.services import record_death

    one, other = two_entries()
    record_death(SYSTEM, one, days_after(30))
    with pytest.raises(UnusableFamily, match="one-is-dead"):
        merge_people(SYSTEM, (one, other), other)


def test_a_head_whose_entry_is_absorbed_is_replaced():
    one, child, sibling = enter(
        member("Muhamad Contoh", marital=4),
        member("Anak", 1, 3, date(2001, 1, 1), marital=1),
        member("Adik", 2, 4, date(1985, 1, 1), marital=1),
    )
    (other,) = enter(member("Moh. Contoh", marital=4), place=NEXT_DOOR)
    with pytest.raises(UnusableFamily, match="new-head-needed"):
        merge_people(SYSTEM, (one, other), other)
    merge_people(SYSTEM, (one, other), other, new_head=child)
    assert fresh(one.entered_in).head == child
    change_head(SYSTEM, one.entered_in, sibling, timezone.localdate())


def test_open_questions_about_the_absorbed_entry_are_asked_about_the_kept_one():
    one, other = two_entries()
    (third,) = enter(member("Mochamad Contoh", marital=4), place=NEXT_DOOR)
    find_duplicates(SYSTEM, HERE.village)
    assert Duplicate.objects.count() == 3
    merge_people(SYSTEM, (one, other), other)
    assert {(row.first, row.second) for row in questions_for(SYSTEM)} == {(other, third)}


def test_a_revealed_number_after_a_merge_is_that_of_the_person(everywhere):
    one, other = two_entries()
    merge_people(everywhere, (one, other), other)
    assert reveal_nik(SYSTEM, fresh(other), "Cocokkan") == NIK
    assert family_on(other.entered_in, SINCE).members[0].name == "Moh. Contoh"
