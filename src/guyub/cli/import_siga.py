"""`guyub import-siga`: village facts of one month, and a report of faults, from a folder of SIGA village tables."""

import argparse
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from guyub.analytics.siga import (
    AS_REPORTED,
    LEAVE_BLANK,
    Regions,
    Severity,
    SigaImport,
    count_by_rule,
    import_folder,
    load_definitions,
    parse_month,
)
from guyub.analytics.siga.errors import MonthUnknown
from guyub.analytics.siga.findings import sentence
from guyub.analytics.siga.writing import write_results
from guyub.cli._arguments import year
from guyub.language import format_number, text

_EXAMPLE_WIDTH = 90
_EPILOG = """\
contoh:
  guyub import-siga unduhan-siga --out fakta.csv --report temuan.csv
  guyub import-siga unduhan-siga --out fakta.csv --report temuan.csv --month 2025-08
  guyub classify fakta.csv --out kelas.csv

Setiap baris yang tidak dipakai punya temuan yang menyebut sebabnya. Angka yang meragukan dikosongkan, tidak ditebak;
kosong berarti belum ada, bukan nol. Tabel mana mengisi fakta mana: docs/how-to/import-siga.md
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "import-siga",
        help="fakta desa dan daftar temuan dari tabel desa SIGA",
        description="Membaca semua tabel desa SIGA (CSV) dalam satu folder, mencocokkan nama desa dengan kode\n"
        "Kemendagri, memeriksa angkanya, lalu menulis fakta satu bulan untuk `guyub classify` dan daftar temuan.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder berisi berkas CSV SIGA")
    parser.add_argument("--out", type=Path, required=True, metavar="IN.csv", help="fakta desa: masukan guyub classify")
    parser.add_argument("--report", type=Path, required=True, metavar="REPORT.csv", help="satu baris untuk tiap temuan")
    parser.add_argument(
        "--month", metavar="BULAN", help="bulan yang dipakai: SEPTEMBER, 9, atau 2025-09 (biasanya: yang terbaru)"
    )
    parser.add_argument("--year", type=year, metavar="TAHUN", help="tahun berkas bulanan yang tidak menyebut tahunnya")
    parser.add_argument(
        "--unmet-need",
        choices=(AS_REPORTED, LEAVE_BLANK),
        default=AS_REPORTED,
        help="as-reported (biasanya): jumlah unmet need SIGA ditaruh di wants_child_later; leave-blank: dikosongkan",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import, write both files, print what was found. Findings are no failure: the exit code is 0."""
    language = getattr(arguments, "lang", None) or "id"
    month = None
    if arguments.month is not None:
        month = parse_month(arguments.month)
        if month is None:
            raise MonthUnknown(kind="month", name=arguments.month, known="1-12")
    result = import_folder(arguments.folder, Regions.official(), month, arguments.year, arguments.unmet_need)
    write_results(result, arguments.out, arguments.report, load_definitions().rules, language)
    print("\n".join(_summary(result, arguments, language)))
    return 0


def _summary(result: SigaImport, arguments: argparse.Namespace, language: str) -> Iterable[str]:
    if result.month is None:
        yield text("siga.no-month", language)
    else:
        yield text(
            "siga.months-found", language, months=", ".join(m.in_language(language) for m in result.months_found)
        )
        key = "siga.month-newest" if arguments.month is None else "siga.month-chosen"
        yield text(key, language, month=result.month.in_language(language))
    yield ""
    yield from _table(text("siga.files", language), _file_rows(result, language))
    yield ""
    yield from _table(text("siga.rules", language), _rule_rows(result, language))
    yield ""
    found = {finding.name for finding in result.findings}
    holding = [
        f"{name} ({format_number(asked, language)})"
        for name, asked in result.checks_asked.items()
        if asked and name not in found
    ]
    yield text("siga.holding", language, checks=", ".join(holding) or "-")
    yield ""
    yield text(
        "siga.written",
        language,
        villages=format_number(len(result.villages), language),
        facts=arguments.out,
        findings=format_number(len(result.findings), language),
        report=arguments.report,
    )
    yield text("siga.next", language, facts=arguments.out)


def _file_rows(result: SigaImport, language: str) -> Iterable[Sequence[str]]:
    for summary in result.files:
        if summary.table is None:
            yield summary.file, "-", "-", "-", "-", text("siga.not-a-table", language)
            continue
        numbers = (summary.rows, summary.rows_used, summary.villages)
        months = format_number(len(summary.months), language) if summary.table.monthly else "-"
        title = summary.table.title.in_language(language)
        yield summary.file, *(format_number(number, language) for number in numbers), months, title


def _rule_rows(result: SigaImport, language: str) -> Iterable[Sequence[str]]:
    rules = load_definitions().rules
    of_month = count_by_rule(result.findings, result.month)
    counts = count_by_rule(result.findings)
    examples = {finding.name: finding for finding in reversed(result.findings)}
    for severity in Severity:
        for name, count in counts.items():
            if rules[name.split(".")[0]].severity is severity:
                numbers = (format_number(count, language), format_number(of_month.get(name, 0), language))
                example = textwrap.shorten(sentence(examples[name], rules, language), _EXAMPLE_WIDTH, placeholder=" …")
                yield name, *numbers, f"{text(f'siga.severity-{severity}', language)}. {example}"


def _table(header: str, rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """Lines of a table; columns of numbers stand to the right."""
    lines = [tuple(cell.strip() for cell in header.split("|")), *map(tuple, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        cells = [
            cell.rjust(width) if 0 < column < len(line) - 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
