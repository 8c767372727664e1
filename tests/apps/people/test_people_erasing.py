"""A copy of everything on request, and erasure that leaves nothing but a count."""

import json
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, Role
from guyub.apps.audit.models import AuditEntry
from guyub.apps.audit.trail import verify
from guyub.apps.people.models import Dwelling, Event, Family, Membership, Person
from guyub.apps.people.sealing import KeyMissing
from guyub.apps.people.services import (
    Place,
    UnusableFamily,
    correct_person,
    erase_person,
    extract_of,
    family_on,
    form_members,
    masked_nik,
    merge_people,
    move_out,
    move_person_out,
    opened,
    questions_for,
    record_birth,
    reveal_nik,
    set_nik,
    split_family,
    undo_merge,
)
from guyub.apps.people.signals import extract_wanted, person_erased
from guyub.errors import NotAllowed
from tests.apps.people.registry import HERE, NEXT_DOOR, couple_with_child, days_after, enter, member

NIK, KK = "9901010105800001", "9901010101230001"
SECRETS = ("Rahasiawati", "rahasiawati", NIK, KK, "Jalan Rahasia")


@pytest.fixture
def lurah(cast):
    Assignment.objects.filter(user=cast.viewer).delete()
    Assignment.objects.create(user=cast.viewer, role=Role.LURAH, region_id="99.01.01.1001")
    return cast.viewer


def fresh(row):
    return Person.objects.select_related("key").get(pk=row.pk)


def everything():
    """All text of all tables of the registry and the trail."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("people_", "audit_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    yield from (bytes(one).decode("latin1") if isinstance(one, memoryview) else str(one) for one in row)


def test_erasing_leaves_nothing_but_a_count(lurah):
    man, woman = enter(
        member("Contoh Suami", 1, 1, marital=2), member("Rahasiawati", 2, 2, date(1980, 5, 9), marital=2, nik=NIK)
    )
    correct_person(SYSTEM, woman, {"name": "Rahasiawati Dua"}, "Nama Rahasiawati salah")
    reveal_nik(SYSTEM, fresh(woman), "Untuk Rahasiawati")
    assert any("ahasiawati" in text for text in everything()), "there is something to erase"
    erase_person(lurah, woman, "Permintaan tertulis")
    woman = fresh(woman)
    assert (woman.name, woman.name_key, woman.nik_digest, woman.nik_sealed) == ("", "", "", None)
    assert (woman.birth_date, woman.birth_known, woman.state) == (date(1980, 7, 1), "year", "erased")
    assert not [text for text in everything() if any(secret in text for secret in SECRETS)]
    with pytest.raises(KeyMissing):
        woman.key.bytes()
    assert masked_nik(woman) == ""
    assert opened(Event.objects.get(kind="corrected")) == {}
    assert [(one["k03"], one["k10"]) for one in form_members(man.entered_in)] == [(1, 1), (2, 2)], "still counted"
    assert opened(Event.objects.get(kind="erased"))["reason"][1] == "Permintaan tertulis"
    assert AuditEntry.objects.get(action="erase-person").actor == lurah
    assert list(verify()) == []


def test_an_earlier_day_is_read_without_what_was_erased(lurah):
    man, woman = enter(
        member("Contoh Suami", 1, 1, marital=2), member("Rahasiawati", 2, 2, date(1980, 5, 9), marital=2)
    )
    correct_person(SYSTEM, woman, {"name": "Rahasiawati Dua"}, "Salah")
    erase_person(lurah, woman, "Permintaan")
    assert family_on(man.entered_in, days_after(1)).members[1].name == ""


def test_erasing_the_last_one_erases_the_family(lurah):
    place = Place("99.01.01.1001", "005", "012", "Jalan Rahasia 1")
    (woman,) = enter(member("Rahasiawati", 2, 1, marital=4, nik=NIK), place=place, kk_number=KK)
    erase_person(lurah, woman, "Permintaan")
    family = Family.objects.select_related("key").get()
    assert (family.kk_sealed, family.kk_digest) == (None, "")
    assert family.key.destroyed_at
    assert not [text for text in everything() if any(secret in text for secret in SECRETS)]
    assert Membership.objects.filter(until=None).count() == 1


def test_entries_that_were_merged_go_too(lurah):
    (one,) = enter(member("Rahasiawati", 2, 1, marital=4, nik=NIK))
    (other,) = enter(member("Rahasiawati", 2, 1, marital=4), place=NEXT_DOOR)
    merge = merge_people(SYSTEM, (one, other), other)
    with pytest.raises(UnusableFamily, match="erase-the-kept-one"):
        erase_person(lurah, one, "Permintaan")
    erase_person(lurah, other, "Permintaan")
    assert not [text for text in everything() if any(secret in text for secret in SECRETS)]
    with pytest.raises(UnusableFamily, match="erased-since"):
        undo_merge(SYSTEM, merge)


def test_who_was_erased_stays_erased(lurah):
    man, woman, _ = couple_with_child()
    erase_person(lurah, woman, "Permintaan")
    for call in (
        lambda: erase_person(lurah, woman, "Lagi"),
        lambda: set_nik(SYSTEM, woman, NIK),
        lambda: correct_person(SYSTEM, woman, {"name": "Kembali"}, "Sebab"),
    ):
        with pytest.raises(UnusableFamily):
            call()
    move_out(SYSTEM, man.entered_in, days_after(100))
    assert fresh(woman).state == "erased"
    assert not questions_for(SYSTEM).exists()


@pytest.mark.parametrize("who", ["operator", "officer", "admin", "stranger"])
def test_only_the_lurah_erases_and_copies(cast, who):
    man, *_ = couple_with_child()
    for call in (erase_person, extract_of):
        with pytest.raises(NotAllowed):
            call(getattr(cast, who), man, "Permintaan")
    assert fresh(man).state == "living"
    assert not AuditEntry.objects.filter(action__in=["erase-person", "extract-person"]).exists()


def test_other_apps_are_told(lurah):
    told = []
    person_erased.connect(lambda sender, codes, **_: told.extend(codes), weak=False, dispatch_uid="told")
    _man, woman, _ = couple_with_child()
    try:
        erase_person(lurah, woman, "Permintaan")
    finally:
        person_erased.disconnect(dispatch_uid="told")
    assert told == [woman.code]


def test_a_copy_holds_everything(lurah):
    man, woman, child = couple_with_child(kk_number=KK)
    set_nik(SYSTEM, woman, NIK)
    correct_person(SYSTEM, woman, {"name": "Istri Benar"}, "Salah ketik")
    reveal_nik(SYSTEM, fresh(woman), "Cocokkan kartu")
    (other,) = enter(member("Istri Contoh", 2, 1, date(1982, 5, 1), marital=4), place=NEXT_DOOR)
    merge_people(SYSTEM, (woman, other), woman)
    extract_wanted.connect(lambda sender, codes, **_: {"visits": list(codes)}, weak=False, dispatch_uid="visits")
    try:
        held = extract_of(lurah, fresh(woman), "Permintaan orangnya")
    finally:
        extract_wanted.disconnect(dispatch_uid="visits")
    json.dumps(held)
    assert [entry["name"] for entry in held["entries"]] == ["Istri Benar", "Istri Contoh"]
    assert held["entries"][0]["nik"] == NIK
    assert next((row["family"], row["relation"]) for row in held["memberships"]) == (man.entered_in.code, "Istri")
    assert held["homes"][0]["address"] == "Jalan Contoh 1"
    assert held["marriages"][0]["husband"] == man.code
    assert held["children"] == [child.code]
    assert ["Istri Contoh", "Istri Benar"] in [row["values"].get("name") for row in held["events"]]
    assert [row["reason"] for row in held["numbers_shown"]] == ["Permintaan orangnya", "Cocokkan kartu"]
    assert held["visits"] == [woman.code, other.code]
    assert "Suami" not in json.dumps([held["entries"], held["marriages"]]), "others stand by code"
    with pytest.raises(UnusableFamily, match="no-reason"):
        extract_of(lurah, fresh(woman), "")


def test_the_day_of_a_birth_is_gone_from_the_family_too(lurah):
    _man, woman, _ = couple_with_child()
    family = woman.marriages_as_wife.get().family
    child = record_birth(SYSTEM, family, member("Rahasiawati", 2, 3, None), date(2021, 3, 9))
    late = record_birth(SYSTEM, family, member("Rahasiawati", 2, 3, None), date(2022, 11, 9))
    gone = record_birth(SYSTEM, family, member("Rahasiawati", 2, 3, None), date(2023, 3, 9))
    move_person_out(SYSTEM, gone, date(2023, 4, 9))
    for one, day in ((child, date(2021, 7, 1)), (late, date(2022, 7, 1)), (gone, date(2023, 4, 9))):
        erase_person(lurah, one, "Permintaan")
        row = Membership.objects.get(person=one)
        assert (fresh(one).birth_date, row.since) == (day, day), "not after the last day, and still counted"
    (here, there) = (Membership.objects.filter(person__in=[child, late], until=None).count(), len(form_members(family)))
    assert (here, there) == (2, 5)


def test_who_was_born_this_year_is_not_born_in_time_to_come(lurah):
    man, *_ = couple_with_child()
    today = timezone.localdate()
    child = record_birth(SYSTEM, man.entered_in, member("Rahasiawati", 2, 3, None), today)
    erase_person(lurah, child, "Permintaan")
    assert fresh(child).birth_date <= today
    assert Membership.objects.get(person=child).since <= today


def test_no_screen_shows_the_day_of_an_erased_birth(lurah, client):
    man, *_ = couple_with_child()
    child = record_birth(SYSTEM, man.entered_in, member("Rahasiawati", 2, 3, None), date(2021, 3, 9))
    client.force_login(lurah)
    pages = [f"/keluarga/{HERE.village}/{man.entered_in.code}/", f"/orang/{child.code}/"]
    assert "9 Maret 2021" in client.get(pages[0]).content.decode()
    erase_person(lurah, child, "Permintaan")
    for page in pages:
        text = client.get(page).content.decode()
        assert "2021" in text, page
        assert "9 Maret 2021" not in text
        assert "2021-03-09" not in text


def test_her_name_is_gone_from_the_rows_of_her_children(lurah):
    _man, woman, child = couple_with_child()
    correct_person(SYSTEM, woman, {"name": "Rahasiawati"}, "Salah")
    correct_person(SYSTEM, child, {"mother_name": "Rahasiawati"}, "Menurut akta")
    erase_person(lurah, woman, "Permintaan")
    child = fresh(child)
    assert (child.mother_id, child.mother_name_key) == (woman.pk, "")


def test_two_erased_families_of_one_house_leave_no_address(lurah):
    place = Place("99.01.01.1001", "005", "012", "Jalan Rahasia 1", "Dusun Rahasia")
    man, son = enter(
        member("Contoh Satu", 1, 1, marital=4), member("Contoh Dua", 1, 3, date(2000, 5, 1), marital=1), place=place
    )
    split_family(SYSTEM, man.entered_in, [son], son, days_after(10))
    erase_person(lurah, son, "Permintaan")
    assert Dwelling.objects.get().address == "Jalan Rahasia 1", "the father's data are still held"
    erase_person(lurah, man, "Permintaan")
    home = Dwelling.objects.get()
    assert (home.address, home.hamlet, home.rw, home.rt) == ("", "", "005", "012")
