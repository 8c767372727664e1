"""NIK and KK numbers: sealed, masked, revealed with a reason; nobody learns that a number exists elsewhere."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, Role
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people import services
from guyub.apps.people.models import Duplicate, Event, Family, Person
from guyub.apps.people.sealing import DataKeyBytes, KeyMissing
from guyub.apps.people.services import (
    UnusableFamily,
    looks_at,
    masked_kk,
    masked_nik,
    opened,
    reveal_kk,
    reveal_nik,
    set_kk,
    set_nik,
)
from guyub.errors import NotAllowed
from guyub.language.words import catalogue
from tests.apps.people.registry import enter, member

NIK, OTHER_NIK, KK = "9901010105800001", "9901010105800002", "9901010101230001"


@pytest.fixture
def person(cast):
    (row,) = enter(member())
    return row


@pytest.fixture
def lurah(cast):
    Assignment.objects.filter(user=cast.viewer).delete()
    Assignment.objects.create(user=cast.viewer, role=Role.LURAH, region_id="99.01.01.1001")
    return cast.viewer


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_nik_comes_later_without_loss(cast, person):
    code = person.code
    assert set_nik(cast.operator, person, "99.0101 010580-0001")
    person = fresh(person)
    assert (person.code, masked_nik(person)) == (code, "990101**********")
    event = Event.objects.get(kind="identity")
    assert event.fields == ["nik", "reason"]
    assert opened(event)["nik"] == ("", NIK)
    assert NIK.encode() not in bytes(event.sealed)
    assert not set_nik(cast.operator, person, NIK), "the same again changes nothing"
    assert Event.objects.filter(kind="identity").count() == 1


def test_another_nik_wants_a_reason_and_the_former_stays_sealed(cast, person):
    set_nik(cast.operator, person, NIK)
    with pytest.raises(UnusableFamily, match="no-reason"):
        set_nik(cast.operator, person, OTHER_NIK)
    set_nik(cast.operator, person, OTHER_NIK, "Salah ketik")
    assert opened(Event.objects.filter(kind="identity").last())["nik"] == (NIK, OTHER_NIK)
    set_nik(cast.operator, person, "", "Bukan miliknya")
    assert (fresh(person).nik_digest, fresh(person).nik_sealed, masked_nik(fresh(person))) == ("", None, "")


@pytest.mark.parametrize(
    ("nik", "reason"),
    [("123", "nik-not-16-digits"), ("9901013102800001", "nik-birth-date"), (KK[:-4] + "0000", "nik-serial")],
)
def test_an_impossible_nik_is_refused_and_not_repeated(cast, person, nik, reason):
    with pytest.raises(UnusableFamily) as caught:
        set_nik(cast.operator, person, nik)
    assert caught.value.problems == [(0, reason)]
    assert nik not in str(caught.value)


def test_a_known_nik_looks_like_a_new_one(cast, person):
    (elsewhere,) = enter(member("Lain"), place=services.Place("99.02.01.1001", "001", "001"))
    set_nik(SYSTEM, elsewhere, NIK)
    assert set_nik(cast.operator, person, NIK) is True
    assert (Duplicate.objects.get().first, Duplicate.objects.get().second) == (person, elsewhere) or (
        Duplicate.objects.get().first,
        Duplicate.objects.get().second,
    ) == (elsewhere, person)
    details = str(list(AuditEntry.objects.values_list("details", flat=True)))
    assert NIK not in details


def test_the_number_of_a_family_card(cast, person):
    family = person.entered_in
    assert set_kk(cast.operator, family, KK)
    assert masked_kk(fresh(family)) == "990101**********"
    with pytest.raises(UnusableFamily, match="kk-not-16"):
        set_kk(cast.operator, family, "12")
    with pytest.raises(UnusableFamily, match="no-reason"):
        set_kk(cast.operator, family, "9901010101230002")
    assert set_kk(cast.operator, family, "", "Kartu orang lain")
    assert fresh(family).kk_digest == ""


def test_revealing_needs_the_right_and_a_reason_and_leaves_a_trace(cast, lurah, person):
    set_nik(SYSTEM, person, NIK)
    set_kk(SYSTEM, person.entered_in, KK)
    person, family = fresh(person), fresh(person.entered_in)
    for actor in (cast.operator, cast.officer, cast.admin, cast.stranger):
        with pytest.raises(NotAllowed):
            reveal_nik(actor, person, "Surat pengantar")
        with pytest.raises(NotAllowed):
            reveal_kk(actor, family, "Surat pengantar")
    with pytest.raises(UnusableFamily, match="no-reason"):
        reveal_nik(lurah, person, "  ")
    assert not AuditEntry.objects.filter(action__startswith="reveal").exists()
    assert reveal_nik(lurah, person, "Surat pengantar rahasia") == NIK
    assert reveal_kk(lurah, family, "Cocokkan kartu") == KK
    entry = AuditEntry.objects.get(action="reveal-nik")
    assert (entry.actor, entry.subject) == (lurah, f"person:{person.code}")
    assert "rahasia" not in str(entry.details)
    assert NIK not in str(entry.details)
    assert [(look.by, look.reason) for look in looks_at(person)] == [(lurah, "Surat pengantar rahasia")]
    assert [look.reason for look in looks_at(family)] == ["Cocokkan kartu"]


def test_only_as_many_looks_are_opened_as_are_shown(cast, lurah, person, monkeypatch):
    set_nik(SYSTEM, person, NIK)
    for number in range(4):
        reveal_nik(lurah, fresh(person), f"Surat {number}")
    opened, original = [], DataKeyBytes.open
    monkeypatch.setattr(DataKeyBytes, "open", lambda *args: opened.append(args) or original(*args))
    assert [look.reason for look in looks_at(fresh(person), 2)] == ["Surat 3", "Surat 2"]
    assert len(opened) == 2


def test_with_the_key_destroyed_nothing_opens(cast, lurah, person):
    set_nik(SYSTEM, person, NIK)
    reveal_nik(lurah, fresh(person), "Surat pengantar")
    person.key.wrapped, person.key.destroyed_at = b"", timezone.now()
    person.key.save()
    person = Person.objects.select_related("key").get(pk=person.pk)
    assert masked_nik(person) == ""
    assert opened(Event.objects.get(kind="identity")) == {}
    assert [look.reason for look in looks_at(person)] == [""]
    with pytest.raises(KeyMissing):
        reveal_nik(lurah, person, "Surat pengantar")


def test_every_reason_for_a_refusal_has_a_sentence_in_both_languages():
    source = "\n".join(file.read_text() for file in Path(services.__file__).parent.glob("*.py"))
    source += (Path(services.__file__).parents[3] / "domain/families/form.py").read_text()
    used = set(re.findall(r'refuse_if\([^"]*?"([a-z0-9-]+)"\)', source, re.S))
    used |= set(re.findall(r'(?:yield (?:\S+, )?|\(0, |line, |append\(\(line\.line, )"([a-z0-9-]+)"', source))
    assert len(used) > 40
    for language in ("id", "en"):
        assert {f"reason.{code}" for code in used} <= set(catalogue(language))


def test_the_model_of_a_family_prints_no_name(cast, person):
    assert "Contoh" not in f"{person!r} {person} {Family.objects.get()!r}"
