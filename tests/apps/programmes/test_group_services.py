"""Groups, who runs them and who belongs to them are recorded by who may, from the registry, and nothing is lost."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.rights import Right
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import Person
from guyub.apps.people.services import erase_person, extract_of, merge_people, move_out, undo_merge
from guyub.apps.programmes.models import Attendance, Group, GroupMember, GroupOfficer, VisitReferral
from guyub.apps.programmes.services import (
    GroupFacts,
    GroupRecordRefused,
    answer_visit_referral,
    appoint,
    close_group,
    confirm_card,
    current_members,
    describe_group,
    end_membership,
    end_post,
    enrol,
    open_group,
    record_home_visit,
    record_training,
)
from guyub.errors import NotAllowed
from tests.apps.made_families import make_families, today
from tests.apps.programmes.groups_world import child_of, companion, make_group, met, with_members

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = today() - timedelta(days=1), today() + timedelta(days=1)


@pytest.fixture
def village(cast):
    return cast.unit.region


@pytest.fixture
def group(village):
    return make_group(village)


def refusal(act, *args, **more):
    with pytest.raises(GroupRecordRefused) as caught:
        act(*args, **more)
    return caught.value.data["reason"]


def trail_of(group):
    return list(AuditEntry.objects.filter(subject=f"group:{group.pk}").order_by("pk").values_list("action", flat=True))


# -- groups ----------------------------------------------------------------------------------------------------------


def test_a_group_has_a_kind_a_name_and_what_its_card_tells(village):
    facts = GroupFacts(" Melati ", formed_on=date(2020, 1, 2), decree_issuer="desa", funds=("apbd", "add"))
    group = open_group(SYSTEM, village, "bkb", facts, ["002", "001", "002"])
    assert (group.name, group.serves, group.funds) == ("Melati", ["001", "002"], ["add", "apbd"])
    describe_group(SYSTEM, group, GroupFacts("Melati 1", integrated=("paud",)))
    group.refresh_from_db()
    assert (group.name, group.integrated, group.formed_on) == ("Melati 1", ["paud"], None)
    assert trail_of(group) == ["group-opened", "group-described"]


@pytest.mark.parametrize(
    ("kind", "facts", "reason"),
    [
        ("bkb", GroupFacts("  "), "group-name-taken-or-empty"),
        ("bkb", GroupFacts("Melati"), "group-name-taken-or-empty"),
        ("arisan", GroupFacts("Mawar"), "unknown-kind-of-group"),
        ("bkb", GroupFacts("Mawar", formed_on=TOMORROW), "group-day-to-come"),
        ("bkb", GroupFacts("Mawar", decree_issuer="pabrik"), "not-in-the-list"),
        ("bkb", GroupFacts("Mawar", integrated=("posyandu-lansia",)), "not-in-the-list"),
    ],
)
def test_what_cannot_be_told_of_a_group_is_refused(village, group, kind, facts, reason):
    assert refusal(open_group, SYSTEM, village, kind, facts) == reason
    assert Group.objects.count() == 1


def test_two_kinds_may_have_one_name(village, group):
    assert open_group(SYSTEM, village, "bkr", GroupFacts("Melati")).pk != group.pk


def test_a_cadre_of_an_rw_registers_for_that_rw_alone(cast, village):
    kader = companion(cast, "kader", "001")
    open_group(kader, village, "bkb", GroupFacts("Melati"), ["001"])
    for serves in ([], ["002"], ["001", "002"]):
        with pytest.raises(NotAllowed):
            open_group(kader, village, "bkb", GroupFacts("Mawar"), serves)
    with pytest.raises(NotAllowed):
        open_group(companion(cast, "tpk"), village, "bkb", GroupFacts("Mawar"), ["001"])


def test_groups_are_reached_by_whom_they_serve(cast, village, group):
    make_group(village, name="Mawar", serves=("002",))
    make_group(village, name="Dahlia", serves=())
    seen = {
        role: sorted(Group.objects.permitted(user, Right.SEE_GROUPS).values_list("name", flat=True))
        for role, user in {
            "own": companion(cast, "kader", "001"),
            "neighbour": companion(cast, "kader", "002"),
            "lurah": companion(cast, "lurah"),
            "officer": cast.officer,
            "stranger": cast.stranger,
        }.items()
    }
    everything = ["Dahlia", "Mawar", "Melati"]
    assert seen == {
        "own": ["Dahlia", "Melati"],
        "neighbour": ["Dahlia", "Mawar"],
        "lurah": everything,
        "officer": [],
        "stranger": [],
    }


def test_a_closed_group_takes_nobody_in(group):
    family = make_families(group.village_id, 1)[0]
    close_group(SYSTEM, group, today())
    group.refresh_from_db()
    assert refusal(enrol, SYSTEM, group, [family], today()) == "group-is-closed"
    assert refusal(close_group, SYSTEM, group, today()) == "group-is-closed"
    assert refusal(appoint, SYSTEM, group, "ketua", "pkb", today()) == "group-is-closed"


def test_a_group_is_not_closed_before_it_last_met(group):
    members = with_members(group, 1)
    met(group, today(), members)
    assert refusal(close_group, SYSTEM, group, YESTERDAY) == "group-met-later"
    assert refusal(close_group, SYSTEM, group, TOMORROW) == "group-day-to-come"


# -- card ------------------------------------------------------------------------------------------------------------


def test_the_card_of_a_year_keeps_the_counts_of_its_day(group):
    families = with_members(group, 3)
    appoint(SYSTEM, group, "kader", child_of(families[0].family), today(), trained_on=today())
    first = confirm_card(SYSTEM, group, today().year)
    with_members(group, 1, first=10)
    second = confirm_card(SYSTEM, group, today().year)
    assert first.counts == {"members": 3, "officers": 1, "trained": 1}
    assert second.counts["members"] == 4
    assert group.cards.last() == second
    assert refusal(confirm_card, SYSTEM, group, today().year - 1) == "card-year-does-not-fit"


# -- who runs it -----------------------------------------------------------------------------------------------------


def test_a_post_is_held_by_someone_of_the_registry_or_by_an_office(group):
    family = make_families(group.village_id, 1)[0]
    chair = appoint(SYSTEM, group, "ketua", family.head, YESTERDAY)
    adviser = appoint(SYSTEM, group, "pembina", "pkb", YESTERDAY)
    assert (chair.person, adviser.office) == (family.head, "pkb")
    assert refusal(appoint, SYSTEM, group, "ketua", family.head, today()) == "group-post-held"
    assert refusal(appoint, SYSTEM, group, "raja", family.head, today()) == "not-in-the-list"
    assert refusal(appoint, SYSTEM, group, "pembina", "Bu Contoh", today()) == "not-in-the-list"
    record_training(SYSTEM, chair, today())
    end_post(SYSTEM, chair, today())
    assert refusal(end_post, SYSTEM, chair, today()) == "group-post-ended"
    appoint(SYSTEM, group, "ketua", family.head, today())
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupOfficer.objects.create(group=group, post="kader", since=today())


def test_who_lives_elsewhere_runs_no_group_here(cast, group):
    far = make_families(cast.other_unit.region_id, 1)[0]
    assert refusal(appoint, SYSTEM, group, "kader", far.head, today()) == "not-living-in-this-village"


# -- members ---------------------------------------------------------------------------------------------------------


def test_families_belong_to_a_group_once_from_a_day_to_a_day(group):
    families = make_families(group.village_id, 2)
    assert len(enrol(SYSTEM, group, families, YESTERDAY)) == 2
    assert enrol(SYSTEM, group, families, today()) == []
    assert current_members([group]) == {group.pk: 2}
    member = GroupMember.objects.get(family=families[0])
    end_membership(SYSTEM, member, today(), "stopped")
    assert current_members([group]) == {group.pk: 1}
    assert refusal(end_membership, SYSTEM, member, today(), "stopped") == "membership-ended"
    assert len(enrol(SYSTEM, group, families[:1], today())) == 1
    assert trail_of(group).count("group-members-enrolled") == 2


def test_members_are_of_the_sort_that_the_kind_has(village, group):
    family = make_families(village.code, 1)[0]
    youth = make_group(village, "pikr", "Remaja")
    house = make_group(village, "rumah-dataku", "Data")
    assert refusal(enrol, SYSTEM, group, [family.head], today()) == "wrong-sort-of-member"
    assert refusal(enrol, SYSTEM, youth, [family], today()) == "wrong-sort-of-member"
    assert refusal(enrol, SYSTEM, house, [family], today()) == "group-without-members"
    assert enrol(SYSTEM, youth, [child_of(family)], today())[0].person == child_of(family)


def test_nobody_is_enrolled_where_the_actor_may_not(cast, group):
    kader = companion(cast, "kader", "001")
    near, next_door = make_families(group.village_id, 1)[0], make_families(group.village_id, 1, "002", 5)[0]
    with pytest.raises(NotAllowed):
        enrol(kader, group, [near, next_door], today())
    assert not group.members.exists()
    assert enrol(kader, group, [near], today())


def test_a_family_that_moved_away_is_counted_no_more(group):
    members = with_members(group, 2)
    move_out(SYSTEM, members[0].family, today())
    assert current_members([group]) == {group.pk: 1}


def test_a_home_visit_says_why_and_what_came_of_it(group):
    member = with_members(group, 1)[0]
    visit = record_home_visit(SYSTEM, member, today(), "tidak-hadir", "akan-datang")
    assert (visit.group, visit.reason) == (group, "tidak-hadir")
    assert (
        refusal(record_home_visit, SYSTEM, member, TOMORROW, "tidak-hadir", "akan-datang") == "group-day-does-not-fit"
    )
    assert refusal(record_home_visit, SYSTEM, member, today(), "iseng", "akan-datang") == "not-in-the-list"
    assert record_home_visit(SYSTEM, member, today(), "tidak-hadir", "akan-datang") == visit  # sent once more


def test_who_is_sent_on_at_a_visit_waits_for_the_answer(group):
    member = with_members(group, 1)[0]
    visit = record_home_visit(SYSTEM, member, today(), "sakit", "dirujuk-puskesmas")
    referral = VisitReferral.objects.get()
    assert (referral.visit, referral.to, referral.reasons) == (visit, "puskesmas", ["sakit"])
    assert (referral.rw, referral.due_on) == (member.family.rw, today() + timedelta(days=14))
    assert refusal(answer_visit_referral, SYSTEM, referral, "sembuh") == "unknown-outcome"
    answer_visit_referral(SYSTEM, referral, "dilayani", " Kontrol bulan depan ")
    referral.refresh_from_db()
    assert (referral.outcome, referral.note, referral.answered_on) == ("dilayani", "Kontrol bulan depan", today())
    assert refusal(answer_visit_referral, SYSTEM, referral, "dilayani") == "already-answered"
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.details["outcome"]) == ("group-referral-answered", "dilayani")


def test_other_visits_send_nobody_on(group):
    record_home_visit(SYSTEM, with_members(group, 1)[0], today(), "sakit", "disuluh")
    assert not VisitReferral.objects.exists()


@pytest.mark.parametrize(
    ("role", "part", "answers"),
    [
        ("kader", "001", True),
        ("puskesmas", "", True),
        ("kader", "002", False),
        ("tpk", "", False),
        ("admin", "", False),
    ],
)
def test_who_runs_the_group_or_answers_referrals_says_what_came_of_it(cast, group, role, part, answers):
    referral = record_home_visit(SYSTEM, with_members(group, 1)[0], today(), "sakit", "dirujuk-pkb").referral
    user = companion(cast, role, part)
    if answers:
        assert answer_visit_referral(user, referral, "tidak-datang").answered_by == user
    else:
        with pytest.raises(NotAllowed):
            answer_visit_referral(user, referral, "tidak-datang")


# -- one human being -------------------------------------------------------------------------------------------------


def test_an_erased_person_leaves_nothing_in_groups(village):
    youth = make_group(village, "pikr", "Remaja")
    child = child_of(make_families(village.code, 1)[0])
    member = enrol(SYSTEM, youth, [child], YESTERDAY)[0]
    appoint(SYSTEM, youth, "pendidik-sebaya", child, YESTERDAY)
    met(youth, today(), [member])
    visit = record_home_visit(SYSTEM, member, today(), "pendampingan", "dirujuk-pkb")
    answer_visit_referral(SYSTEM, visit.referral, "dilayani", "Kontrol bulan depan")
    copy = str(extract_of(SYSTEM, child, "Permintaan yang bersangkutan"))
    assert all(title in copy for title in ("Anggota kelompok", "Tugas di kelompok", "Hadir di pertemuan"))
    assert "Kontrol bulan depan" in copy
    erase_person(SYSTEM, child, "Permintaan yang bersangkutan")
    assert not VisitReferral.objects.exists()
    assert not GroupMember.objects.exists()
    assert not GroupOfficer.objects.exists()
    assert not Attendance.objects.exists()
    assert Person.objects.get(pk=child.pk).state == Person.State.ERASED


def test_two_entries_of_one_person_belong_to_a_group_once(village):
    youth = make_group(village, "pikr", "Remaja")
    kept, absorbed = (child_of(family) for family in make_families(village.code, 2))
    first, second = enrol(SYSTEM, youth, [kept, absorbed], today() - timedelta(days=40))
    met(youth, today() - timedelta(days=30), [first])
    met(youth, YESTERDAY, [second])
    for one in (kept, absorbed):
        appoint(SYSTEM, youth, "pendidik-sebaya", one, YESTERDAY)
    merge = merge_people(SYSTEM, (kept, absorbed), kept)
    assert current_members([youth]) == {youth.pk: 1}
    assert set(GroupOfficer.objects.filter(until=None).values_list("person", flat=True)) == {kept.pk}
    assert GroupOfficer.objects.filter(until=None).count() == 1
    assert Attendance.objects.filter(member=first, present=True).count() == 2
    undo_merge(SYSTEM, merge)
    assert Attendance.objects.filter(member=first, present=True).count() == 1
    assert current_members([youth]) == {youth.pk: 2}
    assert GroupOfficer.objects.filter(until=None).count() == 2
