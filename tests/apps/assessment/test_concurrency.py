"""People who record for one village at the same moment: nobody's figures get lost, the chain stays one chain."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection

from guyub.apps.accounts.models import User
from guyub.apps.assessment.models import FactRecord, Snapshot, VillageState
from guyub.apps.assessment.services import (
    SYSTEM,
    change_level,
    default_instrument,
    known_about,
    record_facts,
    take_snapshot,
    verify_chain,
)
from tests.conftest import Cast

TOGETHER = 6
FACTS_TO_RECORD = ("iud", "mow", "mop", "condom", "implant", "pill")


@pytest.fixture
def committed_cast(transactional_db: None, cast: Cast) -> Cast:
    """The cast in a database where every transaction really ends."""
    return cast


def _in_own_connection(work: Callable[[Any], None], argument: object) -> None:
    try:
        work(argument)
    finally:
        connection.close()


def test_facts_recorded_together_are_all_in_the_state(committed_cast: Cast) -> None:
    cast = committed_cast

    def record(code: str) -> None:
        person = User.objects.get(pk=cast.operator.pk)
        record_facts(
            person,
            cast.unit,
            as_of=date(2023, 7, 1),
            values={code: 1},
            source="profile-form",
            provenance="Formulir",
        )

    with ThreadPoolExecutor(TOGETHER) as pool:
        list(pool.map(lambda code: _in_own_connection(record, code), FACTS_TO_RECORD))
    state = VillageState.objects.get(unit=cast.unit)
    assert {code: state.facts[code] for code in FACTS_TO_RECORD} == dict.fromkeys(FACTS_TO_RECORD, 1)
    assert FactRecord.objects.filter(recording__as_of=date(2023, 7, 1)).count() == TOGETHER


def test_a_level_changed_while_facts_are_recorded_leaves_no_stale_state(committed_cast: Cast) -> None:
    unit = committed_cast.unit

    def change(number: int) -> None:
        if number % 2:
            change_level(SYSTEM, unit, since=date(2023, 7, number + 1), covers="village")
        else:
            record_facts(
                SYSTEM, unit, as_of=date(2023, 7, 15), values={"iud": number}, source="synthetic", provenance="Rekaan"
            )

    with ThreadPoolExecutor(TOGETHER) as pool:
        list(pool.map(lambda number: _in_own_connection(change, number), range(TOGETHER)))
    known = known_about(unit, default_instrument())
    assert known.level is not None
    assert known.level.since == date(2023, 7, 6)
    assert VillageState.objects.get(unit=unit).facts == known.facts


def test_snapshots_taken_together_form_one_chain(committed_cast: Cast) -> None:
    cast = committed_cast

    def snapshot(_: int) -> None:
        take_snapshot(User.objects.get(pk=cast.operator.pk), cast.unit)

    with ThreadPoolExecutor(TOGETHER) as pool:
        list(pool.map(lambda number: _in_own_connection(snapshot, number), range(TOGETHER)))
    assert list(Snapshot.objects.values_list("sequence", flat=True)) == list(range(1, TOGETHER + 1))
    assert verify_chain(cast.unit) == []
