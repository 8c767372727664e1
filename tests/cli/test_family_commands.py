"""guyub ibangga and guyub krs: headings in any spelling, members, bad cells named and masked, nothing half-written."""

import csv
import re

import pytest
import xlsxwriter

from guyub.cli import main

ANSWERS = {
    **{f"P.{number:02}": "1" for number in (1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 20, 21, 22, 24)},
    "P.03a": "2",
    "P.03b": "2",
    "P.03c": "2",
    "P.03d": "2",
    "P.07": "2",
    "P.19": "2",
    "P.23": "2",
    "P.25": "40",
    "P.26": "4",
    "K.07": "2",
    "K.09": "1",
    "K.14": "1",
    "K.15": "1",
}
NIK = "9901014101900001"


@pytest.fixture
def run(tmp_path, capsys):
    """Run a command on rows; returns exit code, rows of OUT.csv (None where unwritten) and what was said."""

    def execute(command, rows, *options, delimiter=",", file=None):
        source, out = file or tmp_path / "in.csv", tmp_path / "out.csv"
        if rows is not None:
            with source.open("w", newline="", encoding="utf-8") as stream:
                writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
                writer.writeheader()
                writer.writerows(rows)
        code = main([command, str(source), "--out", str(out), "--lang", "id", *options])
        said = capsys.readouterr().err
        return code, list(csv.DictReader(out.open())) if out.exists() else None, said

    return execute


def test_columns_of_the_index(run):
    _, rows, said = run("ibangga", [{"RW": "01", **ANSWERS}])
    variables = [f"V{number:02}" for number in range(1, 18)]
    assert list(rows[0]) == [
        "RW",
        *variables,
        "T",
        "M",
        "B",
        "ibangga",
        "category",
        "not_applicable",
        "unanswered",
        "rule",
        "grade",
    ]
    assert (rows[0]["RW"], rows[0]["ibangga"], rows[0]["category"]) == ("01", "100.00", "tangguh")
    assert "iBangga 100,00 (tangguh)" in said


def test_columns_of_the_screening(run):
    _, rows, _ = run("krs", [{"RW": "01", "umur_istri": "30", **ANSWERS}])
    targets, flags = ["PUS", "PUS_HAMIL", "BADUTA", "BALITA", "SASARAN"], ["AIR", "JAMBAN", "T_MUDA", "T_TUA"]
    flags += ["T_DEKAT", "T_BANYAK", "NON_KBM", "PUS_4T", "KRS"]
    assert list(rows[0]) == ["RW", *targets, *flags, "rank", "reasons", "undecided", "rule", "grade"]


@pytest.mark.parametrize("spell", [str.lower, str.upper, lambda code: code.replace(".", ""), lambda code: f" {code} "])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_headings_in_any_spelling_and_any_delimiter(run, spell, delimiter):
    rows = [{spell(code): answer for code, answer in ANSWERS.items()}]
    code, found, _ = run("ibangga", rows, delimiter=delimiter)
    assert (code, found[0]["row"], found[0]["ibangga"]) == (0, "1", "100.00")


def test_a_sheet_of_a_workbook_is_read_with_numbers_as_numbers(run, tmp_path):
    file = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Keluarga")
        sheet.write_row(0, 0, list(ANSWERS))
        sheet.write_row(1, 0, [int(answer) for answer in ANSWERS.values()])
    code, found, _ = run("ibangga", None, file=file)
    assert (code, found[0]["ibangga"]) == (0, "100.00")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("P.01", "3", "kolom P.01: '3' bukan jawaban yang ada; kode yang mungkin: 1, 2."),
        ("P.02", "4", "kolom P.02: '4' bukan jawaban yang ada; kode yang mungkin: 1, 2, 3."),
        ("P.25", "0", "kolom P.25: '0' harus bilangan bulat 1 sampai 5000"),
        ("P.25", "36,5", "kolom P.25: '3***' harus bilangan bulat"),
        ("K.14", "4", "kolom K.14: '4' bukan jawaban yang ada; kode yang mungkin: 1, 2, 3."),
    ],
)
def test_a_cell_that_is_no_answer_is_named_and_nothing_is_written(run, column, value, said):
    code, rows, err = run("ibangga", [ANSWERS, {**ANSWERS, column: value}])
    assert (code, rows) == (4, None)
    assert f"Baris 2 (baris berkas 3), {said}" in err


def test_a_nik_in_the_wrong_column_is_not_shown(run, tmp_path):
    listed = tmp_path / "masalah.csv"
    code, _, err = run("ibangga", [{**ANSWERS, "P.01": NIK}], "--errors", str(listed))
    assert code == 4
    assert NIK not in err + listed.read_text(encoding="utf-8-sig")
    assert "kolom P.01" in err


def test_other_rows_are_measured_where_the_user_goes_on(run):
    code, rows, err = run("ibangga", [ANSWERS, {**ANSWERS, "P.01": "x"}, ANSWERS], "--skip-bad-rows")
    assert (code, len(rows)) == (0, 2)
    assert "1 baris bermasalah dilewati" in err


def test_a_row_with_too_few_cells_is_a_problem(run, tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("P.01,P.02\n1,1\n1\n")
    code, rows, err = run("ibangga", None, file=file)
    assert (code, rows) == (4, None)
    assert "ada 1 sel" in err


def test_a_list_of_verdicts_is_refused(run):
    rows = [{"NAMA": "Contoh", "AIR TIDAK LAYAK": "1", "PUS 4T": "2"}]
    code, found, err = run("krs", rows)
    assert (code, found) == (3, None)
    assert "daftar KRS by name" in err


def test_a_header_without_codes_says_what_is_wanted(run):
    code, _, err = run("krs", [{"nama": "Contoh", "alamat": "RT 01"}])
    assert code == 3
    assert "P.01, P.03a" in err


@pytest.mark.parametrize("heading", ["P.31", "P.3e", "K.99", "P.O1"])
def test_a_mistyped_code_is_refused_instead_of_kept_as_text(run, heading):
    code, _, err = run("ibangga", [{**ANSWERS, heading: "1"}])
    assert code == 3
    assert heading in err


@pytest.mark.parametrize("heading", ["P.30", "K.12", "KB.08-x", "K.13_1", "Nama", "RW"])
def test_questions_that_no_rule_reads_and_other_columns_are_kept(run, heading):
    code, rows, _ = run("ibangga", [{heading: "7", **ANSWERS}])
    assert code == 0
    assert heading.startswith("K.13") or rows[0][heading] == "7"


def test_the_same_question_twice_is_refused(run):
    code, _, err = run("ibangga", [{**ANSWERS, "p01": "1"}])
    assert code == 3
    assert "ada dua kali" in err


def test_a_kept_column_that_is_called_like_a_result_steps_back(run):
    _, rows, _ = run("ibangga", [{"category": "lama", **ANSWERS}])
    assert (rows[0]["category_asal"], rows[0]["category"]) == ("lama", "tangguh")


def test_text_that_a_spreadsheet_would_compute_is_written_as_text(run):
    _, rows, _ = run("ibangga", [{"Nama": "=1+1", **ANSWERS}])
    assert rows[0]["Nama"] == "'=1+1"


@pytest.mark.parametrize("born", ["2015-06-16", "16/06/2015", "16-06-2015", "16 Juni 2015"])
def test_a_childs_age_is_counted_on_the_day_asked_for(run, born):
    head = {"K.03_1": "1", "K.07_1": "2", "K.10_1": "1", "K.15_1": "1", "lahir_1": "1980-01-01"}
    child = {"K.03_2": "2", "K.10_2": "3", "K.09_2": "1", "K.14_2": "1", "K.15_2": "1", "lahir_2": born}
    answers = {code: answer for code, answer in ANSWERS.items() if not code.startswith("K.")}
    _, rows, _ = run("ibangga", [{**answers, **head, **child}], "--on", "2022-06-15")
    assert rows[0]["V11"] == ""
    _, rows, _ = run("ibangga", [{**answers, **head, **child}], "--on", "2022-06-16")
    assert rows[0]["V11"] == "0"


@pytest.mark.parametrize(
    ("other", "under_five", "warned"),
    [
        pytest.param("13/02/1990", True, False, id="another date has the day first"),
        pytest.param("02/13/1990", False, False, id="another date has the month first"),
        pytest.param("1990-02-13", True, True, id="no other date tells"),
    ],
)
def test_a_date_with_two_readings_is_settled_by_the_other_dates_of_the_file(run, other, under_five, warned):
    """3/4/2020 is 3 April (aged 4 on 15 March 2025) or 4 March (aged 5)."""
    first = {"K.10_1": "1", "lahir_1": other, "K.10_2": "3", "lahir_2": "3/4/2020", **ANSWERS}
    _, rows, said = run("krs", [first], "--on", "2025-03-15")
    assert (rows[0]["BALITA"] == "1") is under_five
    assert ("dapat dibaca dua cara" in said) is warned


def test_birth_in_three_columns_and_a_day_that_does_not_exist(run):
    parts = {"K.10_1": "1", "K.04_1": "31", "K.05_1": "2", "K.06_1": "1980"}
    code, _, err = run("ibangga", [{**ANSWERS, **parts}])
    assert code == 4
    assert "bukan tanggal lahir" in err
    code, _, _ = run("ibangga", [{**ANSWERS, **parts, "K.04_1": "28"}])
    assert code == 0


def test_duckdb_writes_the_same_file(run):
    rows = [ANSWERS, {**ANSWERS, "P.05": ""}, {**ANSWERS, "P.02": "3"}]
    for command in ("ibangga", "krs"):
        assert run(command, rows)[1] == run(command, rows, "--engine", "duckdb")[1]


def test_the_input_is_never_overwritten(run, tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("P.01\n1\n")
    assert main(["ibangga", str(file), "--out", str(file)]) == 3
    assert file.read_text() == "P.01\n1\n"


def test_an_unknown_rule_is_refused(run):
    with pytest.raises(SystemExit):
        run("krs", [ANSWERS], "--rule", "krs_2030")


def test_a_missing_column_is_named_with_what_cannot_be_computed(run):
    without = {code: answer for code, answer in ANSWERS.items() if code not in ("P.04", "P.02")}
    code, rows, err = run("ibangga", [{"RW": "01", **without}] * 3)
    assert (code, rows[0]["unanswered"]) == (0, "V02;V07")
    assert "PERINGATAN: kolom P.04 tidak ada di berkas, jadi V07 tidak dapat dihitung untuk 3 keluarga." in err
    assert "kolom P.02 tidak ada di berkas, jadi V02" in err
    assert err.count("tidak ada di berkas") == 2


def test_nothing_is_missing_where_everything_is_known(run):
    assert "tidak ada di berkas" not in run("ibangga", [{"RW": "01", **ANSWERS}])[2]


def test_a_screening_without_the_latrine_says_so(run):
    without = {code: answer for code, answer in ANSWERS.items() if code != "P.24"}
    _, rows, err = run("krs", [{"RW": "01", "umur_istri": "30", "anak_hidup": "1", **without}])
    assert "JAMBAN" in rows[0]["undecided"]
    assert "kolom P.24 tidak ada di berkas, jadi JAMBAN tidak dapat dihitung untuk 1 keluarga" in err
    assert "kolom P.23" not in err
    assert "K.04" not in err


@pytest.mark.parametrize("command", ["ibangga", "krs"])
def test_the_summary_says_how_sure_the_rule_and_its_choices_are(run, command):
    *_, err = run(command, [{"RW": "01", **ANSWERS}])
    assert re.search(r"^Aturan \S+ \S+: (terbukti|sebagian terbukti|disimpulkan|usulan)\. Sumber: ", err, re.M)
    assert re.search(r"^Pilihan \w+ = \S+: disimpulkan\. Sumber: ", err, re.M)


def test_each_row_says_by_which_rule_and_how_sure(run):
    (row,) = run("ibangga", [{"RW": "01", "rule": "punya saya", **ANSWERS}], "--house-k", "7")[1]
    assert row["rule"].startswith("ibangga-pk21 2021.1 ")
    assert "house_k=7" in row["rule"].split()
    assert (row["grade"], row["rule_asal"]) == ("INFERRED", "punya saya")
