"""Bounds that are proven, and the part of a programme that is counted up by itself."""

import random

import pytest

from guyub.data import load_instrument, load_levers
from guyub.domain.instruments import assess
from guyub.domain.planning.goal import class_goal
from guyub.domain.planning.ground import settle
from guyub.domain.planning.menus import MenuSearch
from guyub.domain.planning.programme import Programme, Row
from guyub.domain.planning.road import Task
from guyub.domain.planning.solver import Outcome, solve
from guyub.domain.planning.village import Limits, VillageProgramme

RULES, LEVERS = load_instrument("kkb-klas-web-2021").in_mode(None), load_levers()


def test_a_cost_of_billions_in_single_rupiah_is_proven() -> None:
    programme = Programme()
    first, second = programme.column(0, 10_000), programme.column(0, 10_000)
    programme.require_at_least(programme.combine([(3, first), (7, second)]), 20_000)
    found = solve(programme, {0: 1_000_001, 1: 2_000_003})
    assert (found.outcome, found.bound) == (Outcome.OPTIMAL, found.objective)
    assert found.objective == min(
        1_000_001 * one + 2_000_003 * -(-max(0, 20_000 - 3 * one) // 7) for one in range(6_700)
    )


def _village(seed: int, budget: int | None = None) -> VillageProgramme:
    chance = random.Random(seed)  # noqa: S311
    facts: dict[str, int | None] = {code: chance.randint(0, 2) for code in RULES.facts_used}
    facts |= {"pus": 400, "families": 900, "adolescents": 130, "families_with_under5": chance.randint(3, 90)}
    facts |= {"families_with_adolescents": chance.randint(3, 90), "families_with_elderly": chance.randint(3, 90)}
    facts |= {
        "iud": chance.randint(5, 30),
        "injection": chance.randint(90, 150),
        "wants_no_more": chance.randint(5, 60),
    }
    ground = settle(RULES, facts, None)
    goal = class_goal(RULES, "Mandiri")
    return Task(RULES, ground, LEVERS, assess(RULES, facts), "Mandiri", goal, Limits(budget=budget)).compiled()[0]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("left_out", [(), ("enrol-bkb",), ("enrol-bkr", "enrol-pikr", "issue-regulation")])
def test_counting_the_groups_apart_finds_the_same_cost(
    seed: int, left_out: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    village = _village(seed)
    assert village.programme.menus
    if left_out:
        village.leave_one_out(name for name in left_out if name in village.units)
    extra = [Row({village.column_of("enrol-bkl"): 1}, low=1)] if seed % 2 else []
    apart = village.solve(extra=extra)
    monkeypatch.setattr(MenuSearch, "fits", staticmethod(lambda programme, objective: False))
    at_once = village.solve(extra=extra)
    assert (apart.objective, apart.bound) == (at_once.objective, at_once.bound)


def test_a_budget_counts_what_the_groups_cost() -> None:
    cost = _village(3).solve().objective
    assert cost is not None
    assert _village(3, budget=cost).solve().objective == cost
    assert _village(3, budget=cost - 1).solve().outcome is Outcome.INFEASIBLE
