"""Many villages: what budget and shared capacity allow, and how far the answer is proven."""

import importlib
import itertools

import pytest

from guyub.analytics.portfolio_workers import ProcessPricer
from guyub.analytics.portfolios import plan_portfolio
from guyub.data import FOLDER, load_instrument, load_levers, read_yaml
from guyub.domain.planning import NotLifted, Village, plan, portfolio
from guyub.domain.planning.errors import UnusableRequest
from guyub.errors import NotFound

portfolios = importlib.import_module("guyub.domain.planning.portfolio")  # the package has a function of that name

WEB = load_instrument("kkb-klas-web-2021")
LEVERS = load_levers()
MAMPANG = read_yaml(FOLDER / "demo" / "mampang.yaml")["recordings"][1]["facts"]
WEAK = {**MAMPANG, "operating_routines": 1, "data_kinds_used": 0, "institutions_strict_web": 2}
FEWER_USERS = {**MAMPANG, "injection": 600, "wants_child_soon": 1193}
NO_RECORD = {
    code: value for code, value in MAMPANG.items() if code not in WEB.values["family_planning_record"].of.known
}
VILLAGES = [
    Village("there", MAMPANG),
    Village("weak process", WEAK),
    Village("few users", FEWER_USERS),
    Village("no record", NO_RECORD),
    Village("weak process, no members", {**WEAK, "pokja_members": 0, "funding_sources": 0}),
]


def cost_of(number):
    return plan(WEB, VILLAGES[number].facts, LEVERS, "Berkelanjutan", sensitivity=False).cost_rupiah


COSTS = {number: cost_of(number) for number in (1, 2, 4)}


def lifted(**limits):
    return portfolio(WEB, VILLAGES, LEVERS, "Berkelanjutan", **limits)


def most_for(budget):
    groups = itertools.chain.from_iterable(itertools.combinations(COSTS, size) for size in range(4))
    affordable = [group for group in groups if sum(COSTS[number] for number in group) <= budget]
    return max(len(group) for group in affordable)


@pytest.mark.parametrize("less", [0, 1])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_budget_lifts_as_many_as_it_pays_for_and_one_rupiah_less_does_not(size, less):
    budget = sum(sorted(COSTS.values())[:size]) - less
    found = lifted(budget=budget)
    assert found.villages_lifted == found.bound_villages == most_for(budget) == size - less
    assert (found.gap, found.cost_rupiah) == (0, found.bound_rupiah)


def test_without_a_budget_every_village_in_reach_is_lifted():
    found = lifted(budget=None)
    assert {village.row for village in found.villages} == {VILLAGES[number].row for number in COSTS}
    assert found.cost_rupiah == sum(COSTS.values())


def test_villages_not_lifted_say_why():
    found = lifted(budget=0)
    reasons = {village.row: village for village in found.not_lifted}
    assert reasons["there"].reason is NotLifted.ALREADY
    assert reasons["no record"].reason is NotLifted.MISSING_FACTS
    assert "iud" in reasons["no record"].facts
    assert reasons["few users"].reason is NotLifted.BUDGET
    assert reasons["few users"].cost_rupiah == COSTS[2]
    assert found.status == "infeasible"


def test_a_shared_capacity_is_kept_and_counted():
    free = lifted(budget=None, capacity={"Kelurahan": 1000})
    used = free.capacity_used["Kelurahan"]
    exact = lifted(budget=None, capacity={"Kelurahan": used})
    short = lifted(budget=None, capacity={"Kelurahan": 0})
    assert exact.villages_lifted == free.villages_lifted
    assert short.capacity_used == {"Kelurahan": 0}
    assert short.villages_lifted <= free.villages_lifted


def test_scarce_capacity_moves_plans_to_dearer_levers():
    # the two weak villages may take routines and data kinds (Kelurahan) or institutions (Bappeda)
    free = lifted(budget=None)
    scarce = lifted(budget=None, capacity={"Dinkes": 0, "use-data-kind": 2})
    assert scarce.villages_lifted <= scarce.bound_villages <= free.villages_lifted
    assert scarce.capacity_used["use-data-kind"] <= 2


def test_the_json_has_the_keys_that_were_promised():
    answer = lifted(budget=10**9).as_dict()
    keys = {"status", "villages_lifted", "bound_villages", "gap", "cost_rupiah", "budget_rupiah", "villages"}
    assert keys | {"capacity_used", "not_lifted"} <= set(answer)
    village = {"row", "from_class", "to_class", "reached_class", "cost_rupiah", "actions"}
    assert village <= set(answer["villages"][0])


@pytest.mark.parametrize(
    ("limits", "error"),
    [
        ({"budget": -1}, UnusableRequest),
        ({"budget": 1, "capacity": {"Dinkes": -1}}, UnusableRequest),
        ({"budget": 1, "capacity": {"Dinas Naga": 1}}, NotFound),
    ],
)
def test_limits_without_sense_are_refused(limits, error):
    with pytest.raises(error):
        lifted(**limits)


def test_processes_give_the_answer_of_one():
    many = [Village(str(number), VILLAGES[number % 5].facts) for number in range(205)]
    budget = sum(COSTS.values()) * 20
    spread = plan_portfolio(WEB, many, LEVERS, "Berkelanjutan", budget=budget, workers=2)
    alone = portfolio(WEB, many, LEVERS, "Berkelanjutan", budget=budget)
    assert spread.as_dict() == alone.as_dict()
    assert ProcessPricer is not None


@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_many_villages_with_shared_capacity_keep_their_bound_and_limits(seconds, monkeypatch):
    """As for a province, on a small scale: bounds first, prices settled on a sample, then villages nearest first."""
    many = [
        Village(f"{village.row} {copy}", {**village.facts, "families": 4000 + copy})
        for copy in range(4)
        for village in VILLAGES
    ]
    capacity = {"Kelurahan": 9}
    few = portfolio(WEB, many, LEVERS, "Berkelanjutan", budget=None, capacity=capacity)
    for name, size in (("MANY", 5), ("SAMPLE", 6), ("CHUNK", 3)):
        monkeypatch.setattr(portfolios, name, size)
    found = portfolio(WEB, many, LEVERS, "Berkelanjutan", budget=None, capacity=capacity, time_limit=seconds)
    assert found.villages_lifted <= few.villages_lifted <= few.bound_villages
    assert found.bound_villages >= few.villages_lifted
    assert found.capacity_used["Kelurahan"] <= 9
    assert found.villages_lifted == few.villages_lifted or (not seconds and found.villages_lifted > 0)
    assert {village.reason for village in found.not_lifted} >= {NotLifted.ALREADY, NotLifted.MISSING_FACTS}
