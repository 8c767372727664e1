"""guyub explain: one village's class in words and as JSON; Mampang's two recordings are the worked example."""

import json

import pytest

from guyub.cli import main
from guyub.data import FOLDER, read_yaml

RECORDINGS = [recording["facts"] for recording in read_yaml(FOLDER / "demo" / "mampang.yaml")["recordings"]]


@pytest.fixture
def mampang(tmp_path):
    """Both recordings as a table: row 1 is January 2023 (RW 02), row 2 is May 2023 (the whole kelurahan)."""
    file = tmp_path / "mampang.csv"
    header = ["row", "name", *RECORDINGS[0]]
    rows = [[number, f"catatan {number}", *facts.values()] for number, facts in enumerate(RECORDINGS, start=1)]
    file.write_text("\n".join(",".join(map(str, row)) for row in [header, *rows]))
    return file


def explained(capsys, file, row, *options):
    assert main(["explain", str(file), "--row", str(row), *options]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "outputs", "values", "output_index"),
    [
        pytest.param(1, [4, 4, 4, 1], [46, 53, 33, 17], "3.25", id="31 Januari 2023"),
        pytest.param(2, [4, 3, 4, 1], [32, 46, 28, 30], "3.00", id="31 Mei 2023"),
    ],
)
def test_both_recordings_give_the_recorded_scores(mampang, capsys, row, outputs, values, output_index):
    answer = json.loads(explained(capsys, mampang, row, "--format", "json"))
    variables = answer["variables"]
    assert [variables[code]["score"] for code in ("I1", "I2", "I3", "I4", "I5")] == [4, 4, 4, 3, 3]
    assert [variables[code]["score"] for code in ("P1", "P2", "P3")] == [4, 4, 4]
    assert [variables[code]["score"] for code in ("O1", "O2", "O3", "O4")] == outputs
    assert [variables[code]["value"] for code in ("O1", "O2", "O3", "O4")] == values
    assert answer["indices"] == {"input": "3.60", "process": "4.00", "output": output_index}
    assert answer["class"] == "Berkelanjutan"


def test_the_text_names_the_limit_and_the_couples_in_indonesian(mampang, capsys):
    text = " ".join(explained(capsys, mampang, 2, "--lang", "id").split())
    assert "Berkelanjutan: indeks hasil 3,00 tepat di batas" in text
    assert "satu poin hilang membuat kelas turun ke Berkembang" in text
    assert "MKJP 28 % (513 dari 1.814 peserta KB modern): cukup 69 pasangan berkurang, skor turun menjadi 3" in text
    assert "Unmet need 30 % (1.203 dari 3.961 PUS): kurangi 708 pasangan menjadi 495, skor naik menjadi 2" in text


def test_the_text_names_them_in_english_too(mampang, capsys):
    text = " ".join(explained(capsys, mampang, 2, "--lang", "en").split())
    assert "Berkelanjutan: the output index, 3.00, is exactly on its limit" in text
    assert "69 couples fewer would lower the score to 3 and the class to Berkembang" in text


def test_the_rule_and_its_standing_are_named(mampang, capsys):
    text = " ".join(explained(capsys, mampang, 2, "--instrument", "kkb-siap-1.0", "--lang", "id").split())
    assert "usulan, bukan nilai resmi" in text
    assert "poin belum diketahui" in text


def test_json_carries_margins_findings_and_words(mampang, capsys):
    answer = json.loads(explained(capsys, mampang, 2, "--format", "json"))
    assert answer["margins"]["indices"]["output"]["spare"] == 0
    assert answer["margins"]["variables"]["O3"]["down"]["change"] == -69
    assert answer["findings"] == []
    assert answer["text"]["title"]


def test_contradictions_and_gaps_are_said(tmp_path, capsys):
    file = tmp_path / "in.csv"
    file.write_text("row,population,families,iud\na,10,20,3\n")
    text = explained(capsys, file, "a", "--lang", "id")
    assert "Keluarga (20) lebih banyak daripada penduduk (10)." in text
    assert "Pasangan usia subur (PUS) belum diisi" in text


def test_a_village_without_figures_is_told_to_record_them_first(tmp_path, capsys):
    file = tmp_path / "in.csv"
    file.write_text("row,pus\n1,\n")
    text = explained(capsys, file, 1, "--lang", "id")
    assert "Dasar: belum ada angka yang tercatat" in text
    assert "Isi dulu angka desa" in text


def test_a_row_that_is_not_there_exits_with_6(mampang, capsys):
    assert main(["explain", str(mampang), "--row", "9", "--lang", "id"]) == 6
    assert "tidak punya baris '9'" in capsys.readouterr().err


def test_a_row_with_a_problem_is_not_explained_and_others_are(tmp_path, capsys):
    file = tmp_path / "in.csv"
    file.write_text("row,pus\n1,-5\n2,5\n")
    assert main(["explain", str(file), "--row", "1", "--lang", "id"]) == 4
    assert "'-5' negatif" in capsys.readouterr().err
    assert main(["explain", str(file), "--row", "2", "--lang", "id"]) == 0
