"""Solve an integer programme with HiGHS and hand back integers that were checked exactly."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

import numpy as np

# `highspy.Highs` prints a banner to standard output as soon as it is made; the class below it does not, once told.
from highspy import _core as highs

from guyub.domain.planning.menus import Counted, MenuSearch
from guyub.domain.planning.programme import Programme, Row

Seconds = float | Callable[[], float] | None  # or what tells the seconds that are left at the time it is asked
Options = Mapping[str, bool | int | float | str]

HALF_UNIT = 0.5  # two costs in whole units that are closer than this are the same
MOST_TURNS = 12  # of a search around a menu before the whole programme is solved at once

_HEURISTIC_NAMES = (
    "mip_heuristic_run_feasibility_jump",
    "mip_heuristic_run_rins",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_root_reduced_cost",
)

# Of integrality and rows; the default 1e-6 is too coarse beside coefficients of 10^6. These heuristics find nothing
# that the others do not find sooner on programmes this small.
_EXACT: dict[str, bool | int | float | str] = {
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
    "mip_abs_gap": 0.0,
    **dict.fromkeys(_HEURISTIC_NAMES, False),
}
_HEURISTICS = dict.fromkeys(_HEURISTIC_NAMES, True)
_INFEASIBLE = (highs.HighsModelStatus.kInfeasible, highs.HighsModelStatus.kUnboundedOrInfeasible)


class Outcome(StrEnum):
    """How far the solver came."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    BOUNDED = "bounded"


@dataclass(frozen=True)
class Solution:
    """Values of all columns (None: none was found), and a proven lower bound on the objective."""

    outcome: Outcome
    values: list[int] | None
    objective: int | None
    bound: int


class SolverDisagrees(AssertionError):
    """The solver's answer breaks a row when checked in integers: a bug or a numerical failure, never a plan."""


def solve(
    programme: Programme,
    objective: Mapping[int, int],
    *,
    extra: Sequence[Row] = (),
    time_limit: Seconds = None,
    near: float = 0.0,
    bound_only: bool = False,
    every_heuristic: bool = False,
) -> Solution:
    """Least objective over the programme's integer columns.

    Args:
        programme: Columns and rows.
        objective: Integer cost by column; others cost nothing.
        extra: Rows for this call only.
        time_limit: Seconds, or what tells the seconds that are left; None means until it is proven.
        near: The share by which the answer may be dearer than the least; its bound is proven all the same.
        bound_only: Only a bound is wanted, and quickly: fractions are allowed, and there are no values.
        every_heuristic: Look for good answers in every way; it pays where hundreds of columns are counts.

    Raises:
        SolverDisagrees: Twice in a row the answer broke a row by exact computation.
    """
    options: dict[str, bool | int | float | str] = {"mip_rel_gap": near} if near else {}
    if bound_only:
        options = {"solve_relaxation": True}
    elif every_heuristic:
        options.update(_HEURISTICS)
    if MenuSearch.fits(programme, objective):
        found = _solve_around_menu(programme, objective, extra, time_limit, options)
        if found is not None:
            return found
    rows = [*programme.rows, *extra]
    for presolve in ("choose", "off"):
        solution = _solve_rows(programme, objective, rows, time_limit, {**options, "presolve": presolve})
        if solution.values is None or _holds(programme, rows, solution.values):
            return solution
    raise SolverDisagrees("the solver's answer breaks a row when it is checked in integers")


@dataclass(frozen=True)
class PartlyWhole:
    """An answer in which only some columns are whole (None: none was found), and a proven lower bound."""

    outcome: Outcome
    values: list[float] | None
    bound: int


def solve_partly_whole(
    programme: Programme,
    objective: Mapping[int, int],
    whole: Collection[int],
    *,
    near: float = 0.0,
    time_limit: float | None = None,
) -> PartlyWhole:
    """Least objective where only the columns ``whole`` need be whole numbers: a bound on the whole programme.

    Args:
        programme: Columns and rows.
        objective: Integer cost by column; others cost nothing.
        whole: Columns that are whole in the answer.
        near: The share by which the answer may be dearer than the least; its bound is proven all the same.
        time_limit: Seconds; None means until it is proven.
    """
    engine = silent_engine({"mip_rel_gap": near, **({} if time_limit is None else {"time_limit": time_limit})})
    model = _model(programme, objective, [row for row in programme.rows if row.terms], 1)
    kinds = (highs.HighsVarType.kContinuous, highs.HighsVarType.kInteger)
    model.integrality_ = [kinds[column in whole] for column in range(len(programme.lower))]
    engine.passModel(model)
    engine.run()
    if engine.getModelStatus() in _INFEASIBLE or any(not row.terms and not row.holds([]) for row in programme.rows):
        return PartlyWhole(Outcome.INFEASIBLE, None, 0)
    info = engine.getInfo()
    found = info.primal_solution_status == highs.SolutionStatus.kSolutionStatusFeasible
    bound = _bound_of_fractions(info.mip_dual_bound, 1) if math.isfinite(info.mip_dual_bound) else 0
    return PartlyWhole(Outcome.BOUNDED, list(engine.getSolution().col_value) if found else None, bound)


def prices_of_rows(programme: Programme, objective: Mapping[int, int]) -> list[float] | None:
    """What one unit more of each row's end adds to the least cost, with fractions allowed; None where there is none.

    0 for a row that does not bind. A row whose lower end binds has a price above 0, one whose upper end binds below 0.
    """
    placed = [place for place, row in enumerate(programme.rows) if row.terms]
    engine = silent_engine({"solve_relaxation": True})
    engine.passModel(_model(programme, objective, [programme.rows[place] for place in placed], 1))
    engine.run()
    if engine.getModelStatus() != highs.HighsModelStatus.kOptimal:
        return None
    prices = [0.0] * len(programme.rows)
    for place, price in zip(placed, engine.getSolution().row_dual, strict=True):
        prices[place] = price
    return prices


def _solve_around_menu(
    programme: Programme, objective: Mapping[int, int], extra: Sequence[Row], time_limit: Seconds, options: Options
) -> Solution | None:
    """The answer found with the menu counted up by itself; None where that does not settle it.

    A turn ends where the menu's cheapest columns go with the rest. Else the rest counts on some of them being unused:
    the next turn knows what the menu costs without those.
    """
    search = MenuSearch(programme, objective, extra)
    base, without = search.counted(), dict[frozenset[int], Counted]()
    rows = [*programme.rows, *extra]
    for _ in range(MOST_TURNS):
        reduced = search.reduced(base, without)
        if reduced is None:
            return Solution(Outcome.INFEASIBLE, None, None, 0)
        outer = _solve_rows(reduced.programme, reduced.objective, reduced.rows, time_limit, options)
        bound = outer.bound + reduced.offset
        if outer.values is None:
            return Solution(outer.outcome, None, None, bound)
        values, unused, counted = search.put_back(
            reduced, outer.values, base, lambda held: _holds(programme, rows, held)
        )
        if values is not None:
            cost = sum(price * values[column] for column, price in objective.items())
            if cost == bound or outer.outcome is Outcome.BOUNDED:
                return Solution(Outcome.OPTIMAL if cost == bound else Outcome.BOUNDED, values, cost, bound)
        if not unused or unused in without:
            return None
        without[unused] = counted
    return None


def _solve_rows(
    programme: Programme, objective: Mapping[int, int], rows: Sequence[Row], time_limit: Seconds, options: Options
) -> Solution:
    """One run of the solver."""
    if any(not row.terms and not row.holds([]) for row in rows):
        return Solution(Outcome.INFEASIBLE, None, None, 0)
    rows = [row for row in rows if row.terms]
    scale = reduce(math.gcd, (cost for cost in objective.values() if cost), 0) or 1
    if time_limit is not None:
        left = time_limit() if callable(time_limit) else time_limit
        options = {**options, "time_limit": max(left, 0.001)}
    return _run(programme, objective, rows, scale, options)


def _holds(programme: Programme, rows: Sequence[Row], values: list[int]) -> bool:
    within = all(
        low <= value <= high for low, value, high in zip(programme.lower, values, programme.upper, strict=True)
    )
    return within and all(row.holds(values) for row in rows)


def _run(
    programme: Programme,
    objective: Mapping[int, int],
    rows: Sequence[Row],
    scale: int,
    options: Options,
) -> Solution:
    if not programme.lower:
        return Solution(Outcome.OPTIMAL, [], 0, 0)
    engine = silent_engine({**_EXACT, **options})
    engine.passModel(_model(programme, objective, rows, scale))
    engine.run()
    status = engine.getModelStatus()
    if status in _INFEASIBLE:
        return Solution(Outcome.INFEASIBLE, None, None, 0)
    info = engine.getInfo()
    if options.get("solve_relaxation"):
        reached = status == highs.HighsModelStatus.kOptimal
        return Solution(
            Outcome.BOUNDED, None, None, _bound_of_fractions(info.objective_function_value, scale) if reached else 0
        )
    found = info.primal_solution_status == highs.SolutionStatus.kSolutionStatusFeasible
    values = [round(value) for value in engine.getSolution().col_value] if found else None
    cost = None if values is None else sum(price * values[column] for column, price in objective.items())
    return _proven(status == highs.HighsModelStatus.kOptimal, values, cost, info.mip_dual_bound, scale)


def _proven(optimal: bool, values: list[int] | None, cost: int | None, dual_bound: float, scale: int) -> Solution:
    """The solution with its bound; a search that ended within half a unit of its cost leaves no cheaper one."""
    bound = _bound(dual_bound, scale)
    if cost is not None:
        closed = optimal and abs(dual_bound - cost / scale) < HALF_UNIT
        bound = cost if closed else min(bound, cost)
    outcome = Outcome.OPTIMAL if optimal and bound == cost else Outcome.BOUNDED
    return Solution(outcome, values, cost, bound)


def _bound(dual_bound: float, scale: int) -> int:
    """The bound in whole units: every cost is a multiple of ``scale``, so a bound can be raised to the next one."""
    if not math.isfinite(dual_bound):
        return 0
    return scale * math.ceil(dual_bound - min(HALF_UNIT, 1e-6 * max(1.0, abs(dual_bound) * 1e-3)))


def _bound_of_fractions(value: float, scale: int) -> int:
    """The bound that an optimum in fractions gives, with a millionth taken off for the arithmetic."""
    return scale * math.floor(value - 1e-3 - 1e-6 * abs(value))


def silent_engine(options: Options) -> "highs._Highs":
    """HiGHS on one thread, seeking the optimum without a relative gap, and without a word on standard output."""
    engine = highs._Highs()
    base: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "mip_rel_gap": 0.0,
    }
    for name, value in {**base, **options}.items():
        engine.setOptionValue(name, value)
    return engine


def _model(programme: Programme, objective: Mapping[int, int], rows: Sequence[Row], scale: int) -> "highs.HighsLp":
    model = highs.HighsLp()
    width = len(programme.lower)
    model.num_col_, model.num_row_ = width, len(rows)
    model.col_cost_ = np.array([objective.get(column, 0) // scale for column in range(width)], dtype=np.float64)
    model.col_lower_ = np.array(programme.lower, dtype=np.float64)
    model.col_upper_ = np.array(programme.upper, dtype=np.float64)
    model.row_lower_ = np.array([-np.inf if row.low is None else row.low for row in rows], dtype=np.float64)
    model.row_upper_ = np.array([np.inf if row.high is None else row.high for row in rows], dtype=np.float64)
    starts = np.cumsum([0, *(len(row.terms) for row in rows)])
    model.a_matrix_.format_ = highs.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = np.array([column for row in rows for column in row.terms], dtype=np.int32)
    model.a_matrix_.value_ = np.array([w for row in rows for w in row.terms.values()], dtype=np.float64)
    model.integrality_ = [highs.HighsVarType.kInteger] * width
    return model
