"""A new master key closes every key; stopped in the middle, it goes on; what was erased stays erased."""

import io
import stat
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people import rotation
from guyub.apps.people.models import DataKey, Person
from guyub.apps.people.sealing import KeyMissing, digest, newest_version
from guyub.apps.people.services import NewFamily, masked_nik, register_families, reveal_nik, set_kk
from tests.apps.people.registry import HERE, SINCE, member

NIK = "9901010105800001"


@pytest.fixture
def key_file(settings, tmp_path, monkeypatch):
    """A key file of its own, as `guyub serve` has one."""
    monkeypatch.delenv("GUYUB_PERSON_KEYS", raising=False)
    settings.DATA_DIR = tmp_path
    file = tmp_path / "person-keys"
    file.write_text(settings.PERSON_KEYS)
    return file


@pytest.fixture
def people(cast, key_file):
    families = [NewFamily(HERE, [member(f"Contoh {chr(65 + n)}", nik=NIK if n == 0 else "")], SINCE) for n in range(7)]
    return [family.head for family in register_families(SYSTEM, families)]


def run(*arguments):
    out = io.StringIO()
    call_command("rotate_person_keys", *arguments, stdout=out)
    return out.getvalue()


def fresh(person):
    return Person.objects.select_related("key").get(pk=person.pk)


def test_everything_opens_with_the_new_key_and_the_old_one_may_go(people, key_file):
    before, marked = newest_version(), digest("nik", NIK)
    wrapped = {row.pk: bytes(row.wrapped) for row in DataKey.objects.all()}
    assert f"master key {before + 1}" in run("--batch", "3")
    assert set(DataKey.objects.values_list("version", flat=True)) == {before + 1}
    assert all(bytes(row.wrapped) != wrapped[row.pk] for row in DataKey.objects.all())
    run("--remove-old")
    assert [part.split(":")[0] for part in key_file.read_text().split()] == ["digest", str(before + 1)]
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert reveal_nik(SYSTEM, fresh(people[0]), "Cocokkan") == NIK
    assert digest("nik", NIK) == marked == fresh(people[0]).nik_digest, "numbers are found as before"
    entry = AuditEntry.objects.get(action="rotate-person-keys")
    assert entry.details == {"version": before + 1, "keys": 14}
    assert "digest" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_stopped_in_the_middle_it_goes_on(people, key_file):
    before = newest_version()
    run("--prepare")
    assert "is there already" in run("--prepare"), "not one key after another"
    steps = rotation.rewrap(4)
    assert next(steps) == 4
    steps.close()
    assert DataKey.objects.filter(version=before).count() == 10
    assert masked_nik(fresh(people[0])), "keys of both versions open meanwhile"
    with pytest.raises(rotation.KeyStillUsed):
        run("--remove-old")
    run("--batch", "4")
    assert newest_version() == before + 1
    assert not rotation.waiting().exists()


def test_new_people_are_closed_with_the_newest_key(people, key_file):
    run("--prepare")
    (family,) = register_families(SYSTEM, [NewFamily(HERE, [member()], SINCE)])
    assert family.key.version == newest_version()


def test_what_was_erased_stays_erased_and_does_not_hold_the_old_key(people, key_file):
    DataKey.objects.filter(person=people[0]).update(wrapped=b"", destroyed_at=timezone.now())
    run()
    run("--remove-old")
    assert bytes(fresh(people[0]).key.wrapped) == b""
    with pytest.raises(KeyMissing):
        fresh(people[0]).key.bytes()


def test_without_the_old_key_nothing_is_lost_and_it_is_said(people, key_file, settings):
    run("--prepare")
    whole = settings.PERSON_KEYS
    newest = newest_version()
    settings.PERSON_KEYS = " ".join(part for part in whole.split() if part.startswith((f"{newest}:", "digest")))
    with pytest.raises(CommandError, match="not here"):
        run()
    settings.PERSON_KEYS = whole
    run()
    assert reveal_nik(SYSTEM, fresh(people[0]), "Cocokkan") == NIK


def test_keys_from_the_environment_are_printed_and_no_file_is_written(people, key_file, monkeypatch, settings):
    before, text = newest_version(), key_file.read_text()
    monkeypatch.setenv("GUYUB_PERSON_KEYS", settings.PERSON_KEYS)
    printed = run()
    assert newest_version() == before, "the running site goes on with the key it has"
    assert DataKey.objects.filter(version=before).count() == 14
    settings.PERSON_KEYS = printed.strip()
    run()
    assert set(DataKey.objects.values_list("version", flat=True)) == {before + 1}
    assert key_file.read_text() == text


def test_a_new_digest_key_finds_every_number_and_the_old_one_none(people, key_file, settings):
    before, old = settings.PERSON_KEYS, fresh(people[0]).nik_digest
    family = people[1].memberships.get().family
    set_kk(SYSTEM, family, "9901010101230001")
    assert "2 numbers" in run("--new-digests", "--batch", "1")
    assert fresh(people[0]).nik_digest == digest("nik", NIK) != old
    family.refresh_from_db()
    assert family.kk_digest == digest("kk", "9901010101230001")
    assert fresh(people[1]).nik_digest == "", "who has no number is found by none"
    kept = [part for part in before.split() if not part.startswith("digest:")]
    assert key_file.read_text().split()[:-1] == kept, "master keys stay"
    assert key_file.read_text().strip() == settings.PERSON_KEYS
    assert reveal_nik(SYSTEM, fresh(people[0]), "Cocokkan") == NIK
    assert AuditEntry.objects.get(action="new-digests").details == {"version": newest_version(), "keys": 2}


def test_new_digests_stopped_after_the_key_was_written_are_made_with_it(people, key_file, settings, monkeypatch):
    with monkeypatch.context() as stopped:
        stopped.setattr(rotation, "make_digests_anew", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run("--new-digests")
    written = key_file.read_text()
    assert rotation.digests_wait()
    run("--new-digests")
    assert key_file.read_text() == written, "not one key after another"
    assert fresh(people[0]).nik_digest == digest("nik", NIK)
    assert not rotation.digests_wait()


def test_a_digest_key_from_the_environment_is_printed_first(people, key_file, monkeypatch, settings):
    old = fresh(people[0]).nik_digest
    monkeypatch.setenv("GUYUB_PERSON_KEYS", settings.PERSON_KEYS)
    printed = run("--new-digests")
    assert fresh(people[0]).nik_digest == old == digest("nik", NIK), "nothing changed before it is set"
    settings.PERSON_KEYS = printed.strip()
    run("--new-digests")
    assert fresh(people[0]).nik_digest == digest("nik", NIK) != old


def test_a_key_file_is_replaced_at_once(key_file, tmp_path: Path):
    rotation.write_keys(key_file, "1:AA==\n")
    assert [file.name for file in tmp_path.iterdir()] == ["person-keys"]
    assert key_file.read_text() == "1:AA==\n"
