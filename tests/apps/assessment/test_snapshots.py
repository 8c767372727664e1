"""Snapshots: fixed, chained, replayable."""

import copy
from datetime import date

import pytest

from guyub.apps.assessment.models import Snapshot
from guyub.apps.assessment.services import record_facts, replay, take_snapshot, verify_chain
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


def test_another_version_of_the_rules_is_not_used_for_replay(cast: Cast) -> None:
    snapshot = take_snapshot(cast.operator, cast.unit)
    snapshot.instrument_checksum = "0" * 64
    with pytest.raises(InstrumentChanged):
        replay(snapshot)


def test_without_figures_there_is_nothing_to_fix(cast: Cast) -> None:
    with pytest.raises(NothingToSnapshot):
        take_snapshot(cast.officer, cast.empty_unit)


@pytest.mark.parametrize("person", ["viewer", "stranger"])
def test_who_may_not_snapshot_takes_none(cast: Cast, person: str) -> None:
    with pytest.raises(NotAllowed):
        take_snapshot(getattr(cast, person), cast.unit)
    assert not Snapshot.objects.exists()
