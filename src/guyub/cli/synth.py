"""`guyub synth --region CODE --families N --out DIR`: a made-up population for trials, training and benchmarks."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from guyub.analytics.families import add_up, sums_of_parquet
from guyub.analytics.synthetic import Plan, load_figures, load_words, villages_of
from guyub.analytics.synthetic.blocks import BLOCK, MOST_BLOCKS
from guyub.analytics.synthetic.quality import Row, as_csv, broken, compare, measure
from guyub.analytics.synthetic.writing import write_population
from guyub.cli._arguments import between
from guyub.data import load_family_rules
from guyub.language import format_number, text

QUALITY = "quality.csv"
MOST_FAMILIES = MOST_BLOCKS * BLOCK  # each has a made-up number of its own
MOST_SEED = 999_999_999
_EPILOG = """\
contoh:
  guyub synth --region 99.01 --families 10000 --seed 1 --out penduduk-rekaan
  guyub synth --region 32.76 --families 643534 --seed 1 --out depok-rekaan --no-csv

Hasil (Parquet, dan CSV): families (satu baris per keluarga, docs/reference/family-record.md), members (blok I),
answers (semua jawaban seperti ditanyakan), children dan elders (awal ukuran balita dan lansia), quality.csv.
Bibit (seed) yang sama selalu memberi berkas yang sama.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "synth",
        help="buat penduduk rekaan dari angka terbitan (make a synthetic population)",
        description="Membuat keluarga, anggota, rumah, dan jawaban Pendataan Keluarga yang seluruhnya rekaan, menurut\n"
        "angka terbitan dengan sumber dan tingkat buktinya, lalu membandingkan hasilnya dengan angka itu.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--region", required=True, metavar="KODE", help="kode wilayah resmi, atau rekaan mulai 99")
    parser.add_argument(
        "--families", required=True, type=between(1, MOST_FAMILIES, "families"), metavar="N", help="banyaknya keluarga"
    )
    parser.add_argument(
        "--seed", type=between(0, MOST_SEED, "seed"), default=1, metavar="S", help="bibit acak (bawaan: %(default)s)"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="folder baru untuk hasilnya")
    parser.add_argument("--no-csv", action="store_true", help="hanya Parquet")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the population, write it, and compare it with its figures."""
    language, figures = arguments.lang, load_figures()
    villages = villages_of(arguments.region, arguments.families, figures, arguments.seed)
    plan = Plan(figures, load_words(), villages, arguments.seed)
    write_population(
        plan,
        arguments.out,
        workers=os.cpu_count() or 1,
        csv=not arguments.no_csv,
        progress=_progress(language),
    )
    rows = compare(figures, measure(arguments.out, _ibangga_sums(arguments.out)), plan.families)
    (arguments.out / QUALITY).write_text(as_csv(rows), encoding="utf-8")
    print("\n".join(_summary(plan, arguments, rows)))
    return 0


def _ibangga_sums(folder: Path) -> pl.DataFrame:
    sums = sums_of_parquet(load_family_rules(), folder / "families.parquet", parts=("ibangga",))
    return add_up(sums, by=())


def _progress(language: str) -> Callable[[int, int], None]:
    """Print each tenth of the work to standard error."""
    due = [1]

    def tell(made: int, families: int) -> None:
        if made * 10 < due[0] * families:
            return
        due[0] = made * 10 // families + 1
        numbers = {"made": format_number(made, language), "families": format_number(families, language)}
        print(text("synth.progress", language, **numbers), file=sys.stderr, flush=True)

    return tell


def _summary(plan: Plan, arguments: argparse.Namespace, rows: list[Row]) -> Iterator[str]:
    language = arguments.lang
    members = pl.scan_parquet(arguments.out / "members.parquet").select(pl.len()).collect().item()
    yield text(
        "synth.written",
        language,
        families=format_number(plan.families, language),
        members=format_number(members, language),
        villages=format_number(len(plan.villages.codes), language),
        region=arguments.region,
        folder=arguments.out,
    )
    yield text("synth.made-up", language, marker=plan.words.marker)
    off = list(broken(rows))
    file = arguments.out / QUALITY
    yield text("synth.quality", language, kept=len(rows) - len(off), checked=len(rows), file=file)
    for row in off:
        wanted, measured = f"{row.wanted:.2f}", f"{row.measured:.2f}"
        name = f"{row.code} {row.part}".strip()
        yield text("synth.off", language, figure=name, wanted=wanted, measured=measured, within=f"{row.within:.2f}")
