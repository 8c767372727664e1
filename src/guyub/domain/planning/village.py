"""One village as an integer programme: levers are columns, the instrument's rules are rows."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from guyub.domain.expressions import model
from guyub.domain.instruments.model import Instrument
from guyub.domain.planning.compiler import Compiler
from guyub.domain.planning.ground import Ground
from guyub.domain.planning.levers import Lever, LeverSet, Share
from guyub.domain.planning.programme import Affine, Programme, Row, constant
from guyub.domain.planning.scores import ScoreForms
from guyub.domain.planning.solver import Seconds, Solution, solve


@dataclass(frozen=True)
class Limits:
    """What bounds a plan from outside; None means no bound. ``proposed`` keeps the levers' own limits per village."""

    days: int | None = None
    budget: int | None = None
    proposed: bool = True


@dataclass
class VillageProgramme:
    """The compiled village.

    ``units`` has the columns of the levers that can be used at all, ``used`` a 0/1 form for those that need one;
    ``missing`` says, for each lever that cannot be used because a figure is missing, which figures those are.
    """

    programme: Programme
    levers: Mapping[str, Lever]
    units: dict[str, Affine] = field(default_factory=dict)
    used: dict[str, Affine] = field(default_factory=dict)
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def cost(self, unit: Mapping[str, int] | None = None, fixed: Mapping[str, int] | None = None) -> dict[int, int]:
        """The objective by column: rupiah, or other prices by lever where they are given."""
        objective: dict[int, int] = {}
        for name, units in self.units.items():
            lever = self.levers[name]
            objective[_column_of(units)] = lever.cost_rupiah if unit is None else unit[name]
            once = lever.fixed_cost_rupiah if fixed is None else fixed[name]
            if once and name in self.used:
                objective[_column_of(self.used[name])] = once
        return objective

    def units_in(self, solution: Solution) -> dict[str, int]:
        """Units of each lever that a solution uses."""
        assert solution.values is not None
        found = {name: units.value(solution.values) for name, units in self.units.items()}
        return {name: count for name, count in found.items() if count}

    def column_of(self, name: str) -> int:
        """The column with a lever's units."""
        return _column_of(self.units[name])

    def flag_of_use(self, name: str) -> Affine:
        """A 0/1 form that is 1 wherever the lever is used."""
        if name not in self.used:
            units = self.units[name]
            flag = self.programme.binary()
            self.programme.require_at_most(self.programme.combine([(1, units), (-units.high, flag)]), 0)
            self.used[name] = flag
            self.programme.uses[_column_of(units)] = _column_of(flag)
        return self.used[name]

    def leave_one_out(self, names: Iterable[str]) -> None:
        """Require that at least one of these levers is not used."""
        flags = [self.flag_of_use(name) for name in names]
        self.programme.require_at_most(self.programme.combine([(1, flag) for flag in flags]), len(flags) - 1)

    def solve(
        self,
        extra: Sequence[Row] = (),
        time_limit: Seconds = None,
        objective: Mapping[int, int] | None = None,
        near: float = 0.0,
        bound_only: bool = False,
    ) -> Solution:
        """Least cost (or another objective) under all rows, a share ``near`` above the least, or only a bound."""
        objective = self.cost() if objective is None else objective
        return solve(self.programme, objective, extra=extra, time_limit=time_limit, near=near, bound_only=bound_only)


def compile_village(
    rules: Instrument, ground: Ground, levers: LeverSet, limits: Limits
) -> tuple[VillageProgramme, ScoreForms]:
    """Columns for the levers, exact rows for what they do to facts, and the scores that follow; no goal yet."""
    return lay_ground(rules, ground, levers, limits).compiled()


@dataclass(frozen=True)
class Groundwork:
    """What every programme of a village has under the same limits, so that several questions share it."""

    rules: Instrument
    ground: Ground
    village: VillageProgramme
    after: Mapping[str, Affine]

    def compiled(self) -> tuple[VillageProgramme, ScoreForms]:
        """A programme of its own, and the scores that follow; no goal yet."""
        base, rules = self.village, self.rules
        village = replace(base, programme=base.programme.copy(), used=dict(base.used))
        recorded = frozenset(code for code, value in self.ground.facts.items() if value is not None)
        named = {name: value.of for name, value in rules.values.items()}
        compiler = Compiler(village.programme, self.after, recorded, named, rules.blank)
        return village, ScoreForms(rules, self.ground, compiler)


def lay_ground(rules: Instrument, ground: Ground, levers: LeverSet, limits: Limits) -> Groundwork:
    """Columns for the levers, and exact rows for what they do to facts."""
    village = VillageProgramme(Programme(), levers.by_id)
    facts = _Facts(rules, ground, levers, limits)
    for lever in levers.levers:
        most, missing = facts.most_units(lever)
        if missing:
            village.missing[lever.id] = missing
        elif most > 0:
            village.units[lever.id] = village.programme.column(0, most)
    after = facts.after(village)
    _keep_facts_true(village, facts, after)
    _add_needs(village, after)
    for name, units in list(village.units.items()):
        if village.levers[name].fixed_cost_rupiah and units.high:
            village.flag_of_use(name)
    _add_budget(village, limits.budget)
    return Groundwork(rules, ground, village, after)


class _Facts:
    """What levers can do to facts."""

    def __init__(self, rules: Instrument, ground: Ground, levers: LeverSet, limits: Limits) -> None:
        self.facts = ground.facts
        self.levers = levers
        self.limits = limits
        self.blank = rules.blank
        self.unrecorded = _facts_of_absent_records(rules, ground.facts)

    def now(self, code: str) -> int:
        return self.facts.get(code) or 0

    def most_units(self, lever: Lever) -> tuple[int, tuple[str, ...]]:
        """Most units that facts, ceilings, limit and date allow; or the figures that are missing to say so."""
        missing: dict[str, None] = {}
        bounds = []
        for code, step in lever.moves.items():
            if code in self.unrecorded or (self.blank is None and self.facts.get(code) is None):
                missing[code] = None
            elif step < 0:
                bounds.append(self.now(code) // -step)
            elif code in self.levers.ceilings:
                ceiling = self.levers.ceilings[code]
                if isinstance(ceiling, str) and self.facts.get(ceiling) is None:
                    missing[ceiling] = None
                else:
                    bounds.append(max(0, self._top(ceiling) - self.now(code)) // step)
        bounds += self._own_limit(lever)
        if self.limits.days is not None:
            bounds.append(lever.units_within(self.limits.days))
        return min(bounds, default=0), tuple(missing)

    def _top(self, ceiling: int | str) -> int:
        """How high a ceiling can stand: a fact that itself can rise counts with its own ceiling."""
        if isinstance(ceiling, int):
            return ceiling
        own = self.levers.ceilings.get(ceiling)
        return max(self.now(ceiling), own) if isinstance(own, int) else self.now(ceiling)

    def _own_limit(self, lever: Lever) -> list[int]:
        if lever.limit is None or (not self.limits.proposed and isinstance(lever.limit, Share)):
            return []
        if isinstance(lever.limit, Share):
            return [self.now(lever.limit.of) * lever.limit.percent // 100]
        return [lever.limit]

    def after(self, village: VillageProgramme) -> dict[str, Affine]:
        """Every recorded or moved fact after the plan."""
        terms: dict[str, dict[int, int]] = {}
        for name, units in village.units.items():
            for code, step in village.levers[name].moves.items():
                terms.setdefault(code, {})[_column_of(units)] = step
        after = {code: constant(value) for code, value in self.facts.items() if value is not None}
        for code, moved in terms.items():
            after[code] = self._bounded(village.programme.affine(moved, self.now(code)), code)
        return after

    def _bounded(self, value: Affine, code: str) -> Affine:
        """Tighter bounds than the columns give: rows keep the fact between 0 and its ceiling."""
        ceiling = self.levers.ceilings.get(code)
        high = value.high if ceiling is None or isinstance(ceiling, str) else min(value.high, ceiling)
        return Affine(value.terms, value.constant, max(value.low, 0), max(high, self.now(code)))


def _facts_of_absent_records(rules: Instrument, facts: Mapping[str, int | None]) -> frozenset[str]:
    """Facts of records that do not exist: no lever may bring a record into being by moving one of its figures."""
    nodes = itertools.chain.from_iterable(model.walk(node) for node in _all_expressions(rules))
    absent: set[str] = set()
    for node in nodes:
        if isinstance(node, model.Known) and all(facts.get(code) is None for code in node.known):
            absent.update(node.known)
    return frozenset(absent)


def _all_expressions(rules: Instrument) -> Iterable[model.Node]:
    for value in rules.values.values():
        yield value.of
    for variable in rules.variables:
        yield from variable.expressions()


def _keep_facts_true(village: VillageProgramme, facts: _Facts, after: Mapping[str, Affine]) -> None:
    """No fact is drawn on beyond what it holds now, and none rises above its ceiling."""
    falling: dict[str, list[tuple[int, Affine]]] = {}
    for name, units in village.units.items():
        for code, step in village.levers[name].moves.items():
            if step < 0:
                falling.setdefault(code, []).append((-step, units))
    for code, draws in falling.items():
        village.programme.require_at_most(village.programme.combine(draws), facts.now(code))
    for code, ceiling in facts.levers.ceilings.items():
        value = after.get(code)
        if value is None or not value.terms:
            continue
        plain = village.programme.affine(value.terms, value.constant)
        if isinstance(ceiling, int):
            village.programme.require_at_most(plain, max(ceiling, facts.now(code)))
        elif ceiling in after:
            excess = village.programme.combine([(1, plain), (-1, after[ceiling])])
            village.programme.require_at_most(excess, max(0, facts.now(code) - facts.now(ceiling)))


def _add_needs(village: VillageProgramme, after: Mapping[str, Affine]) -> None:
    for name in list(village.units):
        for code, least in village.levers[name].needs.items():
            need = after.get(code, constant(0))
            if need.low >= least:
                continue
            if need.high < least:
                village.programme.require_at_most(village.units[name], 0)
                continue
            village.programme.imply_at_least(village.flag_of_use(name), need, least)


def _add_budget(village: VillageProgramme, budget: int | None) -> None:
    if budget is not None:
        village.programme.rows.append(Row(village.cost(), high=budget))


def _column_of(form: Affine) -> int:
    return next(iter(form.terms))
