"""The command: two files, a summary, and errors by kind. Real village names, invented figures."""

import csv

import pytest

from guyub.cli import main

TABLE = """PROVINSI;KABUPATEN;KECAMATAN;KELURAHAN;PUS;UNMET NEED;BULAN
JAWA BARAT;DEPOK;PANCORAN MAS;MAMPANG;1000;90;MEI
JAWA BARAT;DEPOK;PANCORAN MAS;MAMPANG;1100;100;JUNI
JAWA BARAT;DEPOK;PANCORAN MAS;MAMPANK;1;1;JUNI
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "unduhan"
    folder.mkdir()
    (folder / "pus-unmet-need.csv").write_text(TABLE)
    return folder


@pytest.fixture
def run(folder, tmp_path):
    def run(*options):
        out, report = tmp_path / "in.csv", tmp_path / "report.csv"
        code = main(["import-siga", str(folder), "--out", str(out), "--report", str(report), *options])
        return code, out, report

    return run


def rows(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_facts_and_report_are_written(run):
    code, out, report = run()
    assert code == 0
    assert [(row["region_code"], row["pus"], row["month"]) for row in rows(out)] == [("32.76.01.1009", "1100", "6")]
    assert [row["line"] for row in rows(report) if row["rule"] == "region-not-found"] == ["4"]


def test_the_summary_says_which_month_was_used_and_counts_each_rule(run, capsys):
    run("--lang", "id")
    said = capsys.readouterr().out
    assert "Bulan yang dipakai: Juni (terbaru yang ditemukan" in said
    assert "galat: tidak dipakai. 'MAMPANK' tidak ada di daftar kode" in said
    assert "1 desa ditulis ke" in said


@pytest.mark.parametrize("month", ["MEI", "5", "2025-05"])
def test_a_month_is_chosen_in_any_spelling(run, month):
    assert rows(run("--month", month)[1])[0]["pus"] == "1000"


def test_the_year_is_written_where_it_is_given(run):
    assert rows(run("--year", "2025")[1])[0]["year"] == "2025"


def test_english_on_request(run, capsys):
    _, _, report = run("--lang", "en")
    assert "Month used: June" in capsys.readouterr().out
    assert any("is not in the Kemendagri code list" in row["message"] for row in rows(report))


def test_the_facts_file_can_be_classified(run, tmp_path):
    _, out, _ = run()
    classes = tmp_path / "classes.csv"
    assert main(["classify", str(out), "--out", str(classes)]) == 0
    assert [(row["row"], row["class"], row["O4"]) for row in rows(classes)] == [("1", "Dasar", "3")]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        pytest.param(["--month", "JULI"], 6, "Bulan yang ada: Mei, Juni", id="a month that is not there"),
        pytest.param(["--month", "kemarin"], 6, "bukan bulan", id="no month at all"),
        pytest.param(["--out", "/tidak/ada/in.csv"], 3, "tidak dapat ditulis", id="no such folder"),
    ],
)
def test_errors_say_what_to_do_and_write_nothing(run, capsys, options, code, words):
    result, out, report = run("--lang", "id", *options)
    assert result == code
    assert words in capsys.readouterr().err
    assert not out.exists()
    assert not report.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PUS;BULAN\n1;MEI\n"])
def test_a_broken_table_stops_the_import_with_its_name(run, folder, capsys, content):
    (folder / "bkb-bulanan.csv").write_bytes(content)
    result, out, _ = run("--lang", "id")
    assert (result, out.exists()) == (3, False)
    assert "bkb-bulanan.csv" in capsys.readouterr().err


def test_a_wrong_year_is_a_wrong_command(run):
    with pytest.raises(SystemExit) as stopped:
        run("--year", "25")
    assert stopped.value.code == 2
