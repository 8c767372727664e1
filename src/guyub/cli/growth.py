"""`guyub growth zscores|compare|prevalence IN.csv`: z-scores of the children of a table, and prevalence in a survey."""

import argparse
import sys
from functools import partial
from pathlib import Path

import polars as pl

from guyub.analytics.growth_tables import ChildTable, read_children, scores_of_table
from guyub.analytics.growth_tables.comparing import compare
from guyub.analytics.growth_tables.layouts import LAYOUTS
from guyub.analytics.growth_tables.surveys import DesignColumns, prevalence_of_table, unusable_weights
from guyub.analytics.tables import write_whole
from guyub.cli._problems import add_problem_arguments, refuse_overwriting, usable
from guyub.data.growth_files import load_growth_standard
from guyub.domain.growth.standard import GrowthStandard
from guyub.language import format_number, text


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "growth",
        help="hitung z-score pertumbuhan anak pada tabel (growth of the children of a table)",
        description="Pertumbuhan anak menurut standar WHO 0–60 bulan (under5) dan rujukan WHO 5–19 tahun (5to19).",
    )
    jobs = parser.add_subparsers(title="pekerjaan", metavar="PEKERJAAN", required=True)
    _add_zscores(jobs)
    _add_compare(jobs)
    _add_prevalence(jobs)


def _add_zscores(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = jobs.add_parser(
        "zscores",
        help="z-score setiap anak",
        description="Menghitung z-score setiap baris. Kolom under5: id,sex,age,age_unit,weight,lenhei,measure,headc,"
        "armc,triskin,subskin,oedema; kolom 5to19: id,sex,age_months,oedema,height,weight. Yang wajib: sex, umur, dan "
        "satu ukuran; kolom lain ikut apa adanya. z yang kosong disebut sebabnya pada kolom reason_*.",
        epilog="Contoh: guyub growth zscores anak.csv --out z.csv --errors masalah.csv",
    )
    _add_file(parser)
    parser.add_argument(
        "--out",
        required=True,
        metavar="OUT.csv",
        type=Path,
        help="berkas hasil: CSV, atau Parquet bila namanya .parquet",
    )
    add_problem_arguments(parser)
    parser.set_defaults(run=_zscores)


def _add_compare(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = jobs.add_parser(
        "compare",
        help="bandingkan z-score berkas dengan hitungan Guyub",
        description="Membandingkan kolom z berkas (zlen, zwei, … atau zhfa, …), yang dihitung program lain, dengan "
        "hitungan Guyub dari ukuran pada baris yang sama, dan menyebut berapa yang sama dan yang berbeda. "
        "Kode keluar 0 bila tidak ada yang berbeda, 1 bila ada.",
        epilog="Contoh: guyub growth compare hasil-lain.csv --out beda.csv",
    )
    _add_file(parser)
    parser.add_argument("--out", metavar="OUT.csv", type=Path, help="daftar nilai yang berbeda (CSV)")
    add_problem_arguments(parser)
    parser.set_defaults(run=_compare)


def _add_prevalence(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = jobs.add_parser(
        "prevalence",
        help="prevalensi survei, dengan bobot, strata, dan klaster",
        description="Menghitung prevalensi stunting, wasting, dan lainnya dari tabel survei, per kelompok umur dan "
        "jenis kelamin, serta per kolom typeres, gregion, wealthq, mothered, othergr bila ada, dengan galat baku dan "
        "selang kepercayaan 95%% menurut rancangan survei. Kolom ukuran seperti pada `guyub growth zscores`. Ini untuk "
        "survei; catatan posyandu bukan sampel acak dan angkanya tidak setara.",
        epilog="Contoh: guyub growth prevalence survei.csv --out prevalensi.csv --weights sw --strata strata "
        "--cluster cluster",
    )
    _add_file(parser)
    parser.add_argument("--out", required=True, metavar="OUT.csv", type=Path, help="berkas hasil (CSV)")
    parser.add_argument("--weights", metavar="KOLOM", help="kolom bobot sampel (bawaan: semua sama)")
    parser.add_argument("--strata", metavar="KOLOM", help="kolom strata (bawaan: satu strata)")
    parser.add_argument("--cluster", metavar="KOLOM", help="kolom klaster di dalam strata (bawaan: tanpa klaster)")
    add_problem_arguments(parser)
    parser.set_defaults(run=_prevalence)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="IN.csv", type=Path, help="tabel anak: CSV, Parquet, XLSX, ODS atau XLS")
    parser.add_argument(
        "--reference", choices=tuple(LAYOUTS), help="standar yang dipakai (bawaan: menurut kolom umur dan isinya)"
    )
    parser.add_argument("--sheet", metavar="NAMA", help="nama lembar pada berkas XLSX, ODS atau XLS")


def _table(arguments: argparse.Namespace) -> ChildTable:
    refuse_overwriting(arguments)
    return usable(read_children(arguments.file, arguments.reference, sheet=arguments.sheet), arguments)


def _zscores(arguments: argparse.Namespace) -> int:
    table = _table(arguments)
    result = scores_of_table(table)
    write_whole(arguments.out, partial(_write, result, arguments.out.suffix.lower() == ".parquet"))
    standard = load_growth_standard(table.layout.standard)
    _say("children", arguments, count=result.height, out=arguments.out)
    for indicator in standard.rules.indicators:
        column, flags = result[f"z{indicator.suffix}"], result[f"f{indicator.suffix}"]
        if column.count():
            counts = {"known": column.count(), "blank": column.null_count(), "flagged": int(flags.sum() or 0)}
            _say("column", arguments, column=column.name, **counts)
    _say_standard(standard, arguments)
    return 0


def _write(result: pl.DataFrame, parquet: bool, target: Path) -> None:
    if parquet:
        result.write_parquet(target, compression_level=1, statistics=False)  # in half the time, a fifth larger
    else:
        result.write_csv(target)


def _compare(arguments: argparse.Namespace) -> int:
    table = _table(arguments)
    comparisons, listed = compare(table)
    if arguments.out is not None:
        write_whole(arguments.out, listed.write_csv)
    for one in comparisons:
        _say("compared", arguments, column=one.column, same=one.same, beyond=one.beyond, different=one.different)
    different = sum(one.different for one in comparisons)
    total = sum(one.same + one.beyond + one.different for one in comparisons)
    _say("compared-all", arguments, count=total, rows=table.height, different=different)
    _say_standard(load_growth_standard(table.layout.standard), arguments)
    return 1 if different or not comparisons else 0


def _prevalence(arguments: argparse.Namespace) -> int:
    refuse_overwriting(arguments)
    table = read_children(arguments.file, arguments.reference, sheet=arguments.sheet)
    if arguments.weights is not None:
        table = table.with_problems(arguments.weights, "not-a-weight", unusable_weights(table, arguments.weights))
    table = usable(table, arguments)
    design = DesignColumns(arguments.weights, arguments.strata, arguments.cluster)
    result = prevalence_of_table(table, design)
    write_whole(arguments.out, result.frame.write_csv)
    _say("survey", arguments, count=result.rows, groups=result.frame.height, out=arguments.out)
    for key, count in (
        ("survey-age", result.of_other_age),
        ("survey-design", result.without_design),
        ("survey-weight", result.without_weight),
    ):
        if count:
            _say(key, arguments, count=count)
    _say("survey-note", arguments)
    _say_standard(load_growth_standard(table.layout.standard), arguments)
    return 0


def _say(key: str, arguments: argparse.Namespace, **values: object) -> None:
    language = arguments.lang
    shown = {
        name: format_number(value, language) if isinstance(value, int) else value for name, value in values.items()
    }
    print(text(f"growth.{key}", language, **shown), file=sys.stderr)


def _say_standard(standard: GrowthStandard, arguments: argparse.Namespace) -> None:
    rules, language = standard.rules, arguments.lang
    _say(
        "standard",
        arguments,
        name=rules.name.in_language(language),
        rule=f"{rules.id} {rules.version}",
        grade=text(f"grade.{rules.grade}", language),
        source=rules.source.in_language(language),
    )
