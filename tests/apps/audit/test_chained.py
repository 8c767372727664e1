"""Ledgers: rows follow one another, and what someone changes behind the product's back shows."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from guyub.apps.audit import chained
from guyub.apps.audit.append_only import AppendOnly
from guyub.apps.audit.chained import LedgerHead
from guyub.apps.evidence.models import Evidence, EvidenceEvent
from tests.apps.audit.test_trail import triggers_off
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
TABLE = EvidenceEvent._meta.db_table


@pytest.fixture
def proof(cast: Cast) -> Evidence:
    """A proof with three events."""
    proof = Evidence.objects.create(unit=cast.unit, kind="decree", title="SK pokja", added_by=cast.operator)
    for action, reason in (("added", ""), ("described", ""), ("checked", "tanggal sesuai")):
        row = EvidenceEvent(evidence=proof, action=action, state="claimed", reason=reason, details={"n": 1})
        chained.append(cast.operator, str(proof.pk), row)
    return proof


def test_rows_are_numbered_and_follow_one_another(proof: Evidence) -> None:
    first, second, third = EvidenceEvent.objects.all()
    assert [row.sequence for row in (first, second, third)] == [1, 2, 3]
    assert (first.previous_hash, second.previous_hash, third.previous_hash) == ("", first.hash, second.hash)
    assert list(chained.verify(EvidenceEvent)) == []


def test_a_row_is_neither_changed_nor_deleted(proof: Evidence) -> None:
    row = EvidenceEvent.objects.first()
    row.reason = "lain"
    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(AppendOnly):
        EvidenceEvent.objects.all().delete()


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        pytest.param(f"UPDATE {TABLE} SET reason = 'lain' WHERE sequence = 2", "changed", id="a reason rewritten"),
        pytest.param(f"UPDATE {TABLE} SET state = 'checked' WHERE sequence = 3", "changed", id="a state rewritten"),
        pytest.param(f"DELETE FROM {TABLE} WHERE sequence = 2", "gap", id="a row taken out"),
        pytest.param(f"DELETE FROM {TABLE} WHERE sequence = 3", "cut", id="the end taken away"),
    ],
)
def test_tampering_shows(proof: Evidence, statement: str, reason: str) -> None:
    with triggers_off("guyub.apps.evidence.migrations.0002_append_only"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert reason in {problem.reason for problem in chained.verify(EvidenceEvent)}
    with pytest.raises(CommandError, match=r"evidence\.evidenceevent"):
        call_command("verify_audit")


def test_the_database_refuses_too(proof: Evidence) -> None:
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET reason = 'lain'")


def test_each_chain_has_an_end_of_its_own(proof: Evidence, cast: Cast) -> None:
    other = Evidence.objects.create(unit=cast.unit, kind="photo", title="Foto", added_by=cast.operator)
    chained.append(cast.operator, str(other.pk), EvidenceEvent(evidence=other, action="added", state="claimed"))
    ends = dict(LedgerHead.objects.values_list("name", "sequence"))
    assert ends == {f"evidence.evidenceevent:{proof.pk}": 3, f"evidence.evidenceevent:{other.pk}": 1}
