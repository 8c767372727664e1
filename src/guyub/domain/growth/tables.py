"""Tables of L, M and S, and the formulas over them, for one child in plain Python.

The formulas, for a value y at a row of the table:

    z = ((y / M) ** L - 1) / (L * S)                  SD(k) = M * (1 + L * S * k) ** (1 / L)
    restricted, z > 3:   3 + (y - SD(3)) / (SD(3) - SD(2))
    restricted, z < -3: -3 + (y - SD(-3)) / (SD(-2) - SD(-3))

A z-score is rounded to two decimals, correctly for the 64-bit number, before anything is compared with it.

Source: WHO Child Growth Standards, methods and development, computation of centiles and z-scores.
"""

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

Branch = Literal["lms", "above-3-sd", "below-3-sd"]
Numbers = list[float]


class Lms(NamedTuple):
    """L, M and S that count for a child at a key: a day, a month, or centimetres."""

    key: float
    l: float  # noqa: E741 - the field's own name
    m: float
    s: float


@dataclass(frozen=True)
class Table:
    """Rows of both sexes at equal steps.

    Attributes:
        name: As in the file.
        least, most: First and last key: a day, a month, or centimetres.
        per_unit: Rows in one unit of the key: 1, or 10 where centimetres are read by tenths.
        between: Whether keys between two rows are interpolated; otherwise a key is a whole number.
        l, m, s: The numbers of boys, then those of girls.
    """

    name: str
    least: float
    most: float
    per_unit: int
    between: bool
    l: tuple[Numbers, Numbers]  # noqa: E741
    m: tuple[Numbers, Numbers]
    s: tuple[Numbers, Numbers]

    def at(self, boy: bool, key: float) -> Lms:
        """The row of a key within ``least`` and ``most``; between two rows each of the three is interpolated."""
        sex = 0 if boy else 1
        place = (key - self.least) * self.per_unit
        row = int(place)
        share = place - row
        l, m, s = self.l[sex], self.m[sex], self.s[sex]  # noqa: E741
        if not share or row + 1 >= len(l):
            return Lms(key, l[row], m[row], s[row])
        return Lms(key, *(part[row] + share * (part[row + 1] - part[row]) for part in (l, m, s)))


def z_score(value: float, row: Lms, restricted: bool) -> tuple[float, Branch]:
    """The z-score before rounding, and which branch of the formula gave it; not a number for a value below zero."""
    if value < 0:
        return math.nan, "lms"
    _, l, m, s = row  # noqa: E741
    z = (_power(value / m, l) - 1) / (l * s)
    if restricted and z > 3:
        third = sd_value(row, 3)
        return 3 + (value - third) / (third - sd_value(row, 2)), "above-3-sd"
    if restricted and z < -3:
        third = sd_value(row, -3)
        return -3 + (value - third) / (sd_value(row, -2) - third), "below-3-sd"
    return z, "lms"


def _power(base: float, exponent: float) -> float:
    """What is too large for a number, and zero to a negative power, are infinite here, as in the column form."""
    if base == 0 and exponent < 0:
        return math.inf
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf


def sd_value(row: Lms, sd: float) -> float:
    """The value that lies ``sd`` standard deviations from the median: what a growth chart draws."""
    return row.m * math.pow(1 + row.l * row.s * sd, 1 / row.l)


def value_at(z: float, row: Lms, restricted: bool) -> float:
    """The value whose z-score is ``z``: `z_score` the other way round."""
    if restricted and abs(z) > 3:
        third, second = (sd_value(row, math.copysign(sd, z)) for sd in (3, 2))
        return third + (abs(z) - 3) * (third - second)
    return sd_value(row, z)
