"""Families are entered: rows, rights, rules, one number of queries, nothing learnt about others."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, Role
from guyub.apps.audit import trail
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import Couple, DataKey, Duplicate, Event, Family, Membership, Person, Residence
from guyub.apps.people.services import (
    NewFamily,
    NewMember,
    Place,
    UnusableFamily,
    UnusableMember,
    register_families,
    register_family,
    registering,
)
from guyub.apps.people.signals import families_changed
from guyub.errors import NotAllowed

HERE = Place("99.01.01.1001", "005", "012", "Jalan Contoh 1")
SINCE = date(2020, 1, 1)


def member(name="Contoh Satu", sex=1, relation=1, birth=date(1980, 5, 1), **more):
    return NewMember(name, sex, relation, birth, **more)


def household(place=HERE, since=SINCE, **more):
    members = [
        member("H. Mohammad Contoh", 1, 1, marital=2, nik="9901010105800001"),
        member("Contoh Istri", 2, 2, date(1982, 5, 1)),
        member("Contoh Anak", 1, 3, date(2010, 5, 1), marital=1, mother=2),
        member("Contoh Bayi", 2, 3, date(2022, 5, 1), marital=1, mother=2),
    ]
    return NewFamily(place, members, since, **more)


def refused(new, actor=SYSTEM):
    with pytest.raises(UnusableFamily) as caught:
        register_family(actor, new)
    assert not Person.objects.exists()
    assert not DataKey.objects.exists()
    return caught.value


def test_a_family_is_entered_with_everything_that_belongs_to_it(cast):
    told = []
    families_changed.connect(lambda sender, families, **_: told.extend(families), weak=False, dispatch_uid="told")
    try:
        family = register_family(cast.operator, household(kk_number="9901010101230001", decile=3))
    finally:
        families_changed.disconnect(dispatch_uid="told")
    family = Family.objects.get(pk=family.pk)
    rows = list(Membership.objects.filter(family=family).select_related("person"))
    assert [(row.line, row.relation, row.since) for row in rows] == [
        (1, 1, SINCE),
        (2, 2, SINCE),
        (3, 3, SINCE),
        (4, 3, date(2022, 5, 1)),
    ]
    assert family.head == rows[0].person
    assert rows[1].person.marital == 2, "a wife is married, said or not"
    assert rows[2].person.mother == rows[3].person.mother == rows[1].person
    assert rows[0].person.name == "H. Mohammad Contoh"
    assert rows[0].person.name_key == "muhamad conto"
    couple = Couple.objects.get()
    assert (couple.wife, couple.husband, couple.since) == (rows[1].person, rows[0].person, SINCE)
    assert Residence.objects.get(family=family).dwelling.address == "Jalan Contoh 1"
    assert {row.person.place for row in rows} == {family.place} == {"99.01.01.1001.005.012"}
    assert (family.decile, family.created_by) == (3, cast.operator)
    event = Event.objects.get()
    assert (event.kind, event.family, event.recorded_by, event.place) == (
        "registered",
        family,
        cast.operator,
        family.place,
    )
    entry = AuditEntry.objects.get(action="register-family")
    assert (entry.chain, entry.subject, entry.details) == (HERE.village, f"family:{family.code}", {"members": 4})
    assert told == [family.pk]


def test_numbers_are_sealed_with_the_keys_of_their_owners(cast):
    family = register_family(SYSTEM, household(kk_number="9901 0101 0123 0001"))
    person = family.new_members[0]
    person.refresh_from_db()
    family.refresh_from_db()
    assert b"9901010105800001" not in bytes(person.nik_sealed)
    assert person.key.bytes().open(person.nik_sealed, "nik") == "9901010105800001"
    assert family.key.bytes().open(family.kk_sealed, "kk") == "9901010101230001"
    assert "9901010105800001" not in person.nik_digest
    assert family.new_members[1].nik_digest == ""
    assert DataKey.objects.count() == 5


@pytest.mark.parametrize(
    ("place", "may"),
    [
        (HERE, True),
        (Place("99.01.01.1001", "005", "013"), False),
        (Place("99.01.01.1001", "005"), False),
        (Place("99.01.01.1002", "005", "012"), False),
    ],
    ids=["own RT", "next RT", "RT not said", "same numbers in another village"],
)
def test_a_kader_enters_families_of_the_own_rt_only(cast, place, may):
    Assignment.objects.filter(user=cast.viewer).delete()
    Assignment.objects.create(user=cast.viewer, role=Role.KADER, region_id=HERE.village, part="005.012")
    if may:
        assert register_family(cast.viewer, household(place))
    else:
        with pytest.raises(NotAllowed):
            register_family(cast.viewer, household(place))
        assert not Family.objects.exists()


@pytest.mark.parametrize("who", ["officer", "viewer", "stranger", "admin"])
def test_who_has_no_right_to_edit_people_enters_none(cast, who):
    with pytest.raises(NotAllowed):
        register_family(getattr(cast, who), household())


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ([], (0, "no-members")),
        ([member(relation=3)], (0, "no-head")),
        ([member(), member(" ", 1, 3)], (2, "no-name")),
        ([member(), member("x" * 121, 1, 3)], (2, "name-too-long")),
        ([member(birth=SINCE + timedelta(days=1))], (1, "day-before-birth")),
        ([member(), member("Anak", 3, 3)], (2, "unknown-sex")),
        ([member(), member("Anak", 1, 9)], (2, "unknown-relation")),
        ([member(marital=5)], (1, "unknown-marital")),
        ([member(), member("Anak", 1, 3, date(2200, 1, 1))], (2, "birth-to-come")),
        ([member(birth=date(1894, 12, 31))], (1, "birth-too-early")),
        ([member(nik="990101010580000")], (1, "nik-not-16-digits")),
        ([member(nik="9901010105800001"), member("B", 1, 3, nik="99 0101 0105800001")], (1, "nik-twice")),
        ([member(), member("Anak", 1, 3, marital=2)], (2, "second-couple")),
    ],
)
def test_members_that_cannot_be_entered(cast, members, problem):
    error = refused(NewFamily(HERE, members, SINCE))
    assert problem in error.problems
    assert isinstance(error, UnusableMember) == bool(error.problems[0][0])
    assert "Contoh" not in str(error)
    assert "9901" not in str(error)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"since": timezone.localdate() + timedelta(days=2)}, "day-to-come"),
        ({"place": Place("99.01.01.1001", "5", "12")}, "rw-rt-three-digits"),
        ({"place": Place("99.01.01.1001", "", "012")}, "rt-without-rw"),
        ({"place": Place("99.01.01.9999", "005", "012")}, "no-such-village"),
        ({"place": Place("99.01.01")}, "no-such-village"),
        ({"place": Place("99.01.01.1001", address="x" * 201)}, "address-too-long"),
        ({"kk_number": "123"}, "kk-not-16-digits"),
        ({"decile": 11}, "decile-1-to-10"),
    ],
)
def test_families_that_cannot_be_entered(cast, change, reason):
    assert (0, reason) in refused(household(**change)).problems


def test_all_or_nothing_and_the_error_names_which_one(cast):
    with pytest.raises(UnusableFamily) as caught:
        register_families(SYSTEM, [household(), NewFamily(HERE, [], SINCE)])
    assert caught.value.position == 1
    assert not Family.objects.exists()


def test_a_married_woman_without_husband_on_the_form_is_a_couple_too(cast):
    family = register_family(SYSTEM, NewFamily(HERE, [member("Ibu Contoh", 2, 1, marital=2)], SINCE))
    couple = Couple.objects.get()
    assert (couple.wife, couple.husband) == (family.head, None)


def test_three_generations_find_their_mothers(cast):
    members = [
        member("Cucu", 2, 3, date(2005, 1, 1), mother=2),
        member("Ibu", 2, 1, date(1980, 1, 1), marital=4, mother=3),
        member("Nenek", 2, 4, date(1955, 1, 1), marital=4),
    ]
    rows = register_family(SYSTEM, NewFamily(HERE, members, SINCE)).new_members
    assert rows[0].mother == rows[1]
    assert rows[1].mother == rows[2]
    assert Person.objects.get(pk=rows[1].pk).mother_id == rows[2].pk


def test_many_families_at_once_are_the_same_as_one_after_the_other(cast):
    """Thousands of rows go to the database in another way than a few: they end as the same rows."""
    news = [household(kk_number=f"990101010123{serial:04d}", decile=serial % 10 + 1) for serial in range(1, 31)]
    together = [what_is_kept(family) for family in register_families(SYSTEM, news)]
    alone = [what_is_kept(register_family(SYSTEM, new)) for new in news]
    assert together == alone
    assert all(family["kk"] == new.kk_number for family, new in zip(together, news, strict=True))
    assert list(trail.verify()) == []


def what_is_kept(family):
    """Everything in the tables about a family, row numbers and codes aside."""
    family = Family.objects.get(pk=family.pk)
    rows = Membership.objects.filter(family=family).select_related("person__key", "person__mother").order_by("line")
    return {
        "kk": family.key.bytes().open(family.kk_sealed, "kk"),
        "family": plain(family, "code", "kk_sealed", "key", "dwelling", "head"),
        "head": family.head == rows[0].person,
        "home": plain(family.dwelling),
        "residence": [plain(row, "family", "dwelling") for row in Residence.objects.filter(family=family)],
        "couple": [(row.wife.name, row.husband.name, row.since) for row in Couple.objects.filter(family=family)],
        "members": [plain(row, "family", "person") for row in rows],
        "people": [plain(row.person, "code", "key", "nik_sealed", "mother") for row in rows],
        "mothers": [row.person.mother and row.person.mother.name for row in rows],
        "nik": [row.person.key.bytes().open(row.person.nik_sealed, "nik") for row in rows if row.person.nik_sealed],
        "events": [plain(row, "family") for row in Event.objects.filter(family=family)],
    }


def plain(row, *left_out):
    skipped = {"id", "created_at", "updated_at", "recorded_at", *left_out}
    values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: (type(value), value) for name, value in values.items() if name not in skipped}


def kind_of(sql):
    """INSERT INTO a table, SELECT of columns; nothing for a savepoint."""
    return "" if "SAVEPOINT" in sql else re.split(r"\(| = | IN ", re.sub(r"^\d+ times: ", "", sql))[0]


def test_queries_do_not_grow_with_families(cast, monkeypatch):
    monkeypatch.setattr(registering, "tell", lambda *_: None)  # what other apps do about it, they test themselves
    counted = []
    register_family(SYSTEM, household())
    for many in (25, 75):
        with CaptureQueriesContext(connection) as queries:
            register_families(SYSTEM, [household() for _ in range(many)])
        counted.append([statement for query in queries if (statement := kind_of(query["sql"]))])
    # Row numbers are asked for beforehand, table by table; what is asked stays the same.
    assert [*dict.fromkeys(counted[0])] == [*dict.fromkeys(counted[1])]
    assert len(counted[0]) <= 36
    assert len(counted[1]) <= len(counted[0]) + 2


def test_a_nik_that_exists_elsewhere_looks_like_a_new_one(cast):
    elsewhere = register_family(SYSTEM, household(Place("99.02.01.1001", "001", "001")))

    new = register_family(cast.operator, NewFamily(HERE, [member(nik="9901010105800009")], SINCE))
    known = register_family(cast.operator, NewFamily(HERE, [member(nik="9901010105800001")], SINCE))
    assert vars(known).keys() == vars(new).keys()
    assert not Event.objects.exclude(kind="registered").exists()
    assert {entry.action for entry in AuditEntry.objects.filter(actor=cast.operator)} == {"register-family"}
    question = Duplicate.objects.get()
    assert (question.first, question.second) == (elsewhere.new_members[0], known.new_members[0])
    assert question.reasons == ["same-nik"]


def test_a_number_that_hundreds_share_asks_few_questions(cast):
    register_families(SYSTEM, [NewFamily(HERE, [member(nik="9901010105800001")], SINCE) for _ in range(40)])
    assert Duplicate.objects.count() <= 40 * 5
