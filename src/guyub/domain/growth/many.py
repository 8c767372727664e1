"""The z-scores of many children at once: NumPy columns in, NumPy columns out, the same values as `one.scores_of`.

Rows are computed in parts that fit the processor's cache. Rare cases leave the fast path: values beyond three SD are
counted again by the restricted formula, values next to a tie of rounding by the form for one child, and reasons are
looked for only where a z-score is blank.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from guyub.domain.growth.column_tables import ColumnTable, Flags, Floats, Look, Whole
from guyub.domain.growth.reasons import Reason
from guyub.domain.growth.standard import GrowthStandard, Indicator

Codes = npt.NDArray[np.int8]
PART = 8192  # rows; a column of that many numbers is 64 KiB
UNKNOWN, BOY, GIRL = 0, 1, 2
LYING, STANDING = 1, 2


@dataclass(frozen=True)
class Columns:
    """Measurements of many children, arrays of one length; ``None`` where a column is absent, NaN where a value is.

    Attributes:
        sex: 0 unknown, 1 boy, 2 girl.
        age: Days for a standard by day, months for one by month; not rounded.
        weight, height, head, arm, triceps, subscapular: kg, cm, mm as in `one.Child`.
        posture: 0 unknown, 1 lying, 2 standing.
        oedema: On both feet.
    """

    sex: Codes
    age: Floats
    weight: Floats | None = None
    height: Floats | None = None
    head: Floats | None = None
    arm: Floats | None = None
    triceps: Floats | None = None
    subscapular: Floats | None = None
    posture: Codes | None = None
    oedema: Flags | None = None

    def __len__(self) -> int:
        return len(self.sex)

    def part(self, rows: slice | Flags) -> "Columns":
        """Some of the rows; those of a slice are not copied."""
        columns: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(self, **{name: column[rows] for name, column in columns.items() if column is not None})


@dataclass(frozen=True)
class Scores:
    """Results of many children, arrays of one length by code of the indicator.

    Attributes:
        z: Two decimals; NaN where blank.
        flagged: Implausible z-scores.
        reason: `Reason` of blank ones, 0 elsewhere; without indicators where reasons were not wanted.
        height: cm in the posture of the age.
        bmi: kg per square metre of that height.
        posture_ignored: Where standing was not believed at this age.
    """

    z: Mapping[str, Floats]
    flagged: Mapping[str, Flags]
    reason: Mapping[str, Codes]
    height: Floats
    bmi: Floats
    posture_ignored: Flags


def scores_of_columns(
    standard: GrowthStandard, columns: Columns, wanted: Collection[str] | None = None, *, reasons: bool = True
) -> Scores:
    """Scores of the indicators ``wanted`` (all of the standard, where not said), row by row as `one.scores_of`.

    Args:
        standard: Its tables and limits.
        columns: One row a child.
        wanted: Codes of indicators.
        reasons: Whether to say why blank scores are blank.
    """
    indicators = [each for code, each in standard.indicators.items() if wanted is None or code in wanted]
    result = _empty(len(columns), [each.code for each in indicators], reasons)
    with np.errstate(all="ignore"):  # what has no z-score becomes NaN on its way, and is blank in the end
        for start in range(0, len(columns), PART):
            rows = slice(start, start + PART)
            part = _Part(standard, columns.part(rows))
            result.height[rows], result.bmi[rows] = part.height, part.bmi
            result.posture_ignored[rows] = part.posture_ignored
            for indicator in indicators:
                z, flagged = result.z[indicator.code][rows], result.flagged[indicator.code][rows]
                part.score(indicator, z, flagged)
                if reasons:
                    part.explain(indicator, z, result.reason[indicator.code][rows])
    return result


def _empty(count: int, codes: list[str], reasons: bool) -> Scores:
    return Scores(
        z={code: np.empty(count) for code in codes},
        flagged={code: np.empty(count, dtype=np.bool_) for code in codes},
        reason={code: np.zeros(count, dtype=np.int8) for code in codes if reasons},
        height=np.empty(count),
        bmi=np.empty(count),
        posture_ignored=np.empty(count, dtype=np.bool_),
    )


@cache
def _column_table(standard: GrowthStandard, code: str) -> ColumnTable:
    return ColumnTable([standard.tables[name] for name in standard.indicators[code].tables])


class _Part:
    """A part of the rows, with what the indicators share computed once."""

    def __init__(self, standard: GrowthStandard, columns: Columns) -> None:
        self.standard, self.given = standard, columns
        self.posture = standard.rules.posture
        self.girl: Whole = (columns.sex == GIRL).astype(np.intp)
        self.sexless: Flags = columns.sex == UNKNOWN
        self.never = np.zeros(len(columns), dtype=np.bool_)
        limits, age = standard.rules.age, columns.age
        self.age: Floats = age if limits.unit == "month" else np.floor(age + 0.5)
        # Written so that an unknown age (NaN) is in neither.
        self.aged: Flags = (age >= 0) & (age < (np.inf if limits.below is None else limits.below))
        self._lay_and_stood()

    def _lay_and_stood(self) -> None:
        """Who lay and who stood, as far as it is believed at that age."""
        given = self.given.posture
        if given is None or self.posture is None:
            self.posture_ignored = self.lying = self.standing = self.never
            return
        self.lying, self.standing = given == LYING, given == STANDING
        self.posture_ignored = self.standing & (self.given.age < self.posture.standing_unlikely_before_day)
        self.standing &= ~self.posture_ignored

    # -- measurements ------------------------------------------------------------------------------------------------

    def _given(self, name: str) -> Floats:
        column: Floats | None = getattr(self.given, name)
        return np.full(len(self.given), np.nan) if column is None else column

    @cached_property
    def height(self) -> Floats:
        """In the posture of the age."""
        given = self._given("height")
        if self.posture is None or self.given.posture is None:
            return given
        lying_age = self.age < self.posture.lying_before_day
        changed = given.copy()
        np.add(changed, self.posture.difference_cm, out=changed, where=self.standing & lying_age)
        standing_age = self.age >= self.posture.lying_before_day
        np.subtract(changed, self.posture.difference_cm, out=changed, where=self.lying & standing_age)
        return changed

    @cached_property
    def weight(self) -> Floats:
        return self._given("weight")

    @cached_property
    def bmi(self) -> Floats:
        metres = self.height / 100
        return self.weight / (metres * metres)

    @cached_property
    def log_weight(self) -> Floats:
        logs: Floats = np.log(self.weight)
        return logs

    def value(self, indicator: Indicator) -> Floats:
        """What the indicator measures."""
        if indicator.of in ("height", "weight", "bmi"):
            shared: Floats = getattr(self, indicator.of)
            return shared
        return self._given(indicator.of)

    def _log_value(self, indicator: Indicator, value: Floats) -> Floats:
        return self.log_weight if indicator.of == "weight" else np.log(value)

    # -- z-scores ----------------------------------------------------------------------------------------------------

    def score(self, indicator: Indicator, z: Floats, flagged: Flags) -> None:
        """Fill ``z`` and ``flagged`` with those of one indicator."""
        value, look = self.value(indicator), self._look(indicator)
        exact = look.z(value, lambda: self._log_value(indicator, value))
        if indicator.restricted:
            look.restrict(exact, value)
        np.putmask(exact, self._blank(indicator, look, value), np.nan)
        hundredths = np.rint(exact * 100) + 0.0  # no negative zero
        look.settle_ties(exact, hundredths, value, indicator.restricted)
        np.divide(hundredths, 100, out=z)
        np.greater(hundredths, indicator.most * 100, out=flagged)
        flagged |= hundredths < indicator.least * 100

    def _look(self, indicator: Indicator) -> Look:
        table = _column_table(self.standard, indicator.code)
        if indicator.by_length:
            return Look(table, self.girl, self.height, self._standing_table)
        return Look(table, self.girl, self.age)

    @cached_property
    def _standing_table(self) -> Whole:
        """1 where weight by length is read from the table of standing children: age tells, else posture, else cm."""
        assert self.posture is not None
        standing = self.age >= self.posture.lying_before_day
        ageless = np.isnan(self.age)
        if ageless.any():
            known = self.lying | self.standing
            standing |= ageless & np.where(known, self.standing, self.height >= self.posture.lying_below_cm)
        return standing.astype(np.intp)

    def _blank(self, indicator: Indicator, look: Look, value: Floats) -> Flags:
        """Rows without a z-score whose measurement is there; a missing one makes its own NaN."""
        blank = ~look.inside
        blank |= self.sexless
        if indicator.by_length:
            blank |= ~(self.aged | np.isnan(self.age))
        else:
            blank |= ~self.aged
            blank |= value <= 0
        if indicator.oedema and self.given.oedema is not None:
            blank |= self.given.oedema
        return blank

    # -- reasons -----------------------------------------------------------------------------------------------------

    def explain(self, indicator: Indicator, z: Floats, reason: Codes) -> None:
        """Fill ``reason`` where ``z`` is blank: the first that holds, in the order of `Reason`."""
        rows = np.flatnonzero(np.isnan(z))
        if rows.size:
            holds = self._reasons(indicator, rows)
            reason[rows] = np.select(list(holds.values()), list(holds), default=Reason.LENGTH_OUTSIDE)

    def _reasons(self, indicator: Indicator, rows: Whole) -> dict[Reason, Flags]:
        age, limits = self.given.age[rows], self.standard.rules.age
        value, oedema = self.value(indicator)[rows], self.given.oedema
        table = self.standard.tables[indicator.tables[0]]
        counted, below = self.age[rows], np.inf if limits.below is None else limits.below
        by_age = not indicator.by_length
        return {
            Reason.SEX_MISSING: self.sexless[rows],
            Reason.AGE_MISSING: np.isnan(age) & by_age,
            Reason.AGE_NEGATIVE: age < 0,
            Reason.AGE_BELOW: (counted < table.least) & (age < below) & by_age,
            Reason.AGE_BEYOND: (age >= below) | ((counted > table.most) & by_age),
            Reason.MEASURE_MISSING: self._missing(indicator)[rows],
            # By length a weight of 0 kg has its (flagged) z-score, as in WHO's programs.
            Reason.MEASURE_NOT_POSITIVE: ~(value > 0) if by_age else value < 0,
            Reason.OEDEMA: (self.never if oedema is None or not indicator.oedema else oedema)[rows],
            Reason.LENGTH_MISSING: np.isnan(self.height[rows]),
        }

    def _missing(self, indicator: Indicator) -> Flags:
        if indicator.of == "bmi":
            return np.isnan(self.weight) | np.isnan(self.height)
        return np.isnan(self.value(indicator))
