"""Snapshots: fixed, chained, replayable."""

import copy
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from guyub.apps.assessment.models import Snapshot
from guyub.apps.assessment.services import chain_ends, record_facts, replay, take_snapshot, verify_chain
from guyub.apps.assessment.services.snapshots import InstrumentChanged, NothingToSnapshot, content_hash
from guyub.errors import NotAllowed
from tests.conftest import Cast


def two_snapshots(cast: Cast) -> tuple[Snapshot, Snapshot]:
    first = take_snapshot(cast.operator, cast.unit, "sebelum")
    record_facts(
        cast.operator,
        cast.unit,
        as_of=date(2023, 6, 30),
        values={"iud": 0},
        source="profile-form",
        provenance="Formulir",
    )
    return first, take_snapshot(cast.operator, cast.unit, "sesudah")


def test_snapshots_are_numbered_and_chained(cast: Cast) -> None:
    first, second = two_snapshots(cast)
    assert (first.sequence, second.sequence, second.previous_hash) == (1, 2, first.hash)
    assert verify_chain(cast.unit) == []


def test_a_later_fact_leaves_the_snapshot_as_it_was(cast: Cast) -> None:
    first, second = two_snapshots(cast)
    assert (Snapshot.objects.get(pk=first.pk).class_name, second.class_name) == ("Berkelanjutan", "Berkembang")


def test_assessing_the_stored_facts_anew_gives_the_stored_result(cast: Cast) -> None:
    for snapshot in two_snapshots(cast):
        stored = Snapshot.objects.get(pk=snapshot.pk)
        assert replay(stored).as_dict() == stored.result


@pytest.mark.parametrize("field", ["facts", "class_name", "note", "taken_by_id", "as_of", "previous_hash"])
def test_a_changed_field_shows(cast: Cast, field: str) -> None:
    _, second = two_snapshots(cast)
    stored = Snapshot.objects.get(pk=second.pk)
    forged = copy.copy(stored)
    values = {"facts": {**stored.facts, "iud": 41}, "taken_by_id": cast.admin.pk, "as_of": date(2023, 7, 1)}
    setattr(forged, field, values.get(field, "lain"))
    assert content_hash(stored) == stored.hash
    assert content_hash(forged) != stored.hash


def test_without_the_key_no_fingerprint_can_be_made(cast: Cast, settings) -> None:
    snapshot = take_snapshot(cast.operator, cast.unit)
    settings.SNAPSHOT_KEY = "lain"
    assert content_hash(snapshot) != snapshot.hash
    assert [problem.reason for problem in verify_chain(cast.unit)] == ["changed"]


@pytest.fixture
def behind_our_back(cast: Cast) -> Callable[[str], None]:
    """Run a statement as someone would who owns the database: triggers off."""

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                for event in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER assessment_snapshot_no_{event}")
            else:
                connection.check_constraints()
                cursor.execute("ALTER TABLE assessment_snapshot DISABLE TRIGGER USER")
            cursor.execute(statement)

    return run


def earlier(cast: Cast) -> dict[int, str]:
    return {end.sequence: end.fingerprint for end in chain_ends() if end.unit == cast.unit.pk}


def test_a_snapshot_removed_from_the_middle_shows(cast: Cast, behind_our_back: Callable[[str], None]) -> None:
    two_snapshots(cast)
    behind_our_back("DELETE FROM assessment_snapshot WHERE sequence = 1")
    assert [problem.reason for problem in verify_chain(cast.unit)] == ["gap"]


def test_a_removed_end_shows_against_an_earlier_list_only(cast: Cast, behind_our_back: Callable[[str], None]) -> None:
    two_snapshots(cast)
    noted = earlier(cast)
    behind_our_back("DELETE FROM assessment_snapshot WHERE sequence = 2")
    assert verify_chain(cast.unit) == []
    assert [problem.reason for problem in verify_chain(cast.unit, noted)] == ["cut"]


def test_a_chain_written_anew_with_the_key_shows_against_an_earlier_list(cast: Cast) -> None:
    two_snapshots(cast)
    assert [problem.reason for problem in verify_chain(cast.unit, {2: "0" * 64})] == ["changed"]


def test_an_earlier_list_stays_true_when_snapshots_are_added(cast: Cast) -> None:
    take_snapshot(cast.operator, cast.unit)
    noted = earlier(cast)
    take_snapshot(cast.operator, cast.unit)
    assert verify_chain(cast.unit, noted) == []


def test_the_command_prints_a_list_that_it_takes_back(
    cast: Cast, tmp_path: Path, behind_our_back: Callable[[str], None]
) -> None:
    two_snapshots(cast)
    printed = io.StringIO()
    call_command("verify_snapshots", stdout=printed)
    file = tmp_path / "daftar.txt"
    file.write_text(printed.getvalue(), encoding="ascii")
    call_command("verify_snapshots", earlier=file, stdout=io.StringIO())
    behind_our_back("DELETE FROM assessment_snapshot")
    with pytest.raises(CommandError, match=r"99\.01\.01\.1001 #0: cut"):
        call_command("verify_snapshots", earlier=file, stdout=io.StringIO())


def test_another_version_of_the_rules_is_not_used_for_replay(cast: Cast) -> None:
    snapshot = take_snapshot(cast.operator, cast.unit)
    installed = snapshot.instrument_checksum
    snapshot.instrument_checksum = "0" * 64
    with pytest.raises(InstrumentChanged, match=f"(?s)000000000000.*{installed[:12]}"):
        replay(snapshot)


def test_without_figures_there_is_nothing_to_fix(cast: Cast) -> None:
    with pytest.raises(NothingToSnapshot):
        take_snapshot(cast.officer, cast.empty_unit)


@pytest.mark.parametrize("person", ["viewer", "stranger"])
def test_who_may_not_snapshot_takes_none(cast: Cast, person: str) -> None:
    with pytest.raises(NotAllowed):
        take_snapshot(getattr(cast, person), cast.unit)
    assert not Snapshot.objects.exists()
