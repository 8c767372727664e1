"""The same tables and formulas as `tables`, for columns in NumPy.

The order of operations is faster than that of the formula for one child. Wherever a value lies so near to a tie of
rounding that the order could matter, the form for one child is asked; so both forms always agree.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from guyub.domain.growth.tables import Table, z_score

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.intp]
NEAR_TIE = 1e-6  # of a hundredth of z; the two orders of operations differ by less than 1e-8


class ColumnTable:
    """The tables of one indicator in flat arrays: boys and girls of the first table, then of the second.

    Args:
        tables: One, or two of equal steps of which each row of the columns uses one.
    """

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables
        first = tables[0]
        self.per_unit, self.between = first.per_unit, first.between
        self.least, self.most = np.array([t.least for t in tables]), np.array([t.most for t in tables])
        self.length = np.array([len(t.l[0]) for t in tables], dtype=np.intp)
        self.start = np.concatenate([[0], 2 * self.length[:-1]]).astype(np.intp)
        self.l, self.m, self.s = (_flat(tables, part) for part in "lms")
        self.linear = bool((self.l == 1).all())
        # What the formula needs of a row that is not interpolated, worked out once a row instead of once a child.
        self.slope, self.offset = 1 / (self.m * self.s), 1 / self.s
        self.l_log_m, self.scale = self.l * np.log(self.m), 1 / (self.l * self.s)
        # How far it is to the next row of the same table and sex. From the last row it is nowhere.
        self.l_step, self.m_step, self.s_step = (self._steps(part) for part in (self.l, self.m, self.s))

    def _steps(self, part: Floats) -> Floats:
        steps = np.diff(part, append=part[-1])
        ends = np.concatenate(
            [[start + n - 1, start + 2 * n - 1] for start, n in zip(self.start, self.length, strict=True)]
        )
        steps[ends] = 0
        return steps


def _flat(tables: Sequence[Table], part: str) -> Floats:
    return np.array([number for table in tables for numbers in getattr(table, part) for number in numbers])


class Look:
    """Where the rows of columns fall in a `ColumnTable`.

    Attributes:
        inside: Which keys lie within their table; the place of others means nothing.
    """

    def __init__(self, table: ColumnTable, girl: Whole, key: Floats, second: Whole | None = None) -> None:
        self.table, self.girl, self.key, self.second = table, girl, key, second
        which = 0 if second is None else second
        least, length = table.least[which], table.length[which]
        self.inside: Flags = (key >= least) & (key <= table.most[which])
        place = (key - least) * table.per_unit
        place[~self.inside] = 0
        row = place.astype(np.intp)
        self.share = place - row if table.between else None
        row += girl * length
        if second is not None:
            row += table.start[second]
        self.row: Whole = row

    def z(self, value: Floats, log_value: Callable[[], Floats]) -> Floats:
        """Scores before the restricted formula; where L is 1 everywhere, the logarithm is not asked for."""
        table, row = self.table, self.row
        if self.share is not None:
            l, m, s = self.lms(slice(None))  # noqa: E741
            if table.linear:
                return (value / m - 1) / s
            return np.expm1((log_value() - np.log(m)) * l) / (l * s)
        if table.linear:
            return value * table.slope[row] - table.offset[row]
        z = log_value() * table.l[row]
        z -= table.l_log_m[row]
        np.exp(z, out=z)
        z -= 1
        z *= table.scale[row]
        return z

    def lms(self, rows: slice | Whole) -> tuple[Floats, Floats, Floats]:
        """L, M and S of some rows."""
        table, row = self.table, self.row[rows]
        if self.share is None:
            return table.l[row], table.m[row], table.s[row]
        share = self.share[rows]
        l = table.l[row] + share * table.l_step[row]  # noqa: E741
        return l, table.m[row] + share * table.m_step[row], table.s[row] + share * table.s_step[row]

    def restrict(self, z: Floats, value: Floats) -> None:
        """Count scores beyond three SD in steps of the distance between SD 2 and SD 3."""
        far = np.flatnonzero(np.abs(z) > 3)
        if not far.size:
            return
        l, m, s = self.lms(far)  # noqa: E741
        side = np.sign(z[far])
        third = m * (1 + l * s * 3 * side) ** (1 / l)
        second = m * (1 + l * s * 2 * side) ** (1 / l)
        z[far] = side * 3 + (value[far] - third) / np.abs(third - second)

    def settle_ties(self, z: Floats, hundredths: Floats, value: Floats, restricted: bool) -> None:
        """Round again, by the form for one child, what lies next to the middle between two hundredths."""
        off = z * 100
        off -= hundredths
        np.abs(off, out=off)
        for row in np.flatnonzero(off > 0.5 - NEAR_TIE):
            table = self.table.tables[0 if self.second is None else self.second[row]]
            exact, _ = z_score(float(value[row]), table.at(not self.girl[row], float(self.key[row])), restricted)
            hundredths[row] = round(round(exact, 2) * 100)
