"""``guyub portfolio``: many rows, one budget, a capacity file."""

import csv
import json

import pytest

from guyub.cli import main
from guyub.data import FOLDER, read_yaml

MAMPANG = read_yaml(FOLDER / "demo" / "mampang.yaml")["recordings"][1]["facts"]
ROWS = [
    {"row": "a", **MAMPANG},
    {"row": "b", **MAMPANG, "operating_routines": 0, "data_kinds_used": 0},
    {"row": "c", **MAMPANG, "injection": 600, "wants_child_soon": 1193},
]


@pytest.fixture
def table(tmp_path):
    return written(tmp_path / "villages.csv", ROWS)


def written(file, rows):
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def answer(capsys, *arguments):
    code = main(["portfolio", *map(str, arguments)])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_rows_are_lifted_and_counted(table, capsys):
    _, out, _ = answer(capsys, table, "--to", "berkelanjutan", "--budget", 10**9, "--format", "json")
    found = json.loads(out)
    assert (found["status"], found["villages_lifted"], found["gap"]) == ("optimal", 2, 0)
    assert [village["row"] for village in found["villages"]] == ["b", "c"]


def test_a_capacity_file_bounds_what_an_opd_can_do(table, tmp_path, capsys):
    capacity = tmp_path / "capacity.csv"
    capacity.write_text("opd,units\nKelurahan,0\n", encoding="utf-8")
    _, out, _ = answer(
        capsys, table, "--to", "Berkelanjutan", "--budget", 10**9, "--capacity", capacity, "--format", "json"
    )
    found = json.loads(out)
    assert [village["row"] for village in found["villages"]] == ["c"]
    assert found["capacity_used"] == {"Kelurahan": 0}


def test_the_text_says_how_many_and_why_not_the_others(table, capsys):
    _, out, _ = answer(capsys, table, "--to", "Berkelanjutan", "--budget", 10**9, "--lang", "id")
    assert "2 desa" in out
    assert "sudah di kelas itu: 1 desa" in out


def test_a_row_with_a_problem_is_left_out_by_name(tmp_path, capsys):
    table = written(tmp_path / "faulty.csv", [*ROWS, {"row": "d", **MAMPANG, "iud": "banyak"}])
    _, out, _ = answer(capsys, table, "--to", "Berkelanjutan", "--budget", 10**9, "--format", "json")
    assert json.loads(out)["rows_with_problems"] == ["d"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("dinas;unit\n", 3),
        ("opd,units\nDinkes,-1\n", 4),
        ("opd,units\nDinkes,1\nDinkes,2\n", 4),
        ("opd,units\nNaga,1\n", 6),
    ],
)
def test_a_badly_made_capacity_file_is_refused_by_kind(table, tmp_path, capsys, content, code):
    capacity = tmp_path / "capacity.csv"
    capacity.write_text(content, encoding="utf-8")
    given, out, err = answer(capsys, table, "--to", "Berkelanjutan", "--budget", 1, "--capacity", capacity)
    assert (given, out) == (code, "")
    assert err
