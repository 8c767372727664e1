"""`guyub nutrition foods|prices IN.csv`: check a table of foods, or of prices, before a kitchen plans with it."""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from guyub.analytics.food_tables import doubts, read_foods, read_prices
from guyub.analytics.tables import Problem, write_whole
from guyub.cli._menu import add_menu
from guyub.cli._problems import add_problem_arguments, refuse_overwriting, usable
from guyub.data.growth_files import load_care_rules
from guyub.data.nutrition_files import load_foods
from guyub.domain.nutrition.columns import COLUMNS, cells_of
from guyub.domain.nutrition.foods import Food
from guyub.language import format_number, text
from guyub.language.cells import guarded
from guyub.language.problems import problem_text, write_problems_csv

_SHOWN = 10  # doubts; the rest is counted


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "nutrition",
        help="periksa tabel pangan atau harga untuk dapur (check a table of foods, or of prices)",
        description="Tabel pangan dan harga untuk dapur Dashat dan PMT: diperiksa, tidak dimasukkan ke mana pun.",
    )
    jobs = parser.add_subparsers(title="pekerjaan", metavar="PEKERJAAN", required=True)
    _add_foods(jobs)
    _add_prices(jobs)
    add_menu(jobs)


def _add_foods(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = jobs.add_parser(
        "foods",
        help="periksa tabel pangan",
        description="Memeriksa tabel pangan, satu baris satu pangan, angka per 100 g bagian yang dapat dimakan. Kolom: "
        f"{', '.join(COLUMNS)}; salinan TKPI dengan kolom aslinya (bdd_percent, retinol_mcg, beta_carotene_mcg, air_g, "
        "…) juga terbaca. Yang wajib: code, name, energy_kcal, protein_g, dan kind bila kodenya bukan kode TKPI. Sel "
        "kosong berarti belum diketahui, bukan nol. Yang tampak salah cetak disebut, tidak diubah.",
        epilog="Contoh: guyub nutrition foods tkpi.csv --out pangan.csv --warnings periksa.csv",
    )
    parser.add_argument("file", metavar="IN.csv", type=Path, help="tabel pangan: CSV, XLSX, ODS atau XLS")
    parser.add_argument("--out", metavar="OUT.csv", type=Path, help="tulis tabelnya dengan kolom Guyub (CSV)")
    parser.add_argument("--warnings", metavar="FILE", type=Path, help="tulis semua yang meragukan ke berkas CSV ini")
    parser.add_argument("--sheet", metavar="NAMA", help="nama lembar pada berkas XLSX, ODS atau XLS")
    add_problem_arguments(parser)
    parser.set_defaults(run=_foods)


def _add_prices(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = jobs.add_parser(
        "prices",
        help="periksa tabel harga",
        description="Memeriksa tabel harga: kolom market, month (2026-11), code (kode pangan), dan rupiah_per_kg "
        "(rupiah per kilogram sebagaimana dibeli).",
        epilog="Contoh: guyub nutrition prices harga.csv --foods pangan.csv",
    )
    parser.add_argument("file", metavar="IN.csv", type=Path, help="tabel harga: CSV, XLSX, ODS atau XLS")
    parser.add_argument(
        "--foods", metavar="PANGAN.csv", type=Path, help="tabel pangan yang kodenya dipakai (bawaan: tabel kecil Guyub)"
    )
    parser.add_argument("--sheet", metavar="NAMA", help="nama lembar pada berkas XLSX, ODS atau XLS")
    add_problem_arguments(parser)
    parser.set_defaults(run=_prices, out=None)


def _groups() -> frozenset[str]:
    return frozenset(group.code for group in load_care_rules().food.groups)


def _foods(arguments: argparse.Namespace) -> int:
    refuse_overwriting(arguments)
    file = usable(read_foods(arguments.file, groups=_groups(), sheet=arguments.sheet), arguments)
    doubtful = doubts(file)
    if arguments.out is not None:
        columns = [column for column in COLUMNS if column != "allergens" or file.knows_allergens]
        write_whole(arguments.out, partial(_write, [food for _position, food in file.foods], columns))
    if arguments.warnings is not None:
        write_whole(arguments.warnings, partial(write_problems_csv, doubtful, language=arguments.lang))
    _say("foods", arguments, count=file.height)
    _say_doubts(doubtful, arguments)
    if file.derived:
        _say("derived", arguments)
    if not file.knows_allergens:
        _say("no-allergens", arguments)
    if file.rows.other:
        _say("unread", arguments, columns=", ".join(file.rows.other[:12]))
    return 0


def _say_doubts(doubtful: Sequence[Problem], arguments: argparse.Namespace) -> None:
    """How many of each kind, and the first of those that look like misprints."""
    counts = Counter(one.rule for one in doubtful)
    for rule, count in sorted(counts.items()):
        _say(f"doubts-{rule}", arguments, count=count)
    misprints = [one for one in doubtful if one.rule in ("energy-gap", "energy-beyond-fat", "proximates")]
    for one in misprints[:_SHOWN]:
        print(problem_text(one, arguments.lang), file=sys.stderr)
    if len(misprints) > _SHOWN:
        _say("more-doubts", arguments, count=len(misprints) - _SHOWN)


def _write(foods: Iterable[Food], columns: Sequence[str], target: Path) -> None:
    """A column of allergens is left out where none was known: a blank one would say that there are none."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        for food in foods:
            cells = cells_of(food)
            writer.writerow([guarded(cells[column]) for column in columns])


def _prices(arguments: argparse.Namespace) -> int:
    refuse_overwriting(arguments)
    file = usable(read_prices(arguments.file, foods=_codes(arguments), sheet=arguments.sheet), arguments)
    _say("prices", arguments, count=file.height)
    counts = Counter((one.market, one.month) for one in file.prices)
    for (market, month), count in sorted(counts.items()):
        _say("market", arguments, market=market, month=f"{month:%Y-%m}", count=count)
    return 0


def _codes(arguments: argparse.Namespace) -> frozenset[str]:
    if arguments.foods is None:
        return frozenset(load_foods().by_code)
    return frozenset(food.code for _position, food in read_foods(arguments.foods, groups=_groups()).foods)


def _say(key: str, arguments: argparse.Namespace, **values: object) -> None:
    language = arguments.lang
    shown = {
        name: format_number(value, language) if isinstance(value, int) else value for name, value in values.items()
    }
    print(text(f"nutrition.{key}", language, **shown), file=sys.stderr)
