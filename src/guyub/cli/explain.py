"""`guyub explain IN.csv --row N`: the class of one village, why, and what would change it, in numbers of people."""

import argparse
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guyub.analytics.tables import Problem
from guyub.analytics.tables.reading import VillageTable, read_villages
from guyub.cli._arguments import add_rule_arguments
from guyub.cli._instruments import given_from, instrument_from
from guyub.data import load_fact_catalogue, load_related
from guyub.domain.facts import Finding, find_contradictions
from guyub.domain.instruments.margins import Margins, find_margins
from guyub.errors import DomainError
from guyub.language import text
from guyub.language.explanation import Explanation, VariableText, explain
from guyub.language.problems import problem_text

_WIDTH = 100


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "explain",
        help="jelaskan kelas satu desa (explain one village's class)",
        description="Menjelaskan kelas satu desa: indeks terhadap batasnya, tiap variabel dengan faktanya, berapa "
        "pasangan atau keluarga ke skor berikutnya, apa yang belum diisi, dan angka yang bertentangan.",
        epilog="Contoh: guyub explain desa.csv --row 1 --format json",
    )
    parser.add_argument("file", metavar="IN.csv", type=Path, help="tabel desa: CSV, XLSX, ODS atau XLS")
    parser.add_argument("--row", required=True, metavar="N", help="isi kolom 'row', atau nomor urut desa mulai 1")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="teks (bawaan) atau JSON")
    add_rule_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    instrument = instrument_from(arguments)
    catalogue = load_fact_catalogue()
    given = given_from(arguments, instrument)
    table = read_villages(arguments.file, catalogue, instrument=instrument, given=given, sheet=arguments.sheet)
    position = table.position_of(arguments.row)
    _refuse_problems(table, position, arguments.lang)
    facts = table.facts_of(position)
    margins = find_margins(
        instrument,
        facts,
        mode=arguments.mode,
        given=table.given_of(position),
        related=load_related(instrument),
    )
    findings = find_contradictions(catalogue, facts)
    words = explain(instrument, margins, catalogue, findings, arguments.lang)
    if arguments.format == "json":
        print(json.dumps(_as_dict(arguments.row, margins, findings, words), ensure_ascii=False, indent=2))
    else:
        name = table.text_of(position, "name")
        print(
            "\n".join(
                _lines(words, text("explain.in-row", arguments.lang, row=arguments.row, name=name), arguments.lang)
            )
        )
    return 0


class RowHasProblems(DomainError):
    """The row that was asked for cannot be taken as it is."""

    code = "row-has-problems"
    template = "{problems}"
    exit_code = 4


def _refuse_problems(table: VillageTable, position: int, language: str) -> None:
    line = table.line_of(position)
    own: list[Problem] = [problem for problem in table.problems if problem.line == line]
    if own:
        raise RowHasProblems(problems="\n".join(problem_text(problem, language) for problem in own))


def _as_dict(row: str, margins: Margins, findings: tuple[Finding, ...], words: Explanation) -> dict[str, Any]:
    return {
        "row": row,
        **margins.assessment.as_dict(),
        "margins": margins.as_dict(),
        "findings": [finding.as_dict() for finding in findings],
        "text": words.as_dict(),
    }


def _lines(words: Explanation, place: str, language: str) -> Iterator[str]:
    yield place.strip()
    yield words.title
    yield words.meaning
    yield ""
    for sentence in words.lead:
        yield from _wrapped(sentence, "• ")
    yield ""
    yield from words.indices
    for heading, entries in (("missing", words.missing), ("findings", words.findings)):
        if entries:
            yield ""
            yield text(f"explain.heading-{heading}", language)
            for entry in entries:
                yield from _wrapped(entry, "• ")
    yield ""
    yield text("explain.heading-variables", language)
    for variable in words.variables:
        yield from _variable_lines(variable, language)
    yield ""
    yield from _wrapped(words.rule, "")
    yield from _wrapped(words.standing, "")


def _variable_lines(variable: VariableText, language: str) -> Iterator[str]:
    yield f"{variable.code}  {variable.name}: {variable.score}/{variable.best}"
    rows = (("now", variable.fact), ("next", variable.up), ("risk", variable.down))
    for heading, words in rows:
        if words:
            yield from _wrapped(f"{text(f'explain.heading-{heading}', language)}: {words}", "    ")
    if variable.note:
        yield from _wrapped(variable.note, "    ")


def _wrapped(sentence: str, mark: str) -> list[str]:
    # A percentage stays on one line.
    tied = sentence.replace(" %", "\N{NO-BREAK SPACE}%")
    lines = textwrap.wrap(tied, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
