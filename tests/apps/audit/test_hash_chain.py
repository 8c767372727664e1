"""One way to chain rows: seals made by earlier versions still hold, and each kind of break is told apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from guyub.apps.assessment.models import Snapshot
from guyub.apps.assessment.services.snapshots import content_hash
from guyub.apps.audit import chained, trail
from guyub.apps.audit.hash_chain import NO_ROW, Fault, Problem, link, problems, seal
from guyub.apps.audit.models import AuditEntry
from guyub.apps.coordination.models import CommitmentEvent

KEY = "kunci-uji-yang-tidak-dipakai-di-mana-pun"
MOMENT = datetime(2025, 3, 14, 8, 30, 15, 123456, tzinfo=timezone(timedelta(hours=7)))


# --- what was sealed before -----------------------------------------------------------------------------------------


def audit_entry() -> AuditEntry:
    return AuditEntry(
        chain="99.01.01.1001", sequence=2, at=MOMENT, actor_id=7, action="role-given", subject="account:7",
        details={"role": "kader", "place": "99.01.01.1001.001", "é": [1, None, True]}, previous_hash="ab" * 32,
    )  # fmt: skip


def commitment_event() -> CommitmentEvent:
    return CommitmentEvent(
        chain="17", sequence=3, at=MOMENT, actor_id=None, previous_hash="cd" * 32, commitment_id=17, action="deliver",
        state="delivered", reason="selesai — rapi", details={"on": "2025-03-14"}, evidence_id=5,
    )  # fmt: skip


def snapshot() -> Snapshot:
    return Snapshot(
        unit_id=4, sequence=1, as_of=date(2025, 1, 31), taken_at=MOMENT, taken_by_id=3, note="sebelum rakor",
        covers="kelurahan", part="", facts={"pus": 120, "iud": 0}, given={}, result={"class": "Berkembang"},
        instrument_id="kkb-klas-web-2021", instrument_version="1", instrument_mode="strict-web",
        instrument_checksum="ef" * 32, class_name="Berkembang", class_rank=2, index_input=325, index_process=None,
        index_output=210, previous_hash="",
    )  # fmt: skip


def test_seals_made_by_earlier_versions_still_hold(settings) -> None:
    settings.SNAPSHOT_KEY = KEY
    assert (
        trail.fingerprint(audit_entry()),
        chained.fingerprint(commitment_event()),
        content_hash(snapshot()),
    ) == (
        "dfd4dc2442c9c3ca811f54ca67458ce1dc564a3c443fb1afd7d36a669a80a9a4",
        "2e67a535950f54845ef81b69ffc0024f211875eb2f35ba54ac89f37f7d19eb8e",
        "c495f22f4ff0948f904ac9d3ccbba4ac26f0dbbc0d1b962203acc3072f610b5f",
    )


def test_the_seal_of_a_row_is_the_same_in_every_time_zone_and_other_with_another_key(settings) -> None:
    settings.SNAPSHOT_KEY = KEY
    here, there = audit_entry(), audit_entry()
    there.at = MOMENT.astimezone(UTC)
    before = trail.fingerprint(here)
    assert trail.fingerprint(there) == before
    settings.SNAPSHOT_KEY = "lain"
    assert trail.fingerprint(here) != before


def test_the_seal_of_one_kind_fits_no_other() -> None:
    assert seal("audit\0", {"n": 1}) != seal("ledger\0", {"n": 1})


# --- walking a chain ------------------------------------------------------------------------------------------------


@dataclass
class Row:
    chain: str
    told: str
    amount: Decimal = Decimal("1.50")
    sequence: int = 0
    previous_hash: str = ""
    hash: str = ""


def seal_of(row: Row) -> str:
    return seal("uji\0", {"n": row.sequence, "told": row.told, "amount": row.amount, "before": row.previous_hash})


def chain(name: str, length: int) -> list[Row]:
    rows, end = [Row(name, f"{name}{number}") for number in range(1, length + 1)], NO_ROW
    for row in rows:
        end = link(row, end, seal_of)
    return rows


def found(rows: Sequence[Row], heads=None, noted=None) -> list[Problem]:
    return list(problems(rows, chain_of=lambda row: row.chain, seal_of=seal_of, heads=heads, noted=noted))


A, B = chain("a", 3), chain("b", 2)
HEADS = {"a": (3, A[2].hash), "b": (2, B[1].hash)}
NOTED = {"a": {2: A[1].hash}}


def test_rows_are_numbered_and_follow_one_another() -> None:
    assert [row.sequence for row in A] == [1, 2, 3]
    assert [row.previous_hash for row in A] == ["", A[0].hash, A[1].hash]
    assert found([*A, *B], HEADS, NOTED) == []
    assert found([*A, *B]) == []


def anew(rows: Sequence[Row], told: str) -> list[Row]:
    """The chain as someone writes it who has the key."""
    end, written = NO_ROW, [replace(row) for row in rows]
    written[0].told = told
    for row in written:
        end = link(row, end, seal_of)
    return written


OTHER = anew(A, "lain")


@pytest.mark.parametrize(
    ("rows", "heads", "noted", "expected"),
    [
        pytest.param([A[0], replace(A[1], told="x"), A[2]], HEADS, {}, [("a", 2, Fault.CHANGED)], id="content"),
        pytest.param([A[0], A[2]], HEADS, {}, [("a", 3, Fault.GAP)], id="one taken from the middle"),
        pytest.param([A[1], A[2]], HEADS, {}, [("a", 2, Fault.GAP)], id="the first taken"),
        pytest.param(A[:2], HEADS, {}, [("a", 2, Fault.CUT)], id="the last taken"),
        pytest.param(A[:2], None, {}, [], id="the last taken, and no witness"),
        pytest.param(A[:2], None, {"a": {3: A[2].hash}}, [("a", 2, Fault.CUT)], id="the last taken, but noted"),
        pytest.param([], HEADS, {}, [("a", 0, Fault.CUT)], id="all taken"),
        pytest.param([], None, NOTED, [("a", 0, Fault.CUT)], id="all taken, but noted"),
        pytest.param(A, {"b": HEADS["b"]}, {}, [("a", 3, Fault.CUT)], id="the witness taken"),
        pytest.param(OTHER, {"a": (3, OTHER[2].hash), "b": HEADS["b"]}, {}, [], id="written anew with the key"),
        pytest.param(
            OTHER, {"a": (3, OTHER[2].hash), "b": HEADS["b"]}, NOTED, [("a", 2, Fault.CHANGED)],
            id="written anew with the key, but noted",
        ),
    ],
)  # fmt: skip
def test_each_break_shows_where_it_is(rows, heads, noted, expected) -> None:
    told = found([*rows, *B], heads, noted)
    assert [(one.chain, one.sequence, one.reason) for one in told] == expected
