"""``guyub portfolio IN.csv --to CLASS --budget RP``: lift the most villages, then at least cost."""

import argparse
import csv
import datetime
import json
from pathlib import Path

from guyub.analytics.portfolios import plan_portfolio
from guyub.analytics.tables.reading import VillageTable, read_villages
from guyub.cli._instruments import given_from
from guyub.cli.plan import add_plan_arguments, rules_from
from guyub.data import load_fact_catalogue
from guyub.domain.planning import Village
from guyub.errors import InvalidValue, UnreadableFile, unopened
from guyub.language import text
from guyub.language.plans import PlanWords


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the sub-command."""
    parser = subparsers.add_parser(
        "portfolio",
        help="angkat sebanyak mungkin desa dengan satu anggaran (lift the most villages with one budget)",
        description="Memilih desa dan rencananya: sebanyak mungkin desa naik ke kelas yang dituju, lalu semurah "
        "mungkin, dalam satu anggaran dan kapasitas OPD bersama. Batas dan selisih (gap) selalu disebut. Desa yang "
        "barisnya bermasalah tidak ikut dihitung dan disebutkan.",
        epilog="Berkas kapasitas: CSV dengan kolom opd,units; kolom opd berisi nama OPD atau id tindakan. "
        "Contoh: guyub portfolio desa.csv --to Mandiri --budget 500000000 --capacity kapasitas.csv",
    )
    parser.add_argument("file", metavar="IN.csv", type=Path, help="tabel desa: CSV, XLSX, ODS atau XLS")
    parser.add_argument("--to", required=True, metavar="KELAS", help="kelas yang dituju")
    parser.add_argument("--capacity", type=Path, metavar="FILE", help="CSV kapasitas bersama: opd,units")
    add_plan_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Plan for all rows without problems."""
    instrument, levers = rules_from(arguments)
    catalogue = load_fact_catalogue()
    given = given_from(arguments, instrument)
    table = read_villages(arguments.file, catalogue, instrument=instrument, given=given, sheet=arguments.sheet)
    sound = [position for position in range(table.frame.height) if position not in table.bad_rows]
    found = plan_portfolio(
        instrument,
        _villages(table, sound),
        levers,
        arguments.to,
        budget=arguments.budget,
        capacity=None if arguments.capacity is None else read_capacity(arguments.capacity),
        mode=arguments.mode,
        today=arguments.today or datetime.date.today(),
        by=arguments.by,
    )
    faulty = [table.row_names[position] for position in sorted(table.bad_rows)]
    if arguments.format == "json":
        print(json.dumps({**found.as_dict(), "rows_with_problems": faulty}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(PlanWords(instrument, levers, catalogue, arguments.lang).portfolio(found)))
        if faulty:
            print(text("portfolio.rows-with-problems", arguments.lang, rows=", ".join(faulty)))
    return 0


def _villages(table: VillageTable, positions: list[int]) -> list[Village]:
    facts = table.frame.select(table.facts).rows(named=True)
    scores = table.frame.select(table.given).rows(named=True) if table.given else [{}] * table.frame.height
    return [
        Village(
            table.row_names[position],
            facts[position],
            {code: score for code, score in scores[position].items() if score is not None},
        )
        for position in positions
    ]


class CapacityNotText(UnreadableFile):
    """A capacity file that is not a CSV file."""

    code = "capacity-not-text"
    template = "{file} is not a CSV file in UTF-8"


class CapacityHeader(UnreadableFile):
    """A capacity file whose first line is another one."""

    code = "capacity-header"
    template = "{file}: the first line must be opd,units"


class CapacityNotWhole(InvalidValue):
    """Units that are not a whole number from 0."""

    code = "capacity-not-whole"
    template = "Row {row}: '{value}' units is not a whole number from 0"


class CapacityTwice(InvalidValue):
    """One department or lever with two capacities."""

    code = "capacity-twice"
    template = "Row {row}: '{value}' stands twice"


def read_capacity(file: Path) -> dict[str, int]:
    """Most units by OPD or lever, from a CSV file with a name column (opd or lever) and the column units.

    Raises:
        InvalidValue: A number of units is not a whole number from 0, or a name stands twice.
        UnreadableFile: The file is absent, or its header is another one.
    """
    try:
        lines = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    except OSError as error:
        raise unopened(file.name, error) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise CapacityNotText(file=file.name) from error
    header = [cell.strip().lower() for cell in lines[0]] if lines else []
    if header not in (["opd", "units"], ["lever", "units"], ["lever/opd", "units"]):
        raise CapacityHeader(file=file.name)
    capacity: dict[str, int] = {}
    for row, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        name, units = (cell.strip() for cell in (*cells, "", "")[:2])
        if not units.isdecimal():
            raise CapacityNotWhole(row=row, column="units", value=units)
        if name in capacity:
            raise CapacityTwice(row=row, column=header[0], value=name)
        capacity[name] = int(units)
    return capacity
