"""`python tools/make_increment_table.py FILE`: write src/guyub/data/growth/who-weight-increments.csv.

FILE is the Parquet file that pygrowthstandards 0.1.3 (MIT) carries; it is no dependency, so it is unpacked for this job
only. It has WHO's weight increments over one and two months without the figure (delta) that was added to each increment
before fitting; that stands in the rule file beside the table.
"""

import csv
import sys
from pathlib import Path

import polars as pl

TARGET = Path(__file__).parents[1] / "src" / "guyub" / "data" / "growth" / "who-weight-increments.csv"
MONTHLY_ROWS = 12  # of each sex; the rows over two months follow them


def main(source: str) -> None:
    rows = pl.read_parquet(source).filter(pl.col("measurement_type") == "weight_velocity")
    with TARGET.open("w", encoding="ascii", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("months", "sex", "from_month", "l", "m", "s"))
        for sex in ("M", "F"):
            fitted = rows.filter(pl.col("sex") == sex).select("l", "m", "s").rows()
            for place, numbers in enumerate(fitted):
                months, start = (1, place) if place < MONTHLY_ROWS else (2, place - MONTHLY_ROWS)
                writer.writerow(
                    (months, sex.lower(), start, *(f"{number:g}" if number < 10 else number for number in numbers))
                )


if __name__ == "__main__":
    main(sys.argv[1])
