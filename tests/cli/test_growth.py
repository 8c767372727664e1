"""guyub growth: columns as WHO's programs name them, bad cells named, other programs' results compared."""

import csv

import polars as pl
import pytest
import xlsxwriter

from guyub.cli import main
from tests.growth_rows import GROWTH
from tests.reference import skip_if_no_reference

RESULTS = [
    "zlen", "flen", "zwei", "fwei", "zwfl", "fwfl", "zbmi", "fbmi", "zhc", "fhc", "zac", "fac", "zts", "fts", "zss",
    "fss", "clenhei", "cbmi", "c9mo_flag",
    *(f"reason_{suffix}" for suffix in ("len", "wei", "wfl", "bmi", "hc", "ac", "ts", "ss")),
]  # fmt: skip
CHILD = {
    "id": "7", "sex": "1", "age": "211", "age_unit": "d", "weight": "8.66", "lenhei": "68.5", "measure": "l",
    "oedema": "n",
}  # fmt: skip


@pytest.fixture
def run(tmp_path, capsys):
    """Run a job on rows; returns exit code, rows of OUT.csv (None where unwritten) and what was said."""

    def execute(job, rows, *options, delimiter=",", name="in.csv"):
        source, out = tmp_path / name, tmp_path / "out.csv"
        if isinstance(rows, list):
            with source.open("w", newline="", encoding="utf-8") as stream:
                writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
                writer.writeheader()
                writer.writerows(rows)
        code = main(["growth", job, str(source), "--out", str(out), "--lang", "id", *options])
        return code, list(csv.DictReader(out.open())) if out.exists() else None, capsys.readouterr().err

    return execute


def test_columns_of_the_result(run):
    code, rows, said = run("zscores", [CHILD | {"rw": "05"}])
    assert code == 0
    assert list(rows[0]) == [*CHILD, "rw", *RESULTS]
    assert {name: rows[0][name] for name in ("rw", "zlen", "flen", "zwei", "clenhei", "c9mo_flag", "reason_hc")} == {
        "rw": "05", "zlen": "-0.26", "flen": "0", "zwei": "0.42", "clenhei": "68.5", "c9mo_flag": "0",
        "reason_hc": "measure-missing",
    }  # fmt: skip
    assert rows[0]["zhc"] == rows[0]["fhc"] == rows[0]["reason_len"] == ""
    assert "WHO 2006" in said
    assert "terbukti" in said


def test_columns_of_the_result_from_5_to_19_years(run):
    child = {"id": "1", "sex": "f", "age_months": "144", "oedema": "n", "height": "136.8", "weight": "29.4"}
    code, rows, _ = run("zscores", [child], "--reference", "5to19")
    assert code == 0
    assert {name: rows[0][name] for name in ("zhfa", "fhfa", "zwfa", "reason_wfa", "zbfa")} == {
        "zhfa": "-2.11", "fhfa": "0", "zwfa": "", "reason_wfa": "age-beyond", "zbfa": "-1.14",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("children", "standard"),
    [
        ([{"sex": "1", "age_months": "144", "height": "136.8"}], "WHO 2007"),
        ([{"sex": "1", "agemons": "144", "height": "136.8"}], "WHO 2007"),
        ([{"sex": "1", "agemons": "14", "height": "76.8"}], "WHO 2006"),
        ([{"sex": "1", "agemons": "14", "age.days": "426", "height": "76.8"}], "WHO 2006"),
        ([{"sex": "1", "age": "61", "age_unit": "m", "height": "106"}], "WHO 2006"),
        ([{"sex": "1", "agemons": age, "height": "99"} for age in ("14", "60", "")], "WHO 2006"),
    ],
)
def test_columns_and_ages_tell_which_standard_is_meant(run, children, standard):
    assert standard in run("zscores", children)[2]


def test_a_result_column_of_the_file_is_replaced(run):
    _, rows, _ = run("zscores", [CHILD | {"zlen": "9.99"}])
    assert rows[0]["zlen"] == "-0.26"
    assert list(rows[0]).count("zlen") == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"sex": "M"},
        {"sex": "L"},
        {"sex": "Laki-laki"},
        {"age": "6.932", "age_unit": "m"},
        {"weight": " 8.66 ", "measure": "L"},
        {"measure": "Telentang", "oedema": "tidak"},
        {"oedema": "NA"},
    ],
)
def test_other_ways_to_write_the_same_child(run, changed):
    code, rows, _ = run("zscores", [CHILD | changed])
    assert (code, rows[0]["zlen"], rows[0]["zwei"]) == (0, "-0.26", "0.42")


def test_a_decimal_comma_is_read_as_one(run):
    code, rows, _ = run("zscores", [CHILD | {"weight": "8,66"}], delimiter=";")
    assert (code, rows[0]["zwei"]) == (0, "0.42")


def test_names_of_columns_that_other_programs_write(run):
    child = {"GENDER": "1", "agemons": "6.932", "Berat": "8.66", "TINGGI": "68.5", "MUAC": "16.1"}
    code, rows, _ = run("zscores", [child])
    assert (code, rows[0]["zlen"], rows[0]["zac"]) == (0, "-0.26", "1.52")


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("sex", "3", "jenis kelamin"),
        ("age", "-1", "kurang dari 0"),
        ("age", "dua", "bukan bilangan"),
        ("age_unit", "w", "satuan umur"),
        ("weight", "8.6 kg", "bukan bilangan"),
        ("weight", "inf", "bukan bilangan"),
        ("measure", "x", "cara ukur"),
        ("oedema", "mungkin", "edema"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_and_nothing_is_written(run, column, value, rule):
    code, rows, said = run("zscores", [CHILD, CHILD | {column: value}])
    assert (code, rows) == (4, None)
    assert f"Baris 2 (baris berkas 3), kolom {column}: '{value}'" in said
    assert rule in said


def test_good_rows_go_on_where_the_user_says_so(run, tmp_path):
    problems = tmp_path / "problems.csv"
    rows = [CHILD, CHILD | {"id": "8", "sex": "x"}, CHILD | {"id": "9"}]
    code, written, said = run("zscores", rows, "--skip-bad-rows", "--errors", str(problems))
    assert code == 0
    assert [row["id"] for row in written] == ["7", "9"]
    assert [row["rule"] for row in csv.DictReader(problems.open(encoding="utf-8-sig"))] == ["not-a-sex"]
    assert "1" in said


def test_a_row_with_too_few_cells(run, tmp_path):
    (tmp_path / "in.csv").write_text("sex,age,weight\n1,200,8.1\n1,200\n")
    code, _, said = run("zscores", None)
    assert code == 4
    assert "ada 2 sel, sedangkan judulnya 3 kolom" in said


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("nama,alamat", "Yang belum ada: sex, age."),
        ("sex,weight", "Yang belum ada: age."),
        ("sex,age,rw", "Beri nama paling sedikit satu dari: weight, lenhei,"),
    ],
)
def test_a_file_without_the_columns_it_needs(run, tmp_path, header, told):
    (tmp_path / "in.csv").write_text(f"{header}\n1,2,3\n")
    code, rows, said = run("zscores", None)
    assert (code, rows) == (3, None)
    assert told in said


def test_parquet_in_and_out(tmp_path, capsys):
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pl.DataFrame({"sex": [1, 2], "age": [211, None], "weight": [8.66, 9.0], "lenhei": [68.5, 75.0]}).write_parquet(
        source
    )
    assert main(["growth", "zscores", str(source), "--out", str(out), "--lang", "en"]) == 0
    result = pl.read_parquet(out)
    assert result["zlen"].to_list() == [-0.26, None]
    assert result["reason_len"].to_list() == [None, "age-missing"]
    assert result["sex"].dtype == pl.Int64


def test_a_damaged_parquet_file(tmp_path, capsys):
    source = tmp_path / "in.parquet"
    source.write_bytes(b"PAR1" + bytes(100))
    assert main(["growth", "zscores", str(source), "--out", str(tmp_path / "out.csv"), "--lang", "id"]) == 3
    assert "bukan berkas Parquet yang utuh" in capsys.readouterr().err


def test_a_sheet_of_a_workbook(tmp_path, run):
    book = xlsxwriter.Workbook(tmp_path / "in.xlsx")
    sheet = book.add_worksheet("Balita")
    sheet.write_row(0, 0, ["sex", "age", "lenhei"])
    sheet.write_row(1, 0, [1, 211, 68.5])
    book.close()
    code, rows, _ = run("zscores", None, "--sheet", "Balita", name="in.xlsx")
    assert (code, rows[0]["zlen"]) == (0, "-0.26")


def test_results_of_another_program_are_compared(run):
    theirs = [CHILD | {"zlen": "-0.26", "flen": "0"}, CHILD | {"zlen": "-0.27", "flen": "0"}]
    code, rows, said = run("compare", theirs)
    assert code == 1
    assert rows == [{"line": "3", "column": "zlen", "theirs": "-0.27", "ours": "-0.26", "reason": ""}]
    assert "zlen: 1 sama, 1 berbeda" in said
    assert "flen: 2 sama, 0 berbeda" in said
    assert run("compare", theirs[:1])[0] == 0


def test_a_value_beyond_the_age_of_the_standard_is_counted_apart(run):
    code, rows, said = run("compare", [CHILD | {"age": "1840", "zlen": "-9"}])
    assert code == 0
    assert "1 hanya ada di berkas" in said
    assert rows[0]["reason"] == "age-beyond"


@skip_if_no_reference
@pytest.mark.parametrize(
    ("file", "options", "count"),
    [
        ("under5_r_anthro_public.csv", (), "47.216 nilai dari 2.951 baris"),
        ("age5to19_r_anthroplus_public.csv", ("--reference", "5to19"), "7.692 nilai dari 1.282 baris"),
        ("mysurvey_published_z_first200.csv", (), "3.200 nilai dari 200 baris"),
        ("who2007_published_survey_z.csv", ("--reference", "5to19"), "5.598 nilai dari 933 baris"),
    ],
)
def test_the_command_counts_no_difference_on_the_reference_files(file, options, count, capsys):
    assert main(["growth", "compare", str(GROWTH / file), "--lang", "id", *options]) == 0
    assert f"{count} dibandingkan; 0 berbeda." in capsys.readouterr().err
