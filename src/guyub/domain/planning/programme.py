"""An integer programme with exact integer rows: what rules and levers are compiled into.

Every coefficient, limit and value is a Python integer. The solver works in floating point; what it answers is
rounded and checked against these rows again, so no rounding of the solver can slip into a plan.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Affine:
    """A sum of integer multiples of columns, plus a constant; ``low`` and ``high`` are valid bounds."""

    terms: Mapping[int, int]
    constant: int
    low: int
    high: int

    @property
    def is_constant(self) -> bool:
        """Whether no column can change the value."""
        return self.low == self.high

    def value(self, solution: Mapping[int, int] | list[int]) -> int:
        """The value in a solution."""
        return self.constant + sum(weight * solution[column] for column, weight in self.terms.items())


def constant(value: int) -> Affine:
    """A number that no column changes."""
    return Affine({}, value, value, value)


@dataclass(frozen=True)
class Row:
    """``low <= sum of terms <= high``; an absent end is open."""

    terms: Mapping[int, int]
    low: int | None = None
    high: int | None = None

    def holds(self, solution: list[int]) -> bool:
        """Whether a solution keeps this row, computed in integers."""
        value = sum(weight * solution[column] for column, weight in self.terms.items())
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Rounded:
    """``round(scale * (weight * column + constant) / per)``, as the columns in ``terms`` express it."""

    column: int
    weight: int
    constant: int
    per: int
    scale: int
    terms: Mapping[int, int]


@dataclass(frozen=True)
class Menu:
    """A sum of rounded ratios, each of its own column, of which only these limits matter.

    ``flags`` holds (column, limit) in rising order: the column may be 1 where the sum is at least the limit.
    """

    parts: tuple[Rounded, ...]
    flags: tuple[tuple[int, int], ...]


@dataclass
class Programme:
    """Integer columns with bounds, and rows over them.

    ``menus`` are parts that can be solved by themselves; ``uses`` has, by column, the 0/1 column that is 1 wherever
    the column is above 0.
    """

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    rounded: list[Rounded] = field(default_factory=list)
    menus: list[Menu] = field(default_factory=list)
    uses: dict[int, int] = field(default_factory=dict)

    def copy(self) -> "Programme":
        """The same columns and rows, to which others are added without touching these."""
        return Programme(
            list(self.lower),
            list(self.upper),
            list(self.rows),
            list(self.rounded),
            list(self.menus),
            dict(self.uses),
        )

    def column(self, lower: int, upper: int) -> Affine:
        """A new integer column, as an expression."""
        self.lower.append(lower)
        self.upper.append(upper)
        return self.affine({len(self.lower) - 1: 1}, 0)

    def binary(self) -> Affine:
        """A new column that is 0 or 1."""
        return self.column(0, 1)

    def affine(self, terms: Mapping[int, int], number: int) -> Affine:
        """An expression with the bounds that the columns' bounds give it."""
        terms = {column: weight for column, weight in terms.items() if weight}
        ends = [(w * self.lower[c], w * self.upper[c]) for c, w in terms.items()]
        low = number + sum(min(pair) for pair in ends)
        high = number + sum(max(pair) for pair in ends)
        return Affine(terms, number, low, high)

    def combine(self, parts: Iterable[tuple[int, Affine]], number: int = 0) -> Affine:
        """A sum of multiples of expressions, plus a number."""
        terms: dict[int, int] = {}
        for weight, part in parts:
            number += weight * part.constant
            for column, own in part.terms.items():
                terms[column] = terms.get(column, 0) + weight * own
        return self.affine(terms, number)

    def require_at_least(self, expression: Affine, least: int) -> None:
        """Every solution has ``expression >= least``."""
        if expression.low < least:
            self.rows.append(Row(expression.terms, low=least - expression.constant))

    def require_at_most(self, expression: Affine, most: int) -> None:
        """Every solution has ``expression <= most``."""
        if expression.high > most:
            self.rows.append(Row(expression.terms, high=most - expression.constant))

    def imply_at_least(self, flag: Affine, expression: Affine, least: int) -> None:
        """Where ``flag`` (0 or 1) is 1, ``expression >= least``."""
        slack = least - expression.low
        if slack > 0:
            self.require_at_least(self.combine([(1, expression), (-slack, flag)]), expression.low)

    def imply_at_most(self, flag: Affine, expression: Affine, most: int) -> None:
        """Where ``flag`` (0 or 1) is 1, ``expression <= most``."""
        slack = expression.high - most
        if slack > 0:
            self.require_at_most(self.combine([(1, expression), (slack, flag)]), expression.high)

    def note_rounded(self, of: Affine, per: int, scale: int, rounded: Affine) -> None:
        """Remember what a rounded ratio stands for, where it rests on one column."""
        if len(of.terms) == 1:
            ((column, weight),) = of.terms.items()
            self.rounded.append(Rounded(column, weight, of.constant, per, scale, rounded.terms))

    def note_menu(self, form: Affine, flags: list[tuple[int, int]]) -> None:
        """Remember a sum of rounded ratios with its limits, where it is nothing else."""
        left, parts = dict(form.terms), []
        for part in self.rounded:
            if part.weight > 0 and all(left.get(column) == weight for column, weight in part.terms.items()):
                parts.append(part)
                left = {column: weight for column, weight in left.items() if column not in part.terms}
        if parts and not left and len({part.column for part in parts}) == len(parts):
            self.menus.append(Menu(tuple(parts), tuple((column, limit - form.constant) for column, limit in flags)))
