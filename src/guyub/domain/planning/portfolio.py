"""Many villages, one budget, shared capacities: lift as many villages as possible, then at least cost.

With a budget alone the cheapest villages first are proven best. With shared capacities, plans are traded off
against each other by column generation: a master problem chooses among known plans, its duals price budget and
capacity, and every village answers with its cheapest plan at those prices. The same answers give a proven bound
(Lagrange): at prices ``u`` no choice lifts more than ``u * limits + sum over villages of max(0, 1 - w)``, where
``w`` is the price of the village's cheapest plan. Bounds are computed in exact fractions.
"""

import datetime
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from guyub.domain.instruments.assess import Facts, assess
from guyub.domain.instruments.model import Instrument
from guyub.domain.planning.answer import Action
from guyub.domain.planning.blocking import lacking_facts
from guyub.domain.planning.errors import NegativeLimit
from guyub.domain.planning.goal import class_goal
from guyub.domain.planning.ground import settle
from guyub.domain.planning.levers import Lever, LeverSet
from guyub.domain.planning.master import Choice, Master, Relaxed
from guyub.domain.planning.pricing import Care, Option, Pricer, Prices, VillagePricer
from guyub.domain.planning.road import Task, limits_of, plan_of_units
from guyub.errors import NotFound

BUDGET = "*budget"  # no lever or OPD is called so
GRAIN = 10**7  # prices of the first stage are whole ten-millionths of a village
MANY = 500  # villages to plan for; above it prices are first settled on a sample, and plans need not be exact
SAMPLE = 250
SETTLED = 0.001  # new plans cannot lower the cost by more than this share: what is left is that villages are whole
MOST_ROUNDS = 40
COST_GRAIN = 100  # prices of the second stage are whole hundredths of a rupiah
LEAST_PATIENCE = 5.0  # seconds for the last choice when time is up: without it all that was found would be lost
CHUNK = 400  # villages priced between two looks at the clock


@dataclass(frozen=True)
class Village:
    """One village of a portfolio; ``row`` is what its row is called."""

    row: str
    facts: Facts
    given: Mapping[str, int] = field(default_factory=dict)


class NotLifted(StrEnum):
    """Why a village is not lifted."""

    ALREADY = "already-there"
    MISSING_FACTS = "missing-facts"
    UNREACHABLE = "unreachable"
    BUDGET = "budget"
    LIMITS = "budget-or-capacity"
    TIME = "out-of-time"


@dataclass(frozen=True)
class LiftedVillage:
    """A village that the portfolio lifts, with its plan."""

    row: str
    from_class: str
    to_class: str
    reached_class: str
    cost_rupiah: int
    days: int
    actions: tuple[Action, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "row": self.row,
            "from_class": self.from_class,
            "to_class": self.to_class,
            "reached_class": self.reached_class,
            "cost_rupiah": self.cost_rupiah,
            "days": self.days,
            "actions": [action.as_dict() for action in self.actions],
        }


@dataclass(frozen=True)
class LeftVillage:
    """A village that the portfolio does not lift; ``facts`` are those that are missing, ``cost_rupiah`` what its own
    cheapest plan would cost where there is one."""

    row: str
    from_class: str
    reason: NotLifted
    facts: tuple[str, ...] = ()
    cost_rupiah: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "row": self.row,
            "from_class": self.from_class,
            "reason": str(self.reason),
            "facts": list(self.facts),
            "cost_rupiah": self.cost_rupiah,
        }


@dataclass(frozen=True)
class Portfolio:
    """The answer for many villages.

    ``bound_villages`` is proven: no choice lifts more. ``gap`` is (bound - lifted) / bound. ``bound_rupiah`` is a
    proven lower bound on the cost of lifting that many villages, None where it was not looked for. The status is
    ``optimal`` where the number is proven, ``bounded`` where it is not, ``infeasible`` where none can be lifted.
    """

    status: str
    to_class: str
    villages_lifted: int
    bound_villages: int
    cost_rupiah: int
    bound_rupiah: int | None
    budget_rupiah: int | None
    villages: tuple[LiftedVillage, ...]
    not_lifted: tuple[LeftVillage, ...]
    capacity: Mapping[str, int]
    capacity_used: Mapping[str, int]

    @property
    def gap(self) -> float:
        """How far the number of villages may be from the most, as a share of the bound."""
        return (self.bound_villages - self.villages_lifted) / self.bound_villages if self.bound_villages else 0.0

    @property
    def cost_gap(self) -> float | None:
        """How far the cost may be from the least for this number of villages, as a share of the cost."""
        if self.bound_rupiah is None:
            return None
        return (self.cost_rupiah - self.bound_rupiah) / self.cost_rupiah if self.cost_rupiah else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "status": self.status,
            "to_class": self.to_class,
            "villages_lifted": self.villages_lifted,
            "bound_villages": self.bound_villages,
            "gap": int(self.gap) if self.gap == 0 else self.gap,
            "cost_rupiah": self.cost_rupiah,
            "bound_rupiah": self.bound_rupiah,
            "cost_gap": self.cost_gap,
            "budget_rupiah": self.budget_rupiah,
            "villages": [village.as_dict() for village in self.villages],
            "not_lifted": [village.as_dict() for village in self.not_lifted],
            "capacity": dict(self.capacity),
            "capacity_used": dict(self.capacity_used),
        }


def portfolio(
    instrument: Instrument,
    villages: Sequence[Village],
    levers: LeverSet,
    to_class: str,
    *,
    budget: int | None,
    capacity: Mapping[str, int] | None = None,
    mode: str | None = None,
    today: datetime.date | None = None,
    by: datetime.date | None = None,
    time_limit: float = 80.0,
    gap_wanted: float = 0.0,
    make_pricer: Callable[[Sequence[Task]], Pricer] = VillagePricer,
    clock: Callable[[], float] = time.monotonic,
) -> Portfolio:
    """The most villages lifted to a class or a higher one, then the least cost.

    Args:
        instrument: The rules.
        villages: The villages; those already there are not counted as lifted.
        levers: What can be done.
        to_class: The class to reach.
        budget: Most rupiah for all villages together; None is no bound.
        capacity: Most units in all villages together, by lever id or by OPD (all its levers added up).
        mode: How documented choices of the instrument are settled.
        today: The day the plans start; needed with ``by``.
        by: The day by which every action must be finished.
        time_limit: Seconds after which no further villages are priced; the answer says how far it may be from the best.
        gap_wanted: The search for more villages ends when the gap is no larger.
        make_pricer: What finds the villages' plans, for spreading the work over processes.
        clock: Seconds that pass.

    Raises:
        NotFound: No such class, or a capacity names neither a lever nor an OPD.
        UnusableRequest: A negative budget or capacity, or a date before today.
    """
    rules = instrument.in_mode(mode)
    _check(rules, levers, to_class, capacity or {})
    limits_of(None, None, budget)
    limits = limits_of(today, by, None)  # the budget is shared, not each village's own
    goal = class_goal(rules, to_class)
    tasks = []
    for village in villages:
        before = assess(rules, village.facts, given=village.given)
        ground = settle(rules, village.facts, village.given)
        tasks.append(Task(rules, ground, levers, before, to_class, goal, limits, today))
    shared = _Shared(levers, budget, capacity or {})
    search = _Search(tasks, shared, make_pricer(tasks), clock, time_limit, gap_wanted)
    search.run()
    return _answer(villages, search, to_class, budget)


def _check(rules: Instrument, levers: LeverSet, to_class: str, capacity: Mapping[str, int]) -> None:
    if to_class not in rules.class_by_name:
        raise NotFound(kind="class", name=to_class, known=", ".join(rules.class_by_name))
    known = {*levers.by_id, *(lever.opd for lever in levers.levers)}
    for name, units in capacity.items():
        if name not in known:
            raise NotFound(kind="lever or OPD", name=name, known=", ".join(sorted(known)))
        if units < 0:
            raise NegativeLimit(name=name, value=units)


class _Shared:
    """What the villages share: the budget and the capacities."""

    def __init__(self, levers: LeverSet, budget: int | None, capacity: Mapping[str, int]) -> None:
        self.levers = levers
        self.capacity = dict(capacity)
        self.limits = dict(capacity) if budget is None else {BUDGET: budget, **capacity}

    def names_of(self, lever: Lever) -> list[str]:
        """The capacities that a lever draws on."""
        return [name for name in (lever.id, lever.opd) if name in self.capacity]

    def choice(self, option: Option) -> Choice:
        """An option with its real cost and its draws on what is shared."""
        assert option.units is not None
        cost, uses = 0, dict.fromkeys(self.limits, 0)
        for name, units in option.units.items():
            lever = self.levers.by_id[name]
            cost += lever.cost_of(units)
            for resource in self.names_of(lever):
                uses[resource] += units
        if BUDGET in self.limits:
            uses[BUDGET] = cost
        return Choice(option.village, cost, uses, option.units)

    def prices(self, worth: Mapping[str, Fraction], base: Fraction, grain: int) -> Prices:
        """Prices of levers in 1/grain: ``base`` per rupiah plus what budget and capacity are worth, rounded down."""
        per_rupiah = base + worth.get(BUDGET, Fraction(0))
        unit, fixed = {}, {}
        for lever in self.levers.levers:
            price = per_rupiah * lever.cost_rupiah + sum((worth[name] for name in self.names_of(lever)), Fraction(0))
            unit[lever.id] = int(price * grain)
            fixed[lever.id] = int(per_rupiah * lever.fixed_cost_rupiah * grain)
        return Prices(unit, fixed)

    def fit(self, choices: Iterable[Choice]) -> bool:
        """Whether choices together keep every limit."""
        choices = list(choices)
        return all(sum(c.uses[name] for c in choices) <= limit for name, limit in self.limits.items())


class _Search:
    """The search for the best portfolio; afterwards ``chosen`` and the bounds hold the answer."""

    def __init__(
        self,
        tasks: Sequence[Task],
        shared: _Shared,
        pricer: Pricer,
        clock: Callable[[], float],
        seconds: float,
        gap_wanted: float,
    ) -> None:
        self.tasks = tasks
        self.shared = shared
        self.pricer = pricer
        self.clock = clock
        self.seconds = seconds
        self.deadline = clock() + seconds
        self.gap_wanted = gap_wanted
        self.own: dict[int, Choice] = {}  # each village's cheapest plan
        self.own_bounds: dict[int, int] = {}
        self.many = False
        self.chosen: list[Choice] = []
        self.most = 0
        self.least_cost: int | None = None

    def run(self) -> None:
        """Cheapest villages first; more only where a shared capacity is in the way."""
        wanted = [i for i, task in enumerate(self.tasks) if not task.holds_in(task.before)]
        self.many = len(wanted) > MANY
        prices_matter = self.many and bool(self.shared.capacity)
        self.find_own(wanted, Care.BOUND if prices_matter else Care.EXACT)
        self._cheapest_first()
        if self._is_proven_by_budget():
            return
        self.least_cost = None
        _Generation(self).run()
        self._find_rest()

    def _find_rest(self) -> None:
        """What villages that are left would cost, as far as there is time: half of it, in all."""
        lifted = {choice.village for choice in self.chosen}
        rest = [village for village in self.own_bounds if village not in self.own and village not in lifted]
        for start in range(0, len(rest), CHUNK):
            if self.clock() >= self.deadline - self.seconds / 2:
                break
            self.find_own(rest[start : start + CHUNK], Care.NEAR)

    def find_own(self, villages: list[int], care: Care) -> None:
        """Each village's own cheapest plan at real prices, or what one costs at least."""
        for village, option in zip(villages, self.pricer.options(villages, None, care), strict=True):
            if option is None:
                self.own_bounds.pop(village, None)
                continue
            self.own_bounds[option.village] = option.bound
            if option.units is not None:
                self.own[option.village] = self.shared.choice(option)

    def _cheapest_first(self) -> None:
        """Greedy by cost, keeping every limit; and what budget alone would allow as a first bound."""
        order = sorted(self.own.values(), key=lambda choice: (choice.cost, choice.village))
        used = dict.fromkeys(self.shared.limits, 0)
        for choice in order:
            after = {name: used[name] + choice.uses[name] for name in used}
            if all(after[name] <= limit for name, limit in self.shared.limits.items()):
                used = after
                self.chosen.append(choice)
        self.most = self._most_by_budget(sorted(self.own_bounds.values()))

    def _most_by_budget(self, costs: list[int]) -> int:
        if BUDGET not in self.shared.limits:
            return len(costs)
        left, count = self.shared.limits[BUDGET], 0
        for cost in costs:
            if cost > left:
                break
            left -= cost
            count += 1
        return count

    def _is_proven_by_budget(self) -> bool:
        """Whether the greedy choice is as many villages as the budget alone allows, and the cheapest ones."""
        if len(self.chosen) < self.most:
            return False
        self.least_cost = sum(sorted(self.own_bounds.values())[: self.most])
        return sum(choice.cost for choice in self.chosen) == self.least_cost or not self.shared.capacity


@dataclass(frozen=True)
class _Known:
    """What a village's cheapest plan costs at least at some prices (``BUDGET``: of one rupiah)."""

    prices: Mapping[str, Fraction]
    least: Fraction


_OWN_PRICES: Mapping[str, Fraction] = {BUDGET: Fraction(1)}


class _Generation:
    """Column generation: first for the number of villages, then for the cost of that number."""

    def __init__(self, search: _Search) -> None:
        self.search = search
        self.shared = search.shared
        self.all = sorted(search.own_bounds)
        self.master = Master(self.shared.limits)
        self.exact = False  # plans a little dearer than the cheapest will do until they bring nothing new
        self.known = {village: [_Known(_OWN_PRICES, Fraction(cost))] for village, cost in search.own_bounds.items()}
        for choice in search.own.values():
            self.master.add(choice)

    def run(self) -> None:
        """Raise the number of villages until it meets its bound, then lower the cost, while time lasts."""
        search = self.search
        if self.search.many:
            self._warm_up()
            self._choose()
        for _ in range(MOST_ROUNDS):
            if self._enough() or self._late():
                break
            bound, news = self._bound_and_columns(self.all, _exact(self.master.relaxed().worth))
            search.most = min(search.most, bound)
            self._choose()
            if not news and not self._sharpen():
                break
        self._lower_cost()

    def _choose(self) -> None:
        """The most villages among the options known, up to a half of the gap that will do."""
        gap = self.search.gap_wanted * self.search.most / 2
        self._take(self._packed())
        self._take(self.master.chosen(None, self._patience(), gap))

    def _packed(self) -> list[Choice]:
        """Known plans that draw least on what is shared first, as many as fit: an answer whatever time is left."""
        limits = self.shared.limits

        def drawn(choice: Choice) -> float:
            return sum(choice.uses[name] / max(limit, 1) for name, limit in limits.items())

        used, packed = dict.fromkeys(limits, 0), dict[int, Choice]()
        for choice in sorted(self.master.choices, key=drawn):
            if choice.village not in packed and all(used[name] + choice.uses[name] <= limits[name] for name in limits):
                packed[choice.village] = choice
                used = {name: used[name] + choice.uses[name] for name in limits}
        return list(packed.values())

    def _sharpen(self) -> bool:
        """Go on with exact plans where there are few villages; False where that has been done."""
        if self.exact or self.search.many:
            return False
        self.exact = True
        return True

    def _enough(self) -> bool:
        return len(self.search.chosen) >= self.search.most * (1 - self.search.gap_wanted)

    def _warm_up(self) -> None:
        """Settle the prices on a sample with its share of every limit: a full round is dear, a sampled one is not."""
        step = len(self.all) / SAMPLE
        sample = [self.all[int(position * step)] for position in range(SAMPLE)]
        share = Fraction(SAMPLE, len(self.all))
        small = Master({name: int(limit * share) for name, limit in self.shared.limits.items()})
        self.search.find_own(sample, Care.NEAR)
        self._forget({village for village in sample if village not in self.search.own_bounds})
        sample = [village for village in sample if village in self.search.own_bounds]
        for village in sample:
            if village in self.search.own:
                self.master.add(self.search.own[village])
                small.add(self.search.own[village])
        for _ in range(MOST_ROUNDS):
            worth = _exact(small.relaxed().worth)
            known = len(self.master.choices)
            self._price(sample, worth, Fraction(0), GRAIN, Fraction(1))
            news = self.master.choices[known:]
            for choice in news:
                small.add(choice)
            if not news or self._late():
                break
        worth = _exact(small.relaxed().worth)
        bound, _ = self._bound_and_columns(self.all, worth)
        self.search.most = min(self.search.most, bound)

    def _bound_and_columns(self, villages: list[int], worth: Mapping[str, Fraction]) -> tuple[int, int]:
        """The proven most villages at these prices, and how many new options came up."""
        news = self._price(villages, worth, Fraction(0), GRAIN, Fraction(1))
        bound = sum((worth[name] * limit for name, limit in self.shared.limits.items()), Fraction(0))
        bound += sum((max(Fraction(0), 1 - least) for least in self._least(self.all, worth)), Fraction(0))
        return int(bound), news

    def _lower_cost(self) -> None:
        """The least cost of the number of villages found; with few villages against a proven bound."""
        search, count = self.search, len(self.search.chosen)
        if not count:
            search.least_cost = 0
            return
        self.exact = False  # the bound stays proven, a thousandth lower at the most
        for _ in range(0 if search.many else MOST_ROUNDS):
            if self._late():
                break
            relaxed = self.master.relaxed(count)
            bound, news = self._cost_round(relaxed, count)
            search.least_cost = max(search.least_cost or 0, bound)
            if not news or relaxed.value - search.least_cost <= SETTLED * relaxed.value:
                break
        self._take(self.master.chosen(count, self._patience(), search.gap_wanted))

    def _cost_round(self, relaxed: Relaxed, count: int) -> tuple[int, int]:
        worth, need = _exact(relaxed.worth), Fraction(relaxed.need)
        news = self._price(self.all, worth, Fraction(1), COST_GRAIN, need)
        prices = {**worth, BUDGET: worth.get(BUDGET, Fraction(0)) + 1}
        bound = need * count - sum((worth[name] * limit for name, limit in self.shared.limits.items()), Fraction(0))
        bound += sum((min(Fraction(0), least - need) for least in self._least(self.all, prices)), Fraction(0))
        return -int(-bound // 1), news

    def _added(self, options: Iterable[Option]) -> int:
        """How many of the options were not known yet."""
        return sum(self.master.add(self.shared.choice(option)) for option in options if option.units is not None)

    def _price(
        self, villages: list[int], worth: Mapping[str, Fraction], base: Fraction, grain: int, enough: Fraction
    ) -> int:
        """Find plans at these prices for villages whose plan may cost less than ``enough``; how many were new.

        Villages of which it is known already that no plan is that cheap are left out, and when time runs out the rest:
        what is known of them counts in the bound.
        """
        prices = {**worth, BUDGET: worth.get(BUDGET, Fraction(0)) + base}
        least = dict(zip(villages, self._least(villages, prices), strict=True))
        wanted = sorted((v for v in villages if least[v] < enough), key=lambda village: least[village])
        asked, news, never = self.shared.prices(worth, base, grain), 0, set[int]()
        for start in range(0, len(wanted), CHUNK):
            if start and self.search.clock() >= self.search.deadline:
                break
            chunk = wanted[start : start + CHUNK]
            care = Care.EXACT if self.exact else Care.NEAR
            for village, option in zip(chunk, self.search.pricer.options(chunk, asked, care), strict=True):
                if option is None:
                    never.add(village)
                    continue
                self.known[village][1:] = [_Known(prices, Fraction(option.bound, grain))]
                news += self._added([option])
        self._forget(never)
        return news

    def _forget(self, villages: set[int]) -> None:
        """Villages without any plan."""
        self.all = [village for village in self.all if village not in villages]
        for village in villages:
            self.search.own_bounds.pop(village, None)

    def _least(self, villages: list[int], prices: Mapping[str, Fraction]) -> list[Fraction]:
        """What each village's cheapest plan costs at least at these prices, by what is known at others.

        Plans cost no less where every price is as high, and twice as much where every price is twice as high.
        """
        scales: dict[int, Fraction] = {}
        for held in (held for village in villages for held in self.known[village]):
            if id(held.prices) not in scales:
                ratios = [prices.get(name, Fraction(0)) / price for name, price in held.prices.items() if price]
                scales[id(held.prices)] = min(ratios, default=Fraction(0))
        return [max(scales[id(held.prices)] * held.least for held in self.known[village]) for village in villages]

    def _take(self, choices: list[Choice]) -> None:
        """Keep the better of two portfolios: more villages, then less cost."""

        def worth(held: list[Choice]) -> tuple[int, int]:
            return len(held), -sum(choice.cost for choice in held)

        if worth(choices) > worth(self.search.chosen) and self.shared.fit(choices):
            self.search.chosen = choices

    def _late(self) -> bool:
        return self.search.clock() >= self.search.deadline

    def _patience(self) -> float:
        """Seconds for choosing among known options: a tenth of what is left."""
        return max(LEAST_PATIENCE, (self.search.deadline - self.search.clock()) / 10)


def _exact(worth: Mapping[str, float]) -> dict[str, Fraction]:
    return {name: Fraction(value) for name, value in worth.items()}


def _answer(villages: Sequence[Village], search: _Search, to_class: str, budget: int | None) -> Portfolio:
    chosen = {choice.village: choice for choice in search.chosen}
    lifted = [_lifted(villages[i], search.tasks[i], chosen[i]) for i in sorted(chosen)]
    left = [_left(villages[i], search, i) for i in range(len(villages)) if i not in chosen]
    cost = sum(village.cost_rupiah for village in lifted)
    used = {name: sum(choice.uses[name] for choice in chosen.values()) for name in search.shared.capacity}
    wanted = any(not task.holds_in(task.before) for task in search.tasks)
    status = "bounded" if len(lifted) < search.most else "infeasible" if wanted and not lifted else "optimal"
    return Portfolio(
        status=status,
        to_class=to_class,
        villages_lifted=len(lifted),
        bound_villages=max(search.most, len(lifted)),
        cost_rupiah=cost,
        bound_rupiah=None if search.least_cost is None else min(search.least_cost, cost),
        budget_rupiah=budget,
        villages=tuple(lifted),
        not_lifted=tuple(left),
        capacity=search.shared.capacity,
        capacity_used=used,
    )


def _lifted(village: Village, task: Task, choice: Choice) -> LiftedVillage:
    actions, assessed = plan_of_units(task, choice.units)
    days = max((action.days for action in actions), default=0)
    before = task.before.class_name
    return LiftedVillage(village.row, before, task.to_class, assessed.class_name, choice.cost, days, actions)


def _left(village: Village, search: _Search, position: int) -> LeftVillage:
    task, own = search.tasks[position], search.own.get(position)
    before = task.before.class_name
    if task.holds_in(task.before):
        return LeftVillage(village.row, before, NotLifted.ALREADY)
    if own is None and position in search.own_bounds:
        return LeftVillage(village.row, before, NotLifted.LIMITS if search.chosen else NotLifted.TIME)
    if own is not None:
        reason = NotLifted.LIMITS if search.shared.capacity else NotLifted.BUDGET
        return LeftVillage(village.row, before, reason, cost_rupiah=own.cost)
    lacking = tuple(dict.fromkeys(code for held in task.rules.variables for code in lacking_facts(task, held)))
    return LeftVillage(village.row, before, NotLifted.MISSING_FACTS if lacking else NotLifted.UNREACHABLE, lacking)
