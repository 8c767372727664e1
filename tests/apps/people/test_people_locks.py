"""Who changes one family at once waits for the other, and never in a ring: families are locked first, then people."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.db.models import QuerySet

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditHead
from guyub.apps.people.models import Couple, Duplicate, Family, Person
from guyub.apps.people.services import (
    UnusableFamily,
    add_member,
    correct_person,
    erase_person,
    merge_people,
    move_person_in,
    move_person_out,
    record_death,
    record_marriage,
    set_nik,
    undo_merge,
)
from tests.apps.people.registry import HERE, NEXT_DOOR, couple_with_child, days_after, enter, member

NIK = "9901010105800001"


@pytest.fixture
def locked(monkeypatch):
    """The models of the rows that a call locks, in order, each once in a row."""
    found, original = [], QuerySet.select_for_update

    def spy(rows, *arguments, **options):
        if not found or found[-1] != rows.model.__name__:
            found.append(rows.model.__name__)
        return original(rows, *arguments, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", spy)
    return found


def in_one_order(found):
    """Families before people, and no family once a person is locked that was not locked before."""
    return "Person" in found and "Family" in found[: found.index("Person")]


@pytest.mark.parametrize(
    "change",
    [
        lambda man, other: set_nik(SYSTEM, man, NIK),
        lambda man, other: erase_person(SYSTEM, man, "Permintaan"),
        lambda man, other: correct_person(SYSTEM, man, {"name": "Suami Benar"}, "Salah"),
        lambda man, other: merge_people(SYSTEM, (man, other), man),
        lambda man, other: undo_merge(SYSTEM, merge_people(SYSTEM, (man, other), man)),
        lambda man, other: record_death(SYSTEM, man, days_after(100)),
    ],
    ids=["set_nik", "erase", "correct", "merge", "undo", "death"],
)
def test_families_are_locked_before_people(cast, locked, change):
    man, *_ = couple_with_child()
    (other,) = enter(member("Suami Contoh"), place=NEXT_DOOR)
    locked.clear()
    change(man, other)
    assert in_one_order(locked)


def test_who_belongs_to_no_family_is_locked_after_the_families(cast, locked):
    man, *_, child = couple_with_child()
    (groom,) = enter(member("Bujang Contoh", 1, 1, date(1995, 1, 1), marital=1), place=NEXT_DOOR)
    move_person_out(SYSTEM, child, days_after(10))
    locked.clear()
    move_person_in(SYSTEM, child, man.entered_in, 3, days_after(20))
    assert in_one_order(locked)
    move_person_out(SYSTEM, child, days_after(30))
    locked.clear()
    record_marriage(SYSTEM, child, groom, days_after(100), groom.entered_in)
    assert in_one_order(locked)


def test_a_death_locks_the_forms_of_all_wives_at_once(cast, locked):
    man, *_ = couple_with_child()
    (second,) = enter(member("Istri Kedua", 2, 1, date(1985, 1, 1), marital=1), place=NEXT_DOOR)
    record_marriage(SYSTEM, second, man, days_after(10), second.entered_in)
    locked.clear()
    record_death(SYSTEM, man, days_after(100))
    assert locked.count("Family") == 1
    assert not Couple.objects.filter(husband=man, until=None).exists()
    assert Person.objects.get(pk=second.pk).marital == 4
    assert Family.objects.get(pk=second.entered_in.pk).until is None


def test_one_nik_is_asked_about_while_the_chain_is_held(cast, locked):
    """Of two who enter one NIK in a village at the same moment, the second sees the first."""
    (there,) = enter(member(nik=NIK))
    man, *_ = couple_with_child()
    asked = []

    def note(execute, sql, *rest):
        if sql.lstrip().upper().startswith("INSERT") and Duplicate._meta.db_table in sql:
            asked.append(AuditHead.__name__ in locked)
        return execute(sql, *rest)

    locked.clear()
    with connection.execute_wrapper(note):
        new = add_member(SYSTEM, man.entered_in, member("Nama Lain", 1, 4, marital=1, nik=NIK), days_after(10))
    assert asked == [True]
    assert Duplicate.objects.filter(first=there, second=new).exists()


@pytest.mark.django_db(transaction=True)
def test_corrected_and_erased_at_once(cast):
    """Both have their way, or the correction finds nobody to correct; nobody is told of a ring."""
    for attempt in range(4):
        man, *_ = couple_with_child()
        together, outcomes = threading.Barrier(2), []

        def call(change, together=together, outcomes=outcomes):
            together.wait()
            try:
                change()
                outcomes.append("done")
            except UnusableFamily as error:
                outcomes.append(error.problems[0][1])
            finally:
                connection.close()

        changes = [
            lambda man=man, n=attempt: correct_person(SYSTEM, man, {"name": f"Suami {'Dua' * n}"}, "Salah"),
            lambda man=man: erase_person(SYSTEM, man, "Permintaan"),
        ]
        threads = [threading.Thread(target=call, args=(change,)) for change in changes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) in (["done", "done"], ["done", "not-living"])
        assert Person.objects.get(pk=man.pk).name == ""


@pytest.mark.django_db(transaction=True)
def test_one_nik_entered_twice_at_once_is_asked_about(cast):
    families = [couple_with_child()[0].entered_in, couple_with_child(place=HERE)[0].entered_in]
    together, failed = threading.Barrier(2), []

    def add(family):
        together.wait()
        try:
            add_member(SYSTEM, family, member("Nama Sama", 1, 4, marital=1, nik=NIK), days_after(10))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(family,)) for family in families]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Duplicate.objects.count() == 1
