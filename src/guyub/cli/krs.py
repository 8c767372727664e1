"""`guyub krs IN.csv --out OUT.csv --rule VERSION`: which families of a table are at risk of stunting, and why."""

import argparse

from guyub.analytics.family_tables.results import screening_of_families
from guyub.cli._families import FamilyCommand, Line, Sums, add_family_command
from guyub.domain.families.rulebook import FamilyRules


def _asked(rules: FamilyRules) -> dict[str, tuple[str, ...]]:
    return {factor.code: tuple(factor.question.split(", ")) for factor in rules.krs.factors}


def _lines(_rules: FamilyRules, sums: Sums, arguments: argparse.Namespace) -> list[Line]:
    lines = [
        Line("krs.families", count=sums["families"], rule=arguments.krs_rule, out=arguments.out),
        Line("krs.counts", target=sums["target"], krs=sums["krs"], rest=sums["not_at_risk"]),
    ]
    if sums["krs_unknown"]:
        lines.append(Line("krs.unknown", count=sums["krs_unknown"]))
    return lines


_COMMAND = FamilyCommand(
    part="krs",
    options={
        "krs_rule": "--rule",
        "too_old": "--too-old",
        "pregnant_counts_as_non_kb": "--pregnant-counts-as-non-kb",
        "mal_is_modern": "--mal-is-modern",
    },
    rule=lambda rules: rules.krs,
    measure=screening_of_families,
    unknown="undecided",
    asked=_asked,
    lines=_lines,
)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "krs",
        help="tapis keluarga berisiko stunting pada tabel (families at risk of stunting in a table)",
        description="Menapis setiap keluarga: sasaran, tujuh faktor risiko, PUS 4T, dan KRS, dari jawaban Pendataan "
        "Keluarga. IN: satu baris per keluarga, kolom bernama kode PK seperti pada docs/reference/family-record.md; "
        "kolom lain ikut ke hasil apa adanya. Hasil memakai 1 ya, 2 tidak, 3 tidak berlaku, kosong belum diketahui. "
        "Daftar KRS by name tidak dibaca: angka 1 dan 2 di sana adalah putusan, bukan jawaban.",
        epilog="Contoh: guyub krs keluarga.csv --out krs.csv --rule krs_2022plus",
    )
    add_family_command(parser, _COMMAND)
