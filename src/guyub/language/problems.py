"""Sentences for what is wrong with rows and cells of a table, and the file of them that a person works through."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol, TextIO

from guyub.language.cells import guarded
from guyub.language.words import catalogue, text


class TableProblem(Protocol):
    """A row or cell that cannot be taken; see `guyub.analytics.tables.Problem`."""

    @property
    def row(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


def rule_text(problem: TableProblem, language: str = "id") -> str:
    """What is wrong and what to do, without the place."""
    return text(f"problem.{problem.rule}", language, **problem.data)


def people_rule_text(rule: str, data: Mapping[str, Any], language: str = "id") -> str:
    """The same for a row about a person; reasons of the registry have their own sentences."""
    known = catalogue(language)
    for key in (f"people-problem.{rule}", f"reason.{rule}"):
        if key in known:
            return text(key, language, **data)
    return text("people-problem.other", language, rule=rule)


def problem_text(problem: TableProblem, language: str = "id") -> str:
    """One sentence with row, line, column, value and rule."""
    place = "problem.in-row" if not problem.column else "problem.in-cell"
    return text(
        place,
        language,
        row=problem.row,
        line=problem.line,
        column=problem.column,
        value=problem.value,
        rule=rule_text(problem, language),
    )


def write_problems_csv(problems: Iterable[TableProblem], target: Path | TextIO, language: str = "id") -> None:
    """One line a problem; texts from the table are guarded."""
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8-sig", newline="") as stream:
            write_problems_csv(problems, stream, language)
        return
    writer = csv.writer(target)
    writer.writerow(["row", "line", "column", "value", "rule", "explanation"])
    for problem in problems:
        explanation = rule_text(problem, language)
        row = [problem.row, problem.line, problem.column, problem.value, problem.rule, explanation]
        writer.writerow([guarded(cell) for cell in row])
