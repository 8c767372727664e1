"""``guyub plan``: what a person and a script get."""

import csv
import json
import re
import subprocess
import sys

import pytest

from guyub.cli import main
from guyub.data import FOLDER, read_yaml

MAMPANG = read_yaml(FOLDER / "demo" / "mampang.yaml")["recordings"][1]["facts"]
WEAK = {**MAMPANG, "operating_routines": 0, "data_kinds_used": 0}


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "villages.csv"
    rows = [{"row": "7", **MAMPANG}, {"row": "9", **WEAK}, {"row": "11", **MAMPANG, "iud": "banyak"}]
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def planned(capsys, *arguments):
    code = main(["plan", *map(str, arguments)])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_the_row_is_found_by_its_name_and_the_json_is_clean(table, capsys):
    code, out, _ = planned(capsys, table, "--row", 9, "--to", "Berkelanjutan", "--alternatives", 1, "--format", "json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["row"], answer["from_class"], answer["reached_class"]) == ("9", "Mandiri", "Berkelanjutan")
    assert (answer["status"], answer["gap"]) == ("optimal", 0)


def test_the_solver_prints_nothing_on_standard_output(table):
    command = [
        sys.executable,
        "-m",
        "guyub.cli",
        "plan",
        str(table),
        "--row",
        "9",
        "--to",
        "mandiri",
        "--format",
        "json",
    ]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(shown.stdout)["to_class"] == "Mandiri"


def test_a_lurah_reads_who_does_what_for_how_much(table, capsys):
    _, out, _ = planned(capsys, table, "--row", 9, "--to", "Berkelanjutan", "--lang", "id")
    assert "Jalan dari Mandiri ke Berkelanjutan" in out
    assert "Terbukti termurah" in out
    assert "Pakai lebih banyak jenis data" in out
    assert "bukan angka resmi" in out


@pytest.mark.parametrize("amount", ["50000000", "50.000.000", "50,000,000", "Rp 50.000.000"])
def test_a_budget_may_be_written_as_people_write_money(table, capsys, amount):
    code, out, _ = planned(capsys, table, "--row", 9, "--to", "Berkelanjutan", "--budget", amount, "--format", "json")
    assert (code, json.loads(out)["status"]) == (0, "optimal")


@pytest.mark.parametrize("amount", ["50 juta", "50.00", "50.000,000"])
def test_an_amount_that_could_mean_two_things_is_refused_in_the_readers_language(table, capsys, amount):
    with pytest.raises(SystemExit, match="2"):
        main(["plan", str(table), "--row", "9", "--hold", f"--budget={amount}", "--lang", "id"])
    said = capsys.readouterr().err
    assert f"--budget: '{amount}' bukan angka rupiah" in said
    assert not re.search(r"usage|error|argument|invalid", said)


def test_a_command_is_taught_in_the_readers_language(capsys):
    for language, usage, help_text in (
        ("id", "cara pakai: ", "tampilkan bantuan"),
        ("en", "usage: ", "show this help"),
    ):
        with pytest.raises(SystemExit, match="0"):
            main(["plan", "--help", "--lang", language])
        said = capsys.readouterr().out
        assert said.startswith(usage)
        assert help_text in said


def test_holding_names_the_couples(table, capsys):
    _, out, _ = planned(capsys, table, "--row", 7, "--hold", "--lang", "id")
    assert "cadangan 0,25" in out
    assert "3,00 → 3,25" in out


def test_a_budget_too_small_says_how_much_is_missing(table, capsys):
    arguments = ("--row", 9, "--to", "Berkelanjutan", "--budget", 1000, "--format", "json")
    code, out, _ = planned(capsys, table, *arguments)
    answer = json.loads(out)
    assert (code, answer["status"]) == (0, "infeasible")
    reason = answer["blocking"][0]
    assert reason["missing_rupiah"] == reason["needed_rupiah"] - 1000


def test_a_date_too_near_says_the_earliest_day(table, capsys):
    dates = ("--from", "2025-01-01", "--by", "2025-01-02")
    _, out, _ = planned(capsys, table, "--row", 9, "--to", "Berkelanjutan", *dates, "--lang", "id")
    assert "paling cepat" in out
    assert "2025" in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--row", 8, "--to", "Mandiri"), 6, "8"),
        (("--row", 9, "--to", "Paripurna"), 6, "Berkelanjutan"),
        (("--row", 11, "--to", "Mandiri"), 4, "banyak"),
        (("--row", 9, "--to", "Mandiri", "--budget", "-5"), 4, "-5"),
        (("--row", 9, "--to", "Mandiri", "--levers", "none"), 6, "kkb-levers"),
    ],
)
def test_what_cannot_be_is_refused_by_kind(table, capsys, arguments, code, said):
    given, out, err = planned(capsys, table, *arguments)
    assert (given, out) == (code, "")
    assert said in err


def test_that_no_plan_exists_ends_with_its_own_code_as_text(table, capsys):
    code, _, _ = planned(capsys, table, "--row", 9, "--to", "Berkelanjutan", "--budget", 1000, "--lang", "id")
    assert code == 9
