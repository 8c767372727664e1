"""`guyub classify IN.csv --out OUT.csv`: scores, indices and class of every village of a table."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from guyub.analytics import review
from guyub.analytics.classify import classify
from guyub.analytics.engines import ENGINES, LOCAL_SPARK
from guyub.analytics.tables import write_whole
from guyub.analytics.tables.reading import VillageTable, read_villages
from guyub.cli._arguments import add_rule_arguments
from guyub.cli._instruments import given_from, instrument_from
from guyub.cli._problems import add_problem_arguments, refuse_overwriting, usable
from guyub.data import load_fact_catalogue, load_related
from guyub.domain.instruments import Instrument
from guyub.language import format_number, text
from guyub.language.findings import finding_text

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
    add_problem_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    instrument = instrument_from(arguments)
    catalogue = load_fact_catalogue()
    given = given_from(arguments, instrument)
    refuse_overwriting(arguments)
    table = read_villages(arguments.file, catalogue, instrument=instrument, given=given, sheet=arguments.sheet)
    table = usable(table, arguments)
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
