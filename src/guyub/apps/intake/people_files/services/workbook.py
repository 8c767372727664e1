"""The error workbook: the rows that were not taken, as they were sent, each bad cell marked and explained.

It is corrected and sent back as it is: the columns added in front are known to no layout and are not read. It holds
personal data, so every download is on the trail.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

import xlsxwriter

from guyub.analytics.people_tables import PeopleTable, Severity
from guyub.apps.accounts.actors import require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.intake.models import PeopleImport, PeopleImportProblem
from guyub.apps.intake.people_files.presentation.wording import problem_sentence
from guyub.apps.intake.people_files.services import contents
from guyub.language import text
from guyub.language.cells import STAYS_TEXT

AFTER_ROWS = ("repeated-row", "after-end")  # left out for good: nothing to correct


def error_workbook(person: User, run: PeopleImport, file: Path, language: str = "id") -> int:
    """Write the workbook; returns how many rows are in it.

    Raises:
        NotAllowed: The person may not import people there.
        ContentGone: The file is no longer kept.
    """
    require(person, "import-people", Right.IMPORT_PEOPLE, run.village_id)
    table = contents.table_of(run)
    wanted = set(run.left_out.exclude(reason__in=AFTER_ROWS).values_list("line", flat=True))
    problems: dict[int, list[PeopleImportProblem]] = defaultdict(list)
    for problem in run.problems.filter(line__in=wanted) if len(wanted) < 500 else run.problems.all():
        if problem.line in wanted:
            problems[problem.line].append(problem)
    written = _write(file, table, wanted, problems, language)
    trail.note(person, "download-people-errors", chain=run.village_id, subject=run.subject, rows=written)
    return written


def _write(
    file: Path, table: PeopleTable, wanted: set[int], problems: dict[int, list[PeopleImportProblem]], language: str
) -> int:
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True, **STAYS_TEXT})
    bold = book.add_format({"bold": True, "bottom": 1})
    marked = {
        Severity.ERROR: book.add_format({"bg_color": "#F8D7DA", "num_format": "@"}),
        Severity.WARNING: book.add_format({"bg_color": "#FFF3CD", "num_format": "@"}),
    }
    plain, wrapped = book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True})
    sheet = book.add_worksheet(text("people-file.sheet", language))
    added = [text(f"people-file.{name}", language) for name in ("source-row", "what-to-do")]
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 60, wrapped)
    sheet.set_column(2, len(table.headings) + 1, 18)
    sheet.freeze_panes(1, 2)
    sheet.write_row(0, 0, [*added, *table.headings], bold)
    written = 0
    for line, cells in zip(table.lines, table.rows, strict=True):
        if line not in wanted:
            continue
        written += 1
        _write_row(sheet, written, line, cells, table, problems[line], marked, plain, language)
    book.close()
    return written


def _write_row(
    sheet: Any,
    row: int,
    line: int,
    cells: tuple[str, ...],
    table: PeopleTable,
    problems: list[PeopleImportProblem],
    marked: dict[str, Any],
    plain: Any,
    language: str,
) -> None:
    sentences = [problem_sentence(problem, language) for problem in problems]
    sheet.write_number(row, 0, line)
    sheet.write_string(row, 1, "\n".join(sentences) or text("people-file.held-with-family", language))
    worst = {
        problem.column: problem.severity for problem in sorted(problems, key=lambda one: one.severity, reverse=True)
    }
    for column, cell in enumerate(cells):
        style = marked.get(worst.get(table.headings[column], ""), plain)
        sheet.write_string(row, column + 2, cell, style)
