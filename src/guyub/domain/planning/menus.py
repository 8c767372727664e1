"""Solve the separable part of a programme by itself: a sum of rounded percentages, each of one count of people.

A search over five rounded percentages meets thousands of ties: one member more here is one member less there. But what
each total of percentages costs at least can be counted up exactly, one group after another (dynamic programming over
the total). The rest of the programme then needs only these least costs, one for each limit that gives a score. What
comes out is a relaxation, so its bound is proven; it is an answer where the columns put back keep every row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from guyub.domain.expressions.rounding import least_numerator, rounded_ratio
from guyub.domain.planning.programme import Menu, Programme, Rounded, Row

NEVER = 2**61  # the cost of what cannot be reached; costs beyond a half of it are not counted up here
MOST_COST = 2**58

Costs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Course:
    """What one part can add to the sum: by level from 0, the least value of its column and what that costs."""

    column: int
    values: tuple[int, ...]
    costs: Costs


class Counted:
    """The least cost of each total up to the highest limit of a menu, and the columns behind it.

    Args:
        menu: The parts and limits.
        programme: For bounds of columns.
        objective: Cost by column.
        bounds: Tighter (low, high) by column, for this solve.
        unused: Columns that must stay 0.
    """

    def __init__(
        self,
        menu: Menu,
        programme: Programme,
        objective: Mapping[int, int],
        bounds: Mapping[int, tuple[int, int]],
        unused: frozenset[int] = frozenset(),
    ) -> None:
        self.top = max(limit for _, limit in menu.flags)
        self.courses = [_course(part, programme, objective, bounds, unused, self.top) for part in menu.parts]
        self.stages: list[Costs] = [np.full(self.top + 1, NEVER, dtype=np.int64)]
        self.stages[0][0] = 0
        totals = np.arange(self.top + 1)[:, None]
        for course in self.courses:
            before = np.maximum(totals - np.arange(len(course.costs))[None, :], 0)
            reached = (self.stages[-1][before] + course.costs[None, :]).min(axis=1)
            self.stages.append(np.minimum(reached, NEVER))

    def cost(self, total: int) -> int | None:
        """The least cost of reaching a total; None where it cannot be reached."""
        cost = int(self.stages[-1][max(total, 0)])
        return None if cost >= MOST_COST else cost

    def columns(self, total: int) -> dict[int, int]:
        """Values of the parts' columns that reach a total at least cost."""
        left, values = max(total, 0), {}
        for course, stage, before in zip(self.courses[::-1], self.stages[:0:-1], self.stages[-2::-1], strict=True):
            rest = np.maximum(left - np.arange(len(course.costs)), 0)
            level = int(np.argmax(before[rest] + course.costs == stage[left]))
            values[course.column] = course.values[level]
            left = int(rest[level])
        return values


def _course(
    part: Rounded,
    programme: Programme,
    objective: Mapping[int, int],
    bounds: Mapping[int, tuple[int, int]],
    unused: frozenset[int],
    top: int,
) -> Course:
    low, high = bounds.get(part.column, (programme.lower[part.column], programme.upper[part.column]))
    if part.column in unused:
        high = 0
    price = objective.get(part.column, 0)
    once = objective.get(programme.uses.get(part.column, -1), 0)
    if low > high:
        return Course(part.column, (0,), np.array([NEVER], dtype=np.int64))
    reached = rounded_ratio(max(part.weight * high + part.constant, 0), part.per, part.scale)
    values = []
    for level in range(min(reached, top) + 1):
        numerator = least_numerator(level, part.per, part.scale) if level else 0
        values.append(max(low, -((part.constant - numerator) // part.weight)))
    costs = [price * value + (once if value else 0) for value in values]
    return Course(part.column, tuple(values), np.array(costs, dtype=np.int64))


@dataclass(frozen=True)
class Reduced:
    """A programme without the inner columns of its menu: columns renumbered, rows and objective to match."""

    programme: Programme
    rows: list[Row]
    objective: dict[int, int]
    kept: list[int]
    offset: int


class MenuSearch:
    """Solves a programme around one menu: the inner columns are left out and put back afterwards."""

    def __init__(self, programme: Programme, objective: Mapping[int, int], extra: Sequence[Row]) -> None:
        (self.menu,) = programme.menus
        self.programme = programme
        self.objective = objective
        self.inner = {part.column for part in self.menu.parts}
        self.pieces = {column for part in self.menu.parts for column in part.terms}
        self.uses = {programme.uses[column]: column for column in self.inner if column in programme.uses}
        self.bounds: dict[int, tuple[int, int]] = {}
        self.rows: list[Row] = []
        self.spending: list[Row] = []
        for row in (*programme.rows, *extra):
            self._sort_in(row)
        self.coupled = any(column in self.uses for row in self.rows for column in row.terms)
        self.dropped = self.inner | self.pieces | (set() if self.coupled else set(self.uses))

    @staticmethod
    def fits(programme: Programme, objective: Mapping[int, int]) -> bool:
        """Whether there is one menu, at costs small enough to be counted up, none of them negative."""
        if len(programme.menus) != 1:
            return False
        columns = {part.column for part in programme.menus[0].parts}
        columns |= {programme.uses[column] for column in columns if column in programme.uses}
        costs = [objective.get(column, 0) * max(1, programme.upper[column]) for column in columns]
        return all(cost >= 0 for cost in costs) and sum(costs) < MOST_COST

    def _sort_in(self, row: Row) -> None:
        """Rows of the rest are kept; a bound on an inner column is noted; the others are left out and checked later."""
        columns = set(row.terms)
        if not columns & (self.inner | self.pieces):
            self.rows.append(row)
        elif len(columns) == 1 and columns <= self.inner:
            ((column, weight),) = row.terms.items()
            self._bound(column, weight, row)
        elif self._spends(row):
            self.spending.append(row)

    def _bound(self, column: int, weight: int, row: Row) -> None:
        low, high = self.bounds.get(column, (self.programme.lower[column], self.programme.upper[column]))
        if weight == 1:
            low = low if row.low is None else max(low, row.low)
            high = high if row.high is None else min(high, row.high)
        self.bounds[column] = (low, high)

    def _spends(self, row: Row) -> bool:
        """Whether a row limits the objective itself (a budget): the menu's costs then count in it."""
        own = self.inner | set(self.uses)
        named = {column for column in own if row.terms.get(column) or self.objective.get(column)}
        same = all(row.terms.get(column, 0) == self.objective.get(column, 0) for column in named)
        return same and not self.pieces & set(row.terms)

    def counted(self, unused: frozenset[int] = frozenset()) -> Counted:
        """The menu at this objective."""
        return Counted(self.menu, self.programme, self.objective, self.bounds, unused)

    def reduced(self, base: Counted, without: Mapping[frozenset[int], Counted]) -> Reduced | None:
        """The programme with the menu's least costs in place of its columns; None where no value is allowed.

        ``without`` holds the menu without some of its columns: what it costs then holds where none of them is used.
        """
        free = base.cost(0)
        if free is None:
            return None
        kept = [column for column in range(len(self.programme.lower)) if column not in self.dropped]
        number = {column: position for position, column in enumerate(kept)}
        lower = [self.programme.lower[column] for column in kept]
        upper = [self.programme.upper[column] for column in kept]
        steps: dict[int, int] = {}
        before = free
        for flag, limit in self.menu.flags:
            cost = base.cost(limit)
            if cost is None:
                upper[number[flag]] = 0
                continue
            steps[number[flag]] = cost - before
            before = cost
        objective = {number[c]: cost for c, cost in self.objective.items() if c in number and c not in self.uses}
        rows = [_renumbered(row, number) for row in self.rows]
        menu_cost: Mapping[int, int] = steps
        if without:
            lower.append(0)
            upper.append(MOST_COST)
            own = len(lower) - 1
            menu_cost = {own: 1}
            rows.append(Row({own: 1, **{flag: -step for flag, step in steps.items()}}, low=0))
            for unused, counted in without.items():
                rows += self._rows_without(unused, counted, base, number, own)
            upper[own] = 2 * max(
                [before - free, *(c.cost(x) or 0 for c in without.values() for _, x in self.menu.flags)]
            )
        for row in self.spending:
            outer = {c: w for c, w in row.terms.items() if c in number and c not in self.uses}
            limited = _renumbered(Row(outer, row.low, row.high), number)
            terms = dict(limited.terms)
            for column, cost in menu_cost.items():
                terms[column] = terms.get(column, 0) + cost
            high = None if limited.high is None else limited.high - free
            rows.append(Row(terms, None, high))
        for column, cost in menu_cost.items():
            objective[column] = objective.get(column, 0) + cost
        return Reduced(Programme(lower, upper), rows, objective, kept, free)

    def _rows_without(
        self, unused: frozenset[int], counted: Counted, base: Counted, number: Mapping[int, int], own: int
    ) -> list[Row]:
        """Where none of these columns is used, the menu costs at least what it costs without them."""
        rows, terms, more, before = [], {own: 1}, 0, base.cost(0) or 0
        uses = {number[self.programme.uses[column]]: 1 for column in unused}
        for flag, limit in self.menu.flags:
            cost, usual = counted.cost(limit), base.cost(limit)
            if usual is None:
                break
            if cost is None:  # not reached without them at all
                rows.append(Row({number[flag]: -1, **uses}, low=0))
                break
            terms[number[flag]] = before - cost
            before, more = cost, max(more, cost - usual)
        return [*rows, Row({**terms, **dict.fromkeys(uses, more)}, low=0)]

    def values(self, reduced: Reduced, outer: Sequence[int], total: int, counted: Counted) -> list[int]:
        """All columns again: the inner ones at least cost for the total."""
        values = [0] * len(self.programme.lower)
        for column, value in zip(reduced.kept, outer, strict=False):
            values[column] = value
        values_in = counted.columns(total)
        for part in self.menu.parts:
            value = values_in[part.column]
            values[part.column] = value
            level = rounded_ratio(max(part.weight * value + part.constant, 0), part.per, part.scale)
            for column, weight in sorted(part.terms.items(), key=lambda term: -term[1]):
                values[column], level = divmod(level, weight)
            if part.column in self.programme.uses:
                values[self.programme.uses[part.column]] = int(value > 0)
        return values

    def put_back(
        self, reduced: Reduced, outer: Sequence[int], base: Counted, holds: Callable[[list[int]], bool]
    ) -> tuple[list[int] | None, frozenset[int], Counted]:
        """All columns at least cost for the rest (None where a row breaks), and which inner ones had to stay unused."""
        total, unused, counted = self.total(reduced, outer), frozenset[int](), base
        place = {column: position for position, column in enumerate(reduced.kept)}
        while counted.cost(total) is not None:
            values = self.values(reduced, outer, total, counted)
            if holds(values):
                return values, unused, counted
            against = {c for use, c in self.uses.items() if self.coupled and values[c] and not outer[place[use]]}
            if not against:
                break
            unused |= against
            counted = self.counted(unused)
        return None, unused, counted

    def total(self, reduced: Reduced, outer: Sequence[int]) -> int:
        """The highest limit whose flag is 1."""
        position = {column: place for place, column in enumerate(reduced.kept)}
        return max((limit for flag, limit in self.menu.flags if outer[position[flag]]), default=0)


def _renumbered(row: Row, number: Mapping[int, int]) -> Row:
    return Row({number[column]: weight for column, weight in row.terms.items()}, row.low, row.high)
