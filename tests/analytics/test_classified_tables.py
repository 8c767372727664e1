"""Classifying tables: the national system's own rows, what is counted about them, and the engines' plumbing."""

import importlib
import sys

import polars as pl
import pytest

from guyub.analytics import engines, review
from guyub.analytics.classify import classify
from guyub.analytics.tables.reading import read_villages
from guyub.data import load_fact_catalogue, load_instrument
from guyub.domain.instruments import assess
from tests.reference import REFERENCE, skip_if_no_reference

CATALOGUE = load_fact_catalogue()
WEB = load_instrument("kkb-klas-web-2021")
VILLAGES = REFERENCE / "classification" / "villages_2022.csv"


def table_of(tmp_path, content, **options):
    file = tmp_path / "in.csv"
    file.write_text(content)
    return read_villages(file, CATALOGUE, instrument=WEB, **options)


# -- the 600 rows of the national system ---------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["polars", "duckdb"])
def agreements(request):
    table = read_villages(VILLAGES, CATALOGUE, instrument=WEB)
    result = classify(WEB, table, CATALOGUE, engine=request.param)
    return {agreement.column: agreement for agreement in review.agreements(WEB, table, result)}


@skip_if_no_reference
@pytest.mark.parametrize("column", ["I1", "I5", "P2", "O1", "O2", "O3", "index_input", "index_process", "class"])
def test_every_reference_row_is_equal(agreements, column):
    assert (agreements[column].compared, agreements[column].equal) == (600, 600)


@skip_if_no_reference
@pytest.mark.parametrize("column", ["O4", "index_output"])
def test_only_the_all_zero_record_that_is_printed_as_blanks_differs(agreements, column):
    assert (agreements[column].equal, agreements[column].differing) == (599, ("3",))


@skip_if_no_reference
def test_indices_and_class_follow_exactly_from_the_twelve_printed_scores():
    table = read_villages(VILLAGES, CATALOGUE, instrument=WEB)
    for row in table.frame.iter_rows(named=True):
        answer = assess(WEB, {}, given={code: int(row[code]) for code in WEB.by_code})
        printed = {index: round(float(row[f"index_{index}"]) * 100) for index in answer.indices}
        assert (answer.indices, answer.class_name) == (printed, row["class"])


# -- what is said about a table --------------------------------------------------------------------------------------


def test_missing_facts_are_weighed_by_what_they_may_cost(tmp_path):
    table = table_of(tmp_path, "row,pokja_exists,pokja_members,operating_routines\n1,1,,5\n2,1,,5\n3,1,9,\n")
    gaps = {gap.code: gap for gap in review.costly_gaps(WEB, table)}
    assert (gaps["pokja_members"].villages, gaps["pokja_members"].points) == (2, 4)
    assert (gaps["operating_routines"].villages, gaps["operating_routines"].points) == (1, 3)
    assert gaps["funding_sources"].villages == 3  # no such column: missing everywhere


def test_a_fact_behind_a_given_score_is_not_missing(tmp_path):
    table = table_of(tmp_path, "row,pus,I2\n1,5,3\n2,5,\n")
    result = classify(WEB, table, CATALOGUE)
    assert ["funding_sources" in missing.split(";") for missing in result["missing"]] == [False, True]
    assert result["given"].to_list() == ["I2", ""]


def test_contradictions_are_counted_and_change_nothing(tmp_path):
    table = table_of(tmp_path, "row,population,families\n1,5,9\n2,9,5\n")
    result = classify(WEB, table, CATALOGUE)
    assert result["findings"].to_list() == ["families-at-most-population (9, 5)", ""]
    assert review.contradictions(result) == [review.Contradiction("families-at-most-population", 1, "1", 9, 5)]


def test_the_most_frequent_contradiction_comes_first_with_its_first_row(tmp_path):
    table = table_of(tmp_path, "row,population,families,pus\na,5,9,9\nb,7,8,1\nc,9,5,1\n")
    found = review.contradictions(classify(WEB, table, CATALOGUE))
    assert [(one.check, one.villages, one.row, one.left, one.right) for one in found] == [
        ("families-at-most-population", 2, "a", 9, 5),
        ("couples-at-most-population", 1, "a", 18, 5),
    ]


def test_a_class_of_another_instrument_is_not_compared(tmp_path):
    for said, compared in (("siap kota", False), ("Dasar", True)):
        table = table_of(tmp_path, f"row,pus,class\n1,5,{said}\n2,5,Paripurna\n")
        found = [one.column for one in review.agreements(WEB, table, classify(WEB, table, CATALOGUE))]
        assert ("class" in found) is compared


def test_blank_cells_of_the_file_are_not_compared(tmp_path):
    table = table_of(tmp_path, "row,pus,O4,class\n1,5,1,Dasar\n2,5,,\n3,5,4,Mandiri\n")
    found = {one.column: one for one in review.agreements(WEB, table, classify(WEB, table, CATALOGUE))}
    assert (found["O4"].compared, found["O4"].equal, found["O4"].differing) == (2, 1, ("3",))
    assert (found["class"].compared, found["class"].equal) == (2, 1)


def test_classes_without_villages_are_counted_too(tmp_path):
    table = table_of(tmp_path, "row,pus\n1,5\n")
    assert review.class_counts(WEB, classify(WEB, table, CATALOGUE)) == {
        "Dasar": 1,
        "Berkembang": 0,
        "Mandiri": 0,
        "Berkelanjutan": 0,
    }


# -- engines ---------------------------------------------------------------------------------------------------------


def test_a_missing_engine_is_named_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    importlib.invalidate_caches()
    with pytest.raises(engines.EngineMissing, match=r"guyub\[cluster\]"):
        engines.run_on("spark", pl.DataFrame({"position": [1]}), lambda frame: frame)
