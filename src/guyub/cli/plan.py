"""``guyub plan IN.csv --row N --to CLASS``: the proven cheapest road for one village, or a margin for its class."""

import argparse
import datetime
import json
from pathlib import Path

from guyub.analytics.countdown import countdown
from guyub.analytics.tables.reading import VillageTable, read_villages
from guyub.cli._arguments import add_rule_arguments, between, day, hundredths, rupiah
from guyub.cli._instruments import given_from, instrument_from
from guyub.cli.explain import RowHasProblems
from guyub.data import DEFAULT_LEVERS, load_fact_catalogue, load_levers, read_levers
from guyub.domain.instruments import Instrument
from guyub.domain.planning import LeverSet, Plan, hold, plan
from guyub.errors import NotFound
from guyub.language.plans import PlanWords
from guyub.language.problems import problem_text

EXIT_NO_PLAN = 9
MOST_ALTERNATIVES = 100  # more than anyone compares

SECONDS_AN_ANSWER = 120.0  # who waits at a terminal may wait; the answer says what time did not allow


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the sub-command."""
    parser = subparsers.add_parser(
        "plan",
        help="jalan termurah satu desa ke kelas yang dituju (one village's cheapest road up)",
        description="Mencari rencana termurah yang membawa satu desa ke kelas yang dituju atau lebih tinggi, dengan "
        "bukti bahwa tidak ada yang lebih murah; atau, dengan --hold, menjaga kelasnya dengan cadangan. Biaya dan "
        "kapasitas tindakan adalah usulan (PROPOSED) dan dapat diganti dengan --levers.",
        epilog="Contoh: guyub plan desa.csv --row 12 --to Berkelanjutan --by 2026-12-31 --budget 50000000 "
        "--alternatives 3. Status: optimal (terbukti termurah), infeasible (tidak tercapai; lihat blocking), "
        "bounded (waktu hitung habis; lihat gap). Kode keluar 9: tidak ada rencana.",
    )
    parser.add_argument("file", metavar="IN.csv", type=Path, help="tabel desa: CSV, XLSX, ODS atau XLS")
    parser.add_argument("--row", required=True, metavar="N", help="isi kolom 'row', atau nomor urut desa mulai 1")
    goal = parser.add_mutually_exclusive_group(required=True)
    goal.add_argument("--to", metavar="KELAS", help="kelas yang dituju; kelas yang lebih tinggi juga memenuhi")
    goal.add_argument("--hold", action="store_true", help="jaga kelas sekarang dengan cadangan pada indeks yang lulus")
    parser.add_argument(
        "--margin", type=hundredths, default=25, metavar="POIN", help="cadangan untuk --hold (bawaan: 0.25)"
    )
    add_plan_arguments(parser)
    parser.add_argument(
        "--alternatives",
        type=between(0, MOST_ALTERNATIVES, "alternatives"),
        default=0,
        metavar="K",
        help="banyaknya rencana lain (bawaan: 0)",
    )
    parser.add_argument("--no-sensitivity", action="store_true", help="tanpa hitungan kapan pilihan berubah")
    parser.set_defaults(run=run)


def add_plan_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments that plans for one and for many villages share."""
    parser.add_argument("--by", type=day, metavar="YYYY-MM-DD", help="semua tindakan selesai pada tanggal ini")
    parser.add_argument("--from", dest="today", type=day, metavar="YYYY-MM-DD", help="hari mulai (bawaan: hari ini)")
    parser.add_argument("--budget", type=rupiah, metavar="RP", help="anggaran paling banyak, mis. 50.000.000")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="teks (bawaan) atau JSON")
    add_rule_arguments(parser)
    parser.add_argument(
        "--levers", default=DEFAULT_LEVERS, metavar="ID|BERKAS", help="daftar tindakan (bawaan: %(default)s)"
    )
    parser.add_argument("--region", metavar="KODE", help="awal kode wilayah yang harganya dipakai, mis. 32.76")


def run(arguments: argparse.Namespace) -> int:
    """Plan for one row. Where none exists, text ends with a code of its own; JSON says so in its ``status``."""
    instrument, levers = rules_from(arguments)
    table = read_villages(
        arguments.file,
        load_fact_catalogue(),
        instrument=instrument,
        given=given_from(arguments, instrument),
        sheet=arguments.sheet,
    )
    position = table.position_of(arguments.row)
    _refuse_problems(table, position, arguments.lang)
    found = _found(arguments, instrument, levers, table, position)
    if arguments.format == "json":
        print(json.dumps({"row": arguments.row, **found.as_dict()}, ensure_ascii=False, indent=2))
        return 0
    words = PlanWords(instrument, levers, load_fact_catalogue(), arguments.lang)
    print("\n".join(words.plan(found)))
    return EXIT_NO_PLAN if found.cost_rupiah is None else 0


def rules_from(arguments: argparse.Namespace) -> tuple[Instrument, LeverSet]:
    """The instrument and the levers that were asked for.

    Raises:
        InvalidRuleFile: The lever file is not well made.
        NotFound: There is no such instrument, mode, class or lever set.
    """
    instrument = instrument_from(arguments)
    if arguments.levers.endswith(".yaml"):
        levers = read_levers(Path(arguments.levers)).for_region(arguments.region)
    else:
        levers = load_levers(arguments.levers, arguments.region)
    if arguments.to is not None:
        arguments.to = _class_named(instrument, arguments.to)
    return instrument, levers


def _class_named(instrument: Instrument, name: str) -> str:
    """The class of that name, whatever its capitals."""
    by_name = {known.lower(): known for known in instrument.class_by_name}
    if name.lower() not in by_name:
        raise NotFound(kind="class", name=name, known=", ".join(by_name.values()))
    return by_name[name.lower()]


def _found(
    arguments: argparse.Namespace, instrument: Instrument, levers: LeverSet, table: VillageTable, position: int
) -> Plan:
    asked = {
        "given": table.given_of(position),
        "mode": arguments.mode,
        "today": arguments.today or datetime.date.today(),
        "by": arguments.by,
        "budget": arguments.budget,
        "alternatives": arguments.alternatives,
        "sensitivity": not arguments.no_sensitivity,
        "time_limit": countdown(SECONDS_AN_ANSWER),
    }
    facts = table.facts_of(position)
    if arguments.hold:
        return hold(instrument, facts, levers, margin=arguments.margin, **asked)
    return plan(instrument, facts, levers, arguments.to, **asked)


def _refuse_problems(table: VillageTable, position: int, language: str) -> None:
    line = table.line_of(position)
    own = [problem for problem in table.problems if problem.line == line]
    if own:
        raise RowHasProblems(problems="\n".join(problem_text(problem, language) for problem in own))
