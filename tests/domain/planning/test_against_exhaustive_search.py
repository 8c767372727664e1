"""The planner against every plan there is, on small made-up instruments and on the web rule with few people."""

import datetime

from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from guyub.data import load_instrument, load_levers
from guyub.domain.instruments import assess
from guyub.domain.planning import Changes, PlanStatus, Village, portfolio
from guyub.domain.planning import plan as proven_plan
from guyub.domain.planning.errors import CannotPlan
from tests.domain.planning import small_cases
from tests.domain.planning.exhaustive import cheapest, every_plan, price_rise

QUICK = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
WEB = load_instrument("kkb-klas-web-2021")
LEVERS = load_levers()
TODAY = datetime.date(2025, 1, 1)


def reaches(instrument, name):
    rank = instrument.class_by_name[name].rank
    return lambda assessed: assessed.rank >= rank


def best_in_reach(tried):
    """The highest class that some plan gives: the goal that is neither there already nor out of reach."""
    return max((held.assessed for held in tried), key=lambda assessed: assessed.rank).class_name


def plan(*case, **wish):
    """The proven plan. A made-up case with a ratio too wide to add up is refused by name: nothing to compare."""
    try:
        return proven_plan(*case, **wish)
    except CannotPlan:
        reject()


def check_plan(instrument, facts, levers, to_class=None):
    """Cost and alternatives agree with trying everything; returns the plan and all plans tried."""
    tried = list(every_plan(instrument, facts, levers))
    if to_class is None:
        to_class = best_in_reach(tried)
        assume(to_class != assess(instrument, facts).class_name)
    good = reaches(instrument, to_class)
    found = plan(instrument, facts, levers, to_class, alternatives=2)
    least = cheapest(tried, good)
    assert found.cost_rupiah == least
    if least is None:
        assert found.status is PlanStatus.INFEASIBLE
        return found, tried
    assert (found.status, found.gap) == (PlanStatus.OPTIMAL, 0)
    assert instrument.class_by_name[found.reached_class].rank >= instrument.class_by_name[to_class].rank
    earlier = [found]
    for other in found.alternatives:
        sets = [frozenset(action.lever for action in held.actions) for held in earlier]
        allowed = [held for held in tried if not any(used <= held.used for used in sets)]
        assert other.cost_rupiah == cheapest(allowed, good)
        earlier.append(other)
    if found.actions and len(found.alternatives) < 2:
        sets = [frozenset(action.lever for action in held.actions) for held in earlier]
        assert cheapest([held for held in tried if not any(used <= held.used for used in sets)], good) is None
    return found, tried


@given(small_cases.instruments(), small_cases.lever_sets(), small_cases.villages)
@QUICK
def test_cost_alternatives_and_price_changes_are_those_of_exhaustive_search(instrument, levers, facts):
    found, tried = check_plan(instrument, facts, levers)
    good = reaches(instrument, found.to_class)
    units = {action.lever: action.units for action in found.actions}
    for held in found.sensitivity:
        if held.direction == "dearer":
            expected = price_rise(tried, good, found.cost_rupiah, held.lever, units[held.lever])
            assert held.change_rupiah == expected


@given(
    small_cases.instruments(),
    small_cases.lever_sets(),
    small_cases.villages,
    st.integers(10, 60),
    st.integers(0, 20_000),
)
@QUICK
def test_date_and_budget_bound_the_plan(instrument, levers, facts, days, budget):
    everything = list(every_plan(instrument, facts, levers))
    to_class = best_in_reach(everything)
    assume(to_class != assess(instrument, facts).class_name)
    tried = [held for held in everything if held.cost <= budget and held.days <= days]
    by = TODAY + datetime.timedelta(days=days)
    found = plan(instrument, facts, levers, to_class, today=TODAY, by=by, budget=budget, sensitivity=False)
    assert found.cost_rupiah == cheapest(tried, reaches(instrument, to_class))
    assert found.days is None or found.days <= days


PEOPLE = st.integers(0, 12)
COUPLES = ("wants_no_more", "wants_child_later", "iud", "injection", "pill", "implant", "condom", "pregnant")


@st.composite
def small_kelurahan(draw):
    """A village of a dozen couples, close enough to a limit to be worth planning for."""
    facts = {code: draw(PEOPLE) for code in COUPLES}
    facts["pus"] = sum(facts.values()) + draw(st.integers(0, 3))
    facts |= {"families": 16, "families_with_under5": 8, "families_with_adolescents": 8}
    facts |= {"families_with_elderly": 4, "adolescents": 8}
    for code in ("bkb_members", "bkr_members", "bkl_members", "uppka_members", "pikr_members"):
        facts[code] = draw(st.integers(0, 4))
    facts |= {"pokja_exists": draw(st.sampled_from((0, 1))), "pokja_members": 8, "pokja_trained_flag": 1, "rkm": 1}
    facts |= {"plkb_companion": 1, "regulation": 1, "funding_sources": draw(st.integers(1, 6)), "groups_present": 5}
    facts |= {"facilities_present": 2, "data_kinds_used": draw(st.integers(1, 5)), "operating_routines": 5}
    return {**facts, "institutions_strict_web": draw(st.integers(2, 8))}


@st.composite
def few_web_levers(draw):
    """Three or four of the shipped levers, each with a small limit."""
    names = [lever.id for lever in LEVERS.levers if lever.id != "form-pokja"]
    chosen = draw(st.lists(st.sampled_from(names), min_size=3, max_size=4, unique=True))
    limited = {name: Changes(limit=3) if name in chosen else Changes(offered=False) for name in names}
    return LEVERS.with_changes({**limited, "form-pokja": Changes(offered=False)})


@given(small_kelurahan(), few_web_levers())
@settings(QUICK, max_examples=40)
def test_the_web_rule_agrees_with_exhaustive_search(facts, levers):
    check_plan(WEB, facts, levers)


@given(small_cases.instruments(), small_cases.lever_sets(), small_cases.villages)
@QUICK
def test_a_class_out_of_reach_is_infeasible_and_the_reason_is_named(instrument, levers, facts):
    found, _ = check_plan(instrument, facts, levers, "high")
    assert bool(found.blocking) == (found.status is PlanStatus.INFEASIBLE)


@given(
    small_cases.instruments(),
    small_cases.lever_sets(),
    st.lists(small_cases.villages, min_size=2, max_size=3),
    st.integers(0, 30_000),
    st.integers(0, 6),
)
@settings(QUICK, max_examples=40)
def test_a_portfolio_never_claims_more_than_exhaustive_search_allows(instrument, levers, facts, budget, dinkes):
    assume(any(lever.opd == "Dinkes" for lever in levers.levers))
    good = reaches(instrument, "high")
    below = [held for held in facts if not good(assess(instrument, held))]
    tried = [[plan for plan in every_plan(instrument, held, levers) if good(plan.assessed)] for held in below]
    assume(any(tried))
    villages = [Village(str(number), held) for number, held in enumerate(facts)]
    found = portfolio(instrument, villages, levers, "high", budget=budget, capacity={"Dinkes": dinkes})
    most, least_cost = most_lifted(tried, levers, budget, dinkes)
    assert found.villages_lifted <= most <= found.bound_villages
    if found.villages_lifted == most:
        assert (found.bound_rupiah or 0) <= least_cost <= found.cost_rupiah


def most_lifted(options, levers, budget, dinkes):
    """Most villages, then least cost, over every choice of one plan or none per village."""
    by_opd = {lever.id: lever.opd for lever in levers.levers}
    held = {(0, 0): (0, 0)}  # (cost, Dinkes units) -> (villages, cost)
    for plans in options:
        new = dict(held)
        for (cost, units), (lifted, _) in held.items():
            for tried in plans:
                drawn = sum(count for name, count in tried.units.items() if by_opd[name] == "Dinkes")
                key = (cost + tried.cost, units + drawn)
                if key[0] <= budget and key[1] <= dinkes and new.get(key, (-1, 0))[0] < lifted + 1:
                    new[key] = (lifted + 1, key[0])
        held = new
    most = max(lifted for lifted, _ in held.values())
    return most, min(cost for lifted, cost in held.values() if lifted == most)
