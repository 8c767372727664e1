"""What the commands on tables of families share: the file, the day of ages, the choices of rules, the problems."""

import argparse
import datetime
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from guyub.analytics.engines import ENGINES
from guyub.analytics.family_tables import FamilyTable, read_families
from guyub.analytics.family_tables.absent import Absent
from guyub.cli._arguments import day
from guyub.cli._problems import add_problem_arguments, refuse_overwriting, usable
from guyub.data import load_family_rules
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.rulebook import FamilyRules
from guyub.domain.families.rules import Choice, RuleFile
from guyub.language import format_number, text

FORM = "pk-2021"
_COLUMNS_SHOWN = 12


def add_family_arguments(parser: argparse.ArgumentParser) -> None:
    """The file of families, where the result goes, and how to read it."""
    parser.add_argument("file", metavar="IN.csv", type=Path, help="tabel keluarga: CSV, XLSX, ODS atau XLS")
    parser.add_argument("--out", required=True, metavar="OUT.csv", type=Path, help="berkas hasil (CSV)")
    parser.add_argument("--sheet", metavar="NAMA", help="nama lembar pada berkas XLSX, ODS atau XLS")
    parser.add_argument("--on", type=day, metavar="YYYY-MM-DD", help="hari umur anggota dihitung (bawaan: hari ini)")
    parser.add_argument("--engine", choices=ENGINES, default="polars", help="mesin hitung (bawaan: %(default)s)")
    add_problem_arguments(parser)


def add_choice(parser: argparse.ArgumentParser, option: str, choice: Choice) -> None:
    """An option that answers a choice of the rule files; its help is the choice's own text."""
    help_text = choice.about.id.replace("%", "%%")
    parser.add_argument(
        option, dest=choice.name, choices=choice.choices, default=choice.default,
        help=f"{help_text} (bawaan: %(default)s; {choice.grade})",
    )  # fmt: skip


def rules_from(arguments: argparse.Namespace, names: tuple[str, ...]) -> FamilyRules:
    """The rules with the choices of these names as the user wants them."""
    return load_family_rules(**{name: getattr(arguments, name) for name in names})


def table_from(arguments: argparse.Namespace) -> FamilyTable:
    """The families of the file, without bad rows where the user goes on without them."""
    refuse_overwriting(arguments)
    on = arguments.on or datetime.date.today()
    form = load_questionnaire(FORM)
    table = read_families(arguments.file, form, on=on, sheet=arguments.sheet)
    if table.twofold_dates:
        say("families.twofold-dates", arguments, count=table.twofold_dates)
    return usable(table, arguments)


def say(key: str, arguments: argparse.Namespace, **values: object) -> None:
    """A line beside the result, on standard error; integers as people write them."""
    language = arguments.lang
    shown = {
        name: format_number(value, language) if isinstance(value, int) else value for name, value in values.items()
    }
    print(text(key, language, **shown), file=sys.stderr)


def say_absent(found: Sequence[Absent], arguments: argparse.Namespace) -> None:
    """Columns that the file does not have, with what stays unknown for want of them."""
    for one in found:
        say("families.absent", arguments, columns=", ".join(one.questions), code=one.code, count=one.families)


def say_choices(rules: RuleFile, choices: Iterable[Choice], arguments: argparse.Namespace) -> None:
    """How sure the rule is, and each choice that was made for this result, with its grade and source."""
    language = arguments.lang
    grade = text(f"grade.{rules.grade}", language)
    say(
        "families.rule",
        arguments,
        rule=f"{rules.id} {rules.version}",
        grade=grade,
        source=rules.source.in_language(language),
    )
    for choice in choices:
        grade = text(f"grade.{choice.grade}", language)
        answer = getattr(arguments, choice.name)
        say(
            "families.choice",
            arguments,
            name=choice.name,
            answer=answer,
            grade=grade,
            source=choice.source.in_language(language),
        )


def say_columns(table: FamilyTable, arguments: argparse.Namespace) -> None:
    """Which columns were kept as they are, so that a misread heading is seen."""
    kept = table.texts.columns
    if kept:
        more = "" if len(kept) <= _COLUMNS_SHOWN else f" … (+{len(kept) - _COLUMNS_SHOWN})"
        say("families.kept", arguments, columns=", ".join(kept[:_COLUMNS_SHOWN]) + more)
