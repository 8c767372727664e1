"""What the commands on tables of families share: the file, the day of ages, the choices of rules, the run itself."""

import argparse
import datetime
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from guyub.analytics.engines import ENGINES
from guyub.analytics.family_tables import FamilyTable, read_families
from guyub.analytics.family_tables.absent import Absent, absent_columns
from guyub.analytics.family_tables.results import sums_of
from guyub.analytics.tables import write_whole
from guyub.cli._arguments import day
from guyub.cli._problems import add_problem_arguments, refuse_overwriting, usable
from guyub.data import family_choices, load_family_rules
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.rulebook import FamilyRules
from guyub.domain.families.rules import Choice, RuleFile
from guyub.language import format_number, text

FORM = "pk-2021"
_COLUMNS_SHOWN = 12


Sums = Mapping[str, int]


class Line:
    """A line said beside the result: its key in the catalogue of messages, and what stands in it."""

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values


@dataclass(frozen=True)
class FamilyCommand:
    """What makes one command on a table of families differ from another; the rest is `_run`.

    Attributes:
        part: Part of the family rules that is measured and summed.
        options: Choice of the rule files → the option that answers it.
        rule: The rule file behind the result.
        measure: Results, one row a family.
        unknown: Column of the results with the codes that stay unknown for a family.
        asked: Variable or factor → the questions it rests on.
        lines: What is said beside the result; the first line says how many families, and where the result is.
    """

    part: str
    options: Mapping[str, str]
    rule: Callable[[FamilyRules], RuleFile]
    measure: Callable[..., pl.DataFrame]
    unknown: str
    asked: Callable[[FamilyRules], Mapping[str, tuple[str, ...]]]
    lines: Callable[[FamilyRules, Sums, argparse.Namespace], list[Line]]


def add_family_command(parser: argparse.ArgumentParser, command: FamilyCommand) -> None:
    """Arguments and options of the command, and the run behind it."""
    _add_family_arguments(parser)
    choices = family_choices()
    for name, option in command.options.items():
        _add_choice(parser, option, choices[name])
    parser.set_defaults(run=partial(_run, command))


def _run(command: FamilyCommand, arguments: argparse.Namespace) -> int:
    rules = load_family_rules(**{name: getattr(arguments, name) for name in command.options})
    table = _table_from(arguments)
    result = command.measure(rules, table, engine=arguments.engine)
    write_whole(arguments.out, result.write_csv)
    first, *further = command.lines(rules, sums_of(rules, table, command.part), arguments)
    _say(first.key, arguments, **first.values)
    _say_columns(table, arguments)
    _say_absent(absent_columns(table, command.asked(rules), result[command.unknown]), arguments)
    for line in further:
        _say(line.key, arguments, **line.values)
    choices = family_choices()
    _say_choices(command.rule(rules), [choices[name] for name in command.options], arguments)
    return 0


def _add_family_arguments(parser: argparse.ArgumentParser) -> None:
    """The file of families, where the result goes, and how to read it."""
    parser.add_argument("file", metavar="IN.csv", type=Path, help="tabel keluarga: CSV, XLSX, ODS atau XLS")
    parser.add_argument("--out", required=True, metavar="OUT.csv", type=Path, help="berkas hasil (CSV)")
    parser.add_argument("--sheet", metavar="NAMA", help="nama lembar pada berkas XLSX, ODS atau XLS")
    parser.add_argument("--on", type=day, metavar="YYYY-MM-DD", help="hari umur anggota dihitung (bawaan: hari ini)")
    parser.add_argument("--engine", choices=ENGINES, default="polars", help="mesin hitung (bawaan: %(default)s)")
    add_problem_arguments(parser)


def _add_choice(parser: argparse.ArgumentParser, option: str, choice: Choice) -> None:
    """An option that answers a choice of the rule files; its help is the choice's own text."""
    help_text = choice.about.id.replace("%", "%%")
    parser.add_argument(
        option, dest=choice.name, choices=choice.choices, default=choice.default,
        help=f"{help_text} (bawaan: %(default)s; {choice.grade})",
    )  # fmt: skip


def _table_from(arguments: argparse.Namespace) -> FamilyTable:
    """The families of the file, without bad rows where the user goes on without them."""
    refuse_overwriting(arguments)
    on = arguments.on or datetime.date.today()
    form = load_questionnaire(FORM)
    table = read_families(arguments.file, form, on=on, sheet=arguments.sheet)
    if table.twofold_dates:
        _say("families.twofold-dates", arguments, count=table.twofold_dates)
    return usable(table, arguments)


def _say(key: str, arguments: argparse.Namespace, **values: object) -> None:
    """A line beside the result, on standard error; integers as people write them."""
    language = arguments.lang
    shown = {
        name: format_number(value, language) if isinstance(value, int) else value for name, value in values.items()
    }
    print(text(key, language, **shown), file=sys.stderr)


def _say_absent(found: Sequence[Absent], arguments: argparse.Namespace) -> None:
    """Columns that the file does not have, with what stays unknown for want of them."""
    for one in found:
        _say("families.absent", arguments, columns=", ".join(one.questions), code=one.code, count=one.families)


def _say_choices(rules: RuleFile, choices: Iterable[Choice], arguments: argparse.Namespace) -> None:
    """How sure the rule is, and each choice that was made for this result, with its grade and source."""
    language = arguments.lang
    grade = text(f"grade.{rules.grade}", language)
    _say(
        "families.rule",
        arguments,
        rule=f"{rules.id} {rules.version}",
        grade=grade,
        source=rules.source.in_language(language),
    )
    for choice in choices:
        grade = text(f"grade.{choice.grade}", language)
        answer = getattr(arguments, choice.name)
        _say(
            "families.choice",
            arguments,
            name=choice.name,
            answer=answer,
            grade=grade,
            source=choice.source.in_language(language),
        )


def _say_columns(table: FamilyTable, arguments: argparse.Namespace) -> None:
    """Which columns were kept as they are, so that a misread heading is seen."""
    kept = table.texts.columns
    if kept:
        more = "" if len(kept) <= _COLUMNS_SHOWN else f" … (+{len(kept) - _COLUMNS_SHOWN})"
        _say("families.kept", arguments, columns=", ".join(kept[:_COLUMNS_SHOWN]) + more)
