"""`guyub krs IN.csv --out OUT.csv --rule VERSION`: which families of a table are at risk of stunting, and why."""

import argparse

from guyub.analytics.family_tables.absent import absent_columns
from guyub.analytics.family_tables.results import screening_of_families, sums_of
from guyub.analytics.tables import write_whole
from guyub.cli._families import (
    add_choice,
    add_family_arguments,
    rules_from,
    say,
    say_absent,
    say_choices,
    say_columns,
    table_from,
)
from guyub.data import family_choices

_OPTIONS = {
    "krs_rule": "--rule",
    "too_old": "--too-old",
    "pregnant_counts_as_non_kb": "--pregnant-counts-as-non-kb",
    "mal_is_modern": "--mal-is-modern",
}


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
    add_family_arguments(parser)
    choices = family_choices()
    for name, option in _OPTIONS.items():
        add_choice(parser, option, choices[name])
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    rules = rules_from(arguments, tuple(_OPTIONS))
    table = table_from(arguments)
    result = screening_of_families(rules, table, engine=arguments.engine)
    write_whole(arguments.out, result.write_csv)
    sums = sums_of(rules, table, "krs")
    say("krs.families", arguments, count=sums["families"], rule=arguments.krs_rule, out=arguments.out)
    say_columns(table, arguments)
    asked = {factor.code: tuple(factor.question.split(", ")) for factor in rules.krs.factors}
    say_absent(absent_columns(table, asked, result["undecided"]), arguments)
    say("krs.counts", arguments, target=sums["target"], krs=sums["krs"], rest=sums["not_at_risk"])
    if sums["krs_unknown"]:
        say("krs.unknown", arguments, count=sums["krs_unknown"])
    say_choices(rules.krs, [family_choices()[name] for name in _OPTIONS], arguments)
    return 0
