"""Choose one option per village under shared budget and capacities: the master problem over known options."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from highspy import _core as highs

from guyub.domain.planning.solver import silent_engine

COST = "*cost"  # no lever or OPD is called so
COUNT_GAP = 0.999  # the number of villages is whole: a gap below 1 is no gap


@dataclass(frozen=True)
class Choice:
    """An option as the master sees it: what it draws from each shared resource."""

    village: int
    cost: int
    uses: Mapping[str, int]
    units: Mapping[str, int]


@dataclass(frozen=True)
class Relaxed:
    """The master with fractions of options allowed: its value and what each resource is worth at the margin.

    ``need`` is the worth of the required number of villages (0 where none is required).
    """

    value: float
    worth: Mapping[str, float]
    need: float


class Master:
    """Options of many villages under shared limits.

    Args:
        limits: Most of each resource; ``uses`` of choices name the same resources.
    """

    def __init__(self, limits: Mapping[str, int]) -> None:
        self.limits = dict(limits)
        self.choices: list[Choice] = []
        self._seen: set[tuple[int, frozenset[tuple[str, int]]]] = set()

    def add(self, choice: Choice) -> bool:
        """Add an option; False where it is known already."""
        key = (choice.village, frozenset(choice.units.items()))
        if key in self._seen:
            return False
        self._seen.add(key)
        self.choices.append(choice)
        return True

    def relaxed(self, least_villages: int | None = None) -> Relaxed:
        """Most villages (or, where a number is required, least cost) with fractions allowed."""
        scales = self._scales()
        engine = silent_engine({})
        engine.passModel(self._model(least_villages, scales, whole=False))
        engine.run()
        duals = engine.getSolution().row_dual
        cost_scale = 1 if least_villages is None else scales[COST]
        sign = cost_scale if least_villages is None else -cost_scale
        worth = {name: max(0.0, sign * duals[row] / scales[name]) for row, name in enumerate(self.limits)}
        need = 0.0 if least_villages is None else max(0.0, cost_scale * duals[len(self.limits)])
        return Relaxed(cost_scale * engine.getInfo().objective_function_value, worth, need)

    def chosen(self, least_villages: int | None, time_limit: float, gap: float = 0.0) -> list[Choice]:
        """The best whole choice found: most villages, or least cost for a number of villages.

        ``gap`` is how far it may be from the best: in villages, or as a share of the cost.
        """
        far = {"mip_abs_gap": max(COUNT_GAP, gap)} if least_villages is None else {"mip_rel_gap": gap}
        engine = silent_engine({"time_limit": max(time_limit, 0.1), **far})
        engine.passModel(self._model(least_villages, self._scales(), whole=True))
        engine.run()
        if engine.getInfo().primal_solution_status != highs.SolutionStatus.kSolutionStatusFeasible:
            return []
        values = engine.getSolution().col_value
        picked = [choice for choice, value in zip(self.choices, values, strict=True) if value > 0.5]
        return picked if self._keeps_limits(picked) else []

    def _keeps_limits(self, picked: Sequence[Choice]) -> bool:
        """In integers: every resource within its limit and every village once."""
        within = all(sum(c.uses.get(name, 0) for c in picked) <= limit for name, limit in self.limits.items())
        return within and len({choice.village for choice in picked}) == len(picked)

    def _scales(self) -> dict[str, int]:
        """What divides all uses of each resource, and all costs: small numbers suit the solver, and none is rounded."""
        scales = {name: math.gcd(*(c.uses.get(name, 0) for c in self.choices)) or 1 for name in self.limits}
        return {**scales, COST: math.gcd(*(choice.cost for choice in self.choices)) or 1}

    def _model(self, least_villages: int | None, scales: Mapping[str, int], whole: bool) -> "highs.HighsLp":
        width = len(self.choices)
        resources = list(self.limits)
        villages = {village: row for row, village in enumerate(dict.fromkeys(c.village for c in self.choices))}
        first = len(resources) + (least_villages is not None)
        model = highs.HighsLp()
        model.num_col_, model.num_row_ = width, first + len(villages)
        model.sense_ = highs.ObjSense.kMaximize if least_villages is None else highs.ObjSense.kMinimize
        costs = [1 if least_villages is None else choice.cost // scales[COST] for choice in self.choices]
        model.col_cost_ = np.array(costs, dtype=np.float64)
        model.col_lower_ = np.zeros(width)
        model.col_upper_ = np.ones(width)
        lows = [-np.inf] * len(resources) + ([] if least_villages is None else [float(least_villages)])
        highs_ = [float(self.limits[name] // scales[name]) for name in resources] + (
            [] if least_villages is None else [np.inf]
        )
        model.row_lower_ = np.array([*lows, *[-np.inf] * len(villages)])
        model.row_upper_ = np.array([*highs_, *[1.0] * len(villages)])
        entries = [self._entries(c, scales, first, villages, least_villages) for c in self.choices]
        model.a_matrix_.format_ = highs.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(column) for column in entries)]).astype(np.int32)
        model.a_matrix_.index_ = np.array([row for column in entries for row, _ in column], dtype=np.int32)
        model.a_matrix_.value_ = np.array([value for column in entries for _, value in column], dtype=np.float64)
        if whole:
            model.integrality_ = [highs.HighsVarType.kInteger] * width
        return model

    def _entries(
        self, choice: Choice, scales: Mapping[str, int], first: int, villages: Mapping[int, int], least: int | None
    ) -> list[tuple[int, int]]:
        uses = [(row, choice.uses.get(name, 0) // scales[name]) for row, name in enumerate(self.limits)]
        entries = [(row, amount) for row, amount in uses if amount]
        if least is not None:
            entries.append((len(self.limits), 1))
        return [*entries, (first + villages[choice.village], 1)]
