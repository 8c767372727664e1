"""The recap of families at risk: the official order, and figures that must agree, checked on the published table."""

import csv

import pytest

from guyub.domain.families.krs_recap import RECAP_COLUMNS, check_recap, recap
from tests.reference import REFERENCE, skip_if_no_reference

ROW = {
    "families": 100,
    "target": 60,
    "rank_1": 1,
    "rank_2": 2,
    "rank_3": 3,
    "rank_4": 4,
    "rank_above_4": 10,
    "krs": 20,
    "not_at_risk": 40,
    "baduta": 9,
    "balita": 20,
    "pus": 50,
    "pus_hamil": 2,
    "air": 5,
    "jamban": 8,
    "t_muda": 1,
    "t_tua": 20,
    "t_dekat": 2,
    "t_banyak": 15,
    "pus_4t": 30,
    "non_kbm": 25,
}


def findings(**changed):
    return {finding.code for finding in check_recap(ROW | changed)}


def test_a_row_that_agrees_has_no_finding():
    assert findings() == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"not_at_risk": 41}, "krs-and-rest-are-target"),
        ({"rank_4": 5}, "ranks-are-krs"),
        ({"families": 59}, "target-at-most-families"),
        ({"pus_hamil": 51}, "pus_hamil-at-most-pus"),
        ({"air": 21}, "air-at-most-krs"),
        ({"jamban": 21}, "jamban-at-most-krs"),
        ({"pus_4t": 19}, "largest-t-at-most-pus-4t"),
        ({"pus_4t": 39}, "pus-4t-at-most-sum-of-t"),
        ({"balita": 61}, "balita-at-most-target"),
    ],
)
def test_each_disagreement_is_named_with_both_sides(changed, code):
    assert code in findings(**changed)


@pytest.mark.parametrize("changed", [{"air": 20}, {"jamban": 20}, {"pus_4t": 20}, {"pus_4t": 38}, {"families": 60}])
def test_equal_sides_agree(changed):
    assert findings(**changed) == set()


def test_families_not_decided_and_of_unknown_decile_are_added():
    assert findings(not_at_risk=38, krs_unknown=2) == set()
    assert findings(rank_above_4=7, rank_unknown=3) == set()


def test_columns_that_a_table_lacks_are_passed_over():
    assert check_recap({"krs": 5}) == ()
    assert check_recap({**ROW, "pus_4t": None}) == ()


def test_our_sums_come_in_the_official_order():
    row = recap(ROW | {"krs_unknown": 0, "rank_unknown": 0, "T_sum": 7})
    assert list(row)[: len(RECAP_COLUMNS)] == list(RECAP_COLUMNS)
    assert "T_sum" not in row


@skip_if_no_reference
def test_the_published_table_has_our_columns_and_agrees_in_every_village():
    file = REFERENCE / "public" / "siga-sulbar" / "verval-krs-2024-sem2.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    headings = [heading for heading in rows[0] if heading in RECAP_COLUMNS.values()]
    assert headings == list(RECAP_COLUMNS.values())
    for row in rows:
        figures = {code: int(row[heading]) for code, heading in RECAP_COLUMNS.items()}
        assert check_recap(figures) == (), row["KELURAHAN"]
    assert len(rows) > 200
