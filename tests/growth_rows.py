"""Rows of the reference files of growth, as the engine takes them, and what was found different."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.domain.growth.many import Columns
from guyub.domain.growth.one import Child
from guyub.domain.growth.standard import GrowthStandard
from tests.reference import REFERENCE

GROWTH = REFERENCE / "growth"
SEXES = {"1": True, "m": True, "2": False, "f": False, "": None}
POSTURES = {"h": True, "l": False, "": None}
# Our names → columns of a file.
UNDER_FIVE = {
    "sex": "sex", "age": "age", "weight": "weight", "height": "lenhei", "posture": "measure", "head": "headc",
    "arm": "armc", "triceps": "triskin", "subscapular": "subskin", "oedema": "oedema",
}  # fmt: skip
MY_SURVEY = {
    "sex": "GENDER", "age": "age.days", "weight": "WEIGHT", "height": "HEIGHT", "posture": "measure", "head": "HEAD",
    "arm": "MUAC", "triceps": "TRI", "subscapular": "SUB", "oedema": "oedema",
}  # fmt: skip
FIVE_TO_NINETEEN = {"sex": "sex", "age": "age_months", "weight": "weight", "height": "height", "oedema": "oedema"}
WHO_2007 = FIVE_TO_NINETEEN | {"age": "agemons"}


def rows_of(name: str) -> list[dict[str, str]]:
    with (GROWTH / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(cell: str | None) -> float | None:
    return float(cell) if cell else None


def child_of(row: Mapping[str, str], names: Mapping[str, str]) -> Child:
    """A row as the one-record form takes it."""
    age = number(row[names["age"]])
    if age is not None and row.get("age_unit") == "m":
        age *= DAYS_PER_MONTH
    measured = {
        ours: number(row[names[ours]])
        for ours in ("weight", "height", "head", "arm", "triceps", "subscapular")
        if ours in names
    }
    return Child(
        boy=SEXES[row[names["sex"]].lower()],
        age=age,
        standing=POSTURES[row[names["posture"]].lower()] if "posture" in names else None,
        oedema=row[names["oedema"]].lower() in ("y", "1"),
        **measured,
    )


def columns_of(children: list[Child]) -> Columns:
    """The same children as columns."""

    def floats(name: str) -> np.ndarray:
        return np.array([getattr(child, name) for child in children], dtype=np.float64)

    return Columns(
        sex=np.array([{True: 1, False: 2, None: 0}[child.boy] for child in children], dtype=np.int8),
        age=floats("age"),
        weight=floats("weight"),
        height=floats("height"),
        head=floats("head"),
        arm=floats("arm"),
        triceps=floats("triceps"),
        subscapular=floats("subscapular"),
        posture=np.array([{True: 2, False: 1, None: 0}[child.standing] for child in children], dtype=np.int8),
        oedema=np.array([child.oedema for child in children], dtype=np.bool_),
    )


@dataclass
class Comparison:
    """How many values were compared, and which differ: (row, column, theirs, ours)."""

    compared: int = 0
    different: list[tuple[str, str, object, object]] = field(default_factory=list)

    def hold(self, row: str, column: str, theirs: object, ours: object) -> None:
        self.compared += 1
        if theirs != ours:
            self.different.append((row, column, theirs, ours))


def expected(standard: GrowthStandard, row: Mapping[str, str]) -> Iterator[tuple[str, str, float | None, bool | None]]:
    """Indicator, its suffix, z-score and flag of a reference row; only what the row has columns for."""
    for code, indicator in standard.indicators.items():
        if f"z{indicator.suffix}" in row:
            flag = number(row[f"f{indicator.suffix}"])
            yield code, indicator.suffix, number(row[f"z{indicator.suffix}"]), None if flag is None else bool(flag)
