"""guyub classify: columns of the output, what is said beside it, and that nothing is half-written."""

import csv

import pytest
import xlsxwriter

from guyub.cli import main
from guyub.data import load_instrument
from tests.reference import REFERENCE, skip_if_no_reference

VARIABLES = ["I1", "I2", "I3", "I4", "I5", "P1", "P2", "P3", "O1", "O2", "O3", "O4"]
COLUMNS = ["row", *VARIABLES, "index_input", "index_process", "index_output", "class", "given", "missing", "findings"]
VILLAGES = "row,pus,population,wants_no_more,I2,name\n7,100,50,5,3,Mawar\n8,,,,,Melati\n"


@pytest.fixture
def classify(tmp_path):
    """Run the command on a text; returns the exit code and the rows of OUT.csv (None where it was not written)."""

    def run(content: str | None, *options: str, file=None):
        source, out = file or tmp_path / "in.csv", tmp_path / "out.csv"
        if content is not None:
            source.write_text(content)
        code = main(["classify", str(source), "--out", str(out), "--lang", "id", *options])
        return code, list(csv.DictReader(out.open())) if out.exists() else None

    return run


def test_the_output_has_exactly_the_agreed_columns(classify):
    _, rows = classify(VILLAGES)
    assert list(rows[0]) == COLUMNS


def test_a_row_carries_its_scores_indices_and_what_was_given_and_found(classify):
    _, (first, second) = classify(VILLAGES)
    assert (first["row"], first["O4"], first["I2"], first["given"]) == ("7", "4", "3", "I2")
    assert (first["index_input"], first["class"]) == ("1.40", "Dasar")
    assert first["findings"] == "couples-at-most-population (200, 50)"
    assert "pus" not in first["missing"].split(";")
    assert "pus" in second["missing"].split(";")
    assert (second["given"], second["findings"]) == ("", "")


def test_duckdb_writes_the_same_file(classify, tmp_path):
    _, polars = classify(VILLAGES)
    _, duckdb = classify(None, "--engine", "duckdb")
    assert duckdb == polars


def test_no_scores_are_taken_where_none_shall_be(classify):
    _, rows = classify(VILLAGES, "--given", "none")
    assert (rows[0]["I2"], rows[0]["given"]) == ("1", "")


def test_only_the_scores_asked_for_are_taken(classify):
    _, rows = classify("row,pus,I2,I3\n1,5,4,4\n", "--given", "I3")
    assert (rows[0]["I2"], rows[0]["I3"], rows[0]["given"]) == ("1", "4", "I3")


def test_the_mode_settles_the_documented_choices(classify):
    villages = "row,institutions_strict_web,institutions_intended\n1,7,5\n"
    assert classify(villages, "--mode", "strict-web")[1][0]["P3"] == "4"
    assert classify(villages, "--mode", "intended")[1][0]["P3"] == "3"


def test_a_weighted_instrument_has_its_own_columns(classify):
    _, rows = classify("row,funding_sources\n1,5\n", "--instrument", "kkb-siap-1.0")
    codes = [variable.code for variable in load_instrument("kkb-siap-1.0").variables]
    assert list(rows[0]) == ["row", *codes, "total", "points_unknown", "class", "given", "missing", "findings"]
    assert (rows[0]["total"], rows[0]["points_unknown"], rows[0]["class"]) == ("3.0000", "97.0000", "perlu pembinaan")


def test_a_spreadsheet_is_read_like_a_csv_file(classify, tmp_path):
    file = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["row", "operating_routines"])
        sheet.write_row(1, 0, [1, 5])
    assert classify(None, file=file)[1][0]["P2"] == "4"


# -- what goes wrong -------------------------------------------------------------------------------------------------

FAULTY = 'row,pus,families\n1,5,\n2,"12,5",3\n3,-1,x\n'


def test_one_bad_row_and_nothing_is_written(classify, capsys):
    code, rows = classify(FAULTY)
    assert (code, rows) == (4, None)
    said = capsys.readouterr().err
    assert "Baris 2 (baris berkas 3), kolom pus: '12,5' memakai koma desimal" in said
    assert "3 masalah pada 2 baris; tidak ada yang ditulis" in said


def test_an_earlier_result_survives_a_refused_file(classify, tmp_path):
    (tmp_path / "out.csv").write_text("row\nold\n")
    _, rows = classify(FAULTY)
    assert rows == [{"row": "old"}]


def test_good_rows_go_on_only_if_the_user_says_so(classify):
    code, rows = classify(FAULTY, "--skip-bad-rows")
    assert (code, [row["row"] for row in rows]) == (0, ["1"])


def test_all_problems_go_to_a_file(classify, tmp_path):
    classify(FAULTY, "--errors", str(tmp_path / "problems.csv"))
    problems = list(csv.DictReader((tmp_path / "problems.csv").open(encoding="utf-8-sig")))
    assert [(p["row"], p["line"], p["column"], p["rule"]) for p in problems] == [
        ("2", "3", "pus", "decimal-comma"),
        ("3", "4", "pus", "negative"),
        ("3", "4", "families", "text"),
    ]


def test_twenty_problems_are_shown_and_the_rest_counted(classify, capsys):
    classify("row,pus\n" + "".join(f"{n},x\n" for n in range(50)))
    assert "30 masalah lagi" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--instrument", "kkb-1999"], 6),
        (["--mode", "generous"], 6),
        (["--given", "I1"], 6),
    ],
)
def test_unknown_choices_are_errors_of_their_own_kind(classify, options, code):
    assert classify(VILLAGES, *options) == (code, None)


def test_a_file_that_cannot_be_read_and_a_place_that_cannot_be_written_exit_with_3(classify, tmp_path):
    assert classify(None) == (3, None)
    (tmp_path / "in.csv").write_text(VILLAGES)
    assert main(["classify", str(tmp_path / "in.csv"), "--out", str(tmp_path / "none" / "out.csv")]) == 3


# -- what is said beside the file ------------------------------------------------------------------------------------


@skip_if_no_reference
def test_the_agreement_with_the_reference_is_counted(classify, capsys):
    code, rows = classify(None, file=REFERENCE / "classification" / "villages_2022.csv")
    said = capsys.readouterr().err
    assert (code, len(rows)) == (0, 600)
    assert "Kelas: Dasar 150, Berkembang 150, Mandiri 150, Berkelanjutan 150" in said
    assert "class: 600/600" in said
    assert "O4: 599/600 (berbeda pada baris 3)" in said


def test_columns_without_meaning_and_blank_rows_are_named(classify, capsys):
    classify("row,pus,warna\n1,5,biru\n,,\n")
    said = capsys.readouterr().err
    assert "warna" in said
    assert "Baris kosong dilewati: 1" in said


def test_the_input_is_never_overwritten(tmp_path, capsys):
    file = tmp_path / "in.csv"
    file.write_text(VILLAGES)
    assert main(["classify", str(file), "--out", str(tmp_path / "." / "in.csv"), "--lang", "id"]) == 3
    assert file.read_text() == VILLAGES


def test_contradictions_and_gaps_are_told_in_words(classify, capsys):
    classify("row,population,families\n7,5,9\n")
    said = capsys.readouterr().err
    assert "1 desa, mis. baris 7: Keluarga (9) lebih banyak daripada penduduk (5)." in said
    assert "families-at-most-population" not in said
    assert "Anggota PIK-R (1)" in said


def test_what_import_siga_reports_beside_the_facts_is_known(classify, capsys):
    classify("row,pus,unmet_need,rumah_dataku,kampung_kb,warna\n1,5,1,1,1,biru\n")
    assert "tidak dikenal dan tidak dipakai: warna\n" in capsys.readouterr().err
