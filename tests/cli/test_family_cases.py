"""The case files of families, run through the commands: each row's expectation stands beside its sentence."""

import csv
import shlex
from collections import defaultdict
from pathlib import Path

import pytest

from guyub.cli import main

CASES = Path(__file__).parents[1] / "cases"
FILES = {"ibangga.csv": "ibangga", "ibangga-anggota.csv": "ibangga", "krs.csv": "krs", "krs-anggota.csv": "krs"}


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def computed(command, cases, folder):
    """What the command writes for the cases, by number; one run for each set of options."""
    by_options = defaultdict(list)
    for case in cases:
        by_options[case["opsi"]].append(case)
    found = {}
    for place, (options, group) in enumerate(by_options.items()):
        source, out = folder / f"{place}.csv", folder / f"{place}-out.csv"
        with source.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(group[0]))
            writer.writeheader()
            writer.writerows(group)
        assert main([command, str(source), "--out", str(out), *shlex.split(options)]) == 0
        found |= {row["nomor"]: row for row in rows_of(out)}
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_case_comes_out_as_its_sentence_says(name, tmp_path):
    cases = rows_of(CASES / name)
    found = computed(FILES[name], cases, tmp_path)
    wrong = []
    for case in cases:
        for expectation in case["harapan"].split():
            column, _, value = expectation.partition("=")
            got = found[case["nomor"]][column] or "-"
            if got != value:
                wrong.append(f"{case['nomor']} {case['kalimat']} {column}: {got}, not {value}")
    assert wrong == []
    assert len(found) == len(cases)


def test_every_variable_is_seen_passed_failed_and_unanswered_and_those_that_can_be_not_applicable():
    """No path may fall out of the file unseen."""
    words = " ".join(case["harapan"] for case in rows_of(CASES / "ibangga.csv"))
    for number in range(1, 18):
        code = f"V{number:02}"
        assert f"{code}=0" in words
        assert f"unanswered={code}" in words
    for code in ("V02", "V03", "V06", "V11", "V15"):
        assert f"not_applicable={code}" in words


def test_every_factor_is_seen_as_yes_no_not_applicable_and_unknown():
    words = " ".join(case["harapan"] for case in rows_of(CASES / "krs.csv")).split()
    for code in ("T_MUDA", "T_TUA", "T_DEKAT", "T_BANYAK", "NON_KBM", "PUS_4T"):
        assert {f"{code}={flag}" for flag in (1, 2, 3)} <= set(words), code
    for code in ("AIR", "JAMBAN", "SASARAN", "KRS"):
        assert {f"{code}={flag}" for flag in (1, 2)} <= set(words), code
    assert {"KRS=-", "AIR=-", "NON_KBM=-", "PUS_4T=-"} <= set(words)
