"""`guyub ibangga IN.csv --out OUT.csv`: the family development index of every family of a table."""

import argparse

from guyub.analytics.family_tables.results import index_of_families
from guyub.cli._families import FamilyCommand, Line, Sums, add_family_command
from guyub.domain.families import ibangga
from guyub.domain.families.rulebook import FamilyRules
from guyub.language import format_hundredths


def _asked(rules: FamilyRules) -> dict[str, tuple[str, ...]]:
    return {variable.code: variable.questions for variable in rules.ibangga.variables}


def _lines(rules: FamilyRules, sums: Sums, arguments: argparse.Namespace) -> list[Line]:
    area = ibangga.area(rules.ibangga, sums)
    lines = [Line("ibangga.families", count=area.families, rules=rules.ibangga.id, out=arguments.out)]
    if area.index is not None:
        parts = {code: value for code, value in {**area.dimensions, "index": area.index}.items() if value is not None}
        printed = {
            code: format_hundredths(ibangga.hundredths(value, 100), arguments.lang) for code, value in parts.items()
        }
        lines.append(Line("ibangga.index", count=area.with_index, category=area.category, **printed))
        lines.append(Line("ibangga.categories", **area.distribution))
    if area.with_index < area.families:
        lines.append(Line("ibangga.without", count=area.families - area.with_index))
    return lines


_COMMAND = FamilyCommand(
    part="ibangga",
    options={
        "na_policy": "--na-policy",
        "house_k": "--house-k",
        "insurance_of": "--insurance-of",
        "never_married_head": "--never-married-head",
    },
    rule=lambda rules: rules.ibangga,
    measure=index_of_families,
    unknown="unanswered",
    asked=_asked,
    lines=_lines,
)


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
    add_family_command(parser, _COMMAND)
