"""`guyub classify IN.csv --out OUT.csv`: scores, indices and class of every village of a table."""

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from guyub.analytics import review
from guyub.analytics.classify import classify
from guyub.analytics.engines import ENGINES, LOCAL_SPARK
from guyub.analytics.tables import VillageTable, read_villages, write_whole
from guyub.analytics.tables.errors import OutputIsInput, RowsRefused
from guyub.cli._arguments import add_rule_arguments
from guyub.cli._instruments import given_from, instrument_from
from guyub.data import load_fact_catalogue, load_related
from guyub.domain.instruments import Instrument
from guyub.language import format_number, text
from guyub.language.findings import finding_text
from guyub.language.problems import problem_text, write_problems_csv

_PROBLEMS_SHOWN = 20
_GAPS_SHOWN = 5


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "classify",
        help="hitung skor, indeks dan kelas semua desa pada tabel (classify all villages of a table)",
        description="Menghitung skor, indeks dan kelas setiap desa. IN: satu baris per desa, nama kolom seperti pada "
        "docs/how-to/classify.md, urutan bebas; sel kosong berarti belum ada data. Skor yang menurut "
        "instrumennya boleh diambil dari berkas dipakai bila terisi, dan disebut pada kolom "
        "'given'. Bila ada baris bermasalah, tidak ada yang "
        "ditulis.",
        epilog="Contoh: guyub classify desa.csv --out kelas.csv --errors masalah.csv",
    )
    parser.add_argument("file", metavar="IN.csv", type=Path, help="tabel desa: CSV, XLSX, ODS atau XLS")
    parser.add_argument("--out", required=True, metavar="OUT.csv", type=Path, help="berkas hasil (CSV)")
    add_rule_arguments(parser)
    parser.add_argument("--engine", choices=ENGINES, default="polars", help="mesin hitung (bawaan: %(default)s)")
    parser.add_argument("--spark-master", default=LOCAL_SPARK, metavar="URL", help="alamat Spark (bawaan: %(default)s)")
    parser.add_argument("--errors", metavar="FILE", type=Path, help="tulis semua masalah ke berkas CSV ini")
    parser.add_argument("--skip-bad-rows", action="store_true", help="lewati baris bermasalah, hitung yang lain")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    instrument = instrument_from(arguments)
    catalogue = load_fact_catalogue()
    given = given_from(arguments, instrument)
    for written in (arguments.out, arguments.errors):
        if written is not None and written.resolve() == arguments.file.resolve():
            raise OutputIsInput(file=written)
    table = read_villages(arguments.file, catalogue, instrument=instrument, given=given, sheet=arguments.sheet)
    table = _usable(table, arguments)
    result = classify(
        instrument,
        table,
        catalogue,
        mode=arguments.mode,
        related=load_related(instrument),
        engine=arguments.engine,
        spark_master=arguments.spark_master,
    )
    write_whole(arguments.out, printable(instrument, result).write_csv)
    for line in _summary(instrument, table, result, arguments):
        print(line, file=sys.stderr)
    return 0


def printable(instrument: Instrument, result: pl.DataFrame) -> pl.DataFrame:
    """The result as OUT.csv has it: indices with two decimals, totals in points with four, no rank."""
    decimals = [_decimals(f"index_{index.id}", 100, 2) for index in instrument.indices]
    if instrument.total is not None:
        full = instrument.total.full_score
        decimals = [_decimals("total", full, 4), _decimals("points_unknown", full, 4)]
    blank_notes = pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep()
    return result.with_columns(blank_notes).with_columns(decimals).drop("class_rank")


def _decimals(column: str, one: int, places: int) -> pl.Expr:
    """A count of 1/one as a text with decimals and a point; what is beyond the last place is cut off."""
    part = pl.col(column) % one * 10**places // one
    return pl.format("{}.{}", pl.col(column) // one, part.cast(pl.String).str.zfill(places)).alias(column)


def _usable(table: VillageTable, arguments: argparse.Namespace) -> VillageTable:
    """The table without its bad rows, if the user wants to go on without them."""
    if arguments.errors is not None:
        language = arguments.lang
        write_whole(arguments.errors, partial(write_problems_csv, table.problems, language=language))
    if not table.problems:
        return table
    for problem in table.problems[:_PROBLEMS_SHOWN]:
        print(problem_text(problem, arguments.lang), file=sys.stderr)
    count, rows = len(table.problems) + table.more_problems, len(table.bad_rows)
    hidden = count - min(len(table.problems), _PROBLEMS_SHOWN)
    if hidden:
        print(text("classify.more-problems", arguments.lang, count=hidden), file=sys.stderr)
    kept = table.without_problem_rows()
    if not arguments.skip_bad_rows or kept.frame.is_empty():
        raise RowsRefused(file=table.file, problems=count, rows=rows)
    print(text("classify.skipped", arguments.lang, rows=rows), file=sys.stderr)
    return kept


def _summary(
    instrument: Instrument, table: VillageTable, result: pl.DataFrame, arguments: argparse.Namespace
) -> Iterator[str]:
    language, catalogue = arguments.lang, load_fact_catalogue()

    def say(key: str, **values: object) -> str:
        return text(f"classify.{key}", language, **values)

    def number(value: int) -> str:
        return format_number(value, language)

    mode = arguments.mode or instrument.default_mode
    yield say("villages", count=number(result.height), instrument=instrument.id, mode=mode, out=arguments.out)
    classes = review.class_counts(instrument, result)
    yield say("classes", classes=", ".join(f"{name} {number(count)}" for name, count in classes.items()))
    if table.given:
        yield say("given", codes=", ".join(table.given))
    if table.blank_rows:
        yield say("blank-rows", count=number(table.blank_rows))
    if table.unknown:
        yield say("unknown", columns=", ".join(table.unknown))
    gaps = review.costly_gaps(instrument, table, mode, load_related(instrument))[:_GAPS_SHOWN]
    if gaps:
        names = {gap.code: catalogue.by_code[gap.code].name.in_language(language) for gap in gaps}
        yield say("gaps", gaps=", ".join(f"{names[gap.code]} ({number(gap.villages)})" for gap in gaps))
    broken = review.contradictions(result)
    if broken:
        yield say("findings")
    for one in broken:
        message = finding_text(catalogue, one.check, one.left, one.right, language)
        yield say("finding", count=number(one.villages), row=one.row, message=message)
    yield from _agreement_lines(review.agreements(instrument, table, result), language)


def _agreement_lines(agreements: list[review.Agreement], language: str) -> Iterator[str]:
    if not agreements:
        return
    yield text("classify.agreement", language)
    for one in agreements:
        line = f"  {one.column}: {format_number(one.equal, language)}/{format_number(one.compared, language)}"
        differing = text("classify.differing", language, rows=", ".join(one.differing)) if one.differing else ""
        yield f"{line} {differing}".rstrip()
