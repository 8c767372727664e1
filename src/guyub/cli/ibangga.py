"""`guyub ibangga IN.csv --out OUT.csv`: the family development index of every family of a table."""

import argparse

from guyub.analytics.family_tables.absent import absent_columns
from guyub.analytics.family_tables.results import index_of_families, sums_of
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
from guyub.data import load_ibangga
from guyub.domain.families import ibangga
from guyub.language import format_hundredths

_OPTIONS = {
    "na_policy": "--na-policy",
    "house_k": "--house-k",
    "insurance_of": "--insurance-of",
    "never_married_head": "--never-married-head",
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "ibangga",
        help="hitung iBangga setiap keluarga pada tabel (family development index of all families of a table)",
        description="Menghitung 17 variabel, tiga dimensi, dan indeks iBangga setiap keluarga dari jawaban Pendataan "
        "Keluarga. IN: satu baris per keluarga, kolom bernama kode PK (P.01, P.03a, K.07 …) seperti pada "
        "docs/reference/family-record.md; kolom lain ikut ke hasil apa adanya. Variabel yang belum dijawab bukan nol: "
        "keluarganya tidak punya indeks dan kolom 'unanswered' menyebut variabelnya.",
        epilog="Contoh: guyub ibangga keluarga.csv --out ibangga.csv --errors masalah.csv",
    )
    add_family_arguments(parser)
    for choice in load_ibangga().choices:
        add_choice(parser, _OPTIONS[choice.name], choice)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    rules = rules_from(arguments, tuple(_OPTIONS))
    table = table_from(arguments)
    result = index_of_families(rules, table, engine=arguments.engine)
    write_whole(arguments.out, result.write_csv)
    area = ibangga.area(rules.ibangga, sums_of(rules, table, "ibangga"))
    say("ibangga.families", arguments, count=area.families, rules=rules.ibangga.id, out=arguments.out)
    say_columns(table, arguments)
    asked = {variable.code: variable.questions for variable in rules.ibangga.variables}
    say_absent(absent_columns(table, asked, result["unanswered"]), arguments)
    if area.index is not None:
        parts = {code: value for code, value in {**area.dimensions, "index": area.index}.items() if value is not None}
        printed = {
            code: format_hundredths(ibangga.hundredths(value, 100), arguments.lang) for code, value in parts.items()
        }
        say("ibangga.index", arguments, count=area.with_index, category=area.category, **printed)
        say("ibangga.categories", arguments, **area.distribution)
    if area.with_index < area.families:
        say("ibangga.without", arguments, count=area.families - area.with_index)
    say_choices(rules.ibangga, load_ibangga().choices, arguments)
    return 0
