"""What commands on tables do with rows that have problems: say them, list them in a file, go on without them."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from guyub.analytics.tables import Problem, write_whole
from guyub.analytics.tables.errors import OutputIsInput, RowsRefused
from guyub.language import text
from guyub.language.problems import problem_text, write_problems_csv

_SHOWN = 20


class Table(Protocol):
    """A table that was read, with its problems."""

    @property
    def file(self) -> str: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def more_problems(self) -> int: ...
    @property
    def bad_rows(self) -> frozenset[int]: ...
    @property
    def height(self) -> int: ...
    def without_problem_rows(self) -> "Table": ...


AnyTable = TypeVar("AnyTable", bound=Table)


def add_problem_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to list problems, and whether to go on without their rows."""
    parser.add_argument("--errors", metavar="FILE", type=Path, help="tulis semua masalah ke berkas CSV ini")
    parser.add_argument("--skip-bad-rows", action="store_true", help="lewati baris bermasalah, hitung yang lain")


def refuse_overwriting(arguments: argparse.Namespace) -> None:
    """Neither the result nor the list of problems may take the place of the input.

    Raises:
        OutputIsInput: One of them would.
    """
    for written in (arguments.out, arguments.errors):
        if written is not None and written.resolve() == arguments.file.resolve():
            raise OutputIsInput(file=written)


def usable(table: AnyTable, arguments: argparse.Namespace) -> AnyTable:
    """The table without its bad rows, if the user wants to go on without them.

    Raises:
        RowsRefused: There are problems and the user does not want that, or no row is left.
    """
    if arguments.errors is not None:
        write_whole(arguments.errors, partial(write_problems_csv, table.problems, language=arguments.lang))
    if not table.problems:
        return table
    for problem in table.problems[:_SHOWN]:
        print(problem_text(problem, arguments.lang), file=sys.stderr)
    count, rows = len(table.problems) + table.more_problems, len(table.bad_rows)
    hidden = count - min(len(table.problems), _SHOWN)
    if hidden:
        print(text("classify.more-problems", arguments.lang, count=hidden), file=sys.stderr)
    kept = table.without_problem_rows()
    if not arguments.skip_bad_rows or kept.height == 0:
        raise RowsRefused(file=table.file, problems=count, rows=rows)
    print(text("classify.skipped", arguments.lang, rows=rows), file=sys.stderr)
    return kept  # type: ignore[return-value] # the same kind of table
