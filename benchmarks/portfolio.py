"""Portfolios of a city and of a province, with a budget alone and with shared capacities."""

import sys
import time

from benchmarks.measuring import Line
from benchmarks.villages import generate
from guyub.analytics.portfolios import plan_portfolio
from guyub.data import load_instrument, load_levers
from guyub.domain.planning import Portfolio, Village

CITY, PROVINCE = 63, 5_957
MOST_GAP = 0.01
BUDGET = 3_000_000  # rupiah for each village there is: enough for about a third of those that could be lifted
CAPACITY = {"Dinkes": 10, "DP3AP2KB": 10, "Kelurahan": 3}  # units for every ten villages; all three are scarce


def main() -> list[Line]:
    """Measure both sizes; a gap above one percent fails the line whatever the time."""
    return [
        _line(CITY, 5.0, shared=False),
        _line(CITY, 5.0, shared=True),
        _line(PROVINCE, 120.0, shared=False),
        _line(PROVINCE, 120.0, shared=True),
    ]


def _line(count: int, most_seconds: float, *, shared: bool) -> Line:
    villages = _villages(count)
    capacity = {name: units * count // 10 for name, units in CAPACITY.items()} if shared else None
    rules, levers = load_instrument("kkb-klas-web-2021"), load_levers()
    start = time.perf_counter()
    found = plan_portfolio(rules, villages, levers, "Berkelanjutan", budget=BUDGET * count, capacity=capacity)
    seconds = time.perf_counter() - start
    print(_told(found, seconds), file=sys.stderr)
    name = f"portfolio of {count:,} villages, budget{' and capacities' if shared else ''}, gap in %"
    return Line(name, seconds, most_seconds, ratio=100 * found.gap, most_ratio=100 * MOST_GAP)


def _told(found: Portfolio, seconds: float) -> str:
    lifted = f"{found.villages_lifted} of at most {found.bound_villages} villages"
    return f"  {seconds:.1f} s: {lifted}, {found.cost_rupiah:,} rupiah (at least {found.bound_rupiah})"


def _villages(count: int) -> list[Village]:
    rules = load_instrument("kkb-klas-web-2021")
    rows = generate(count, given=False).iter_rows(named=True)
    return [Village(str(row["row"]), {code: row[code] for code in rules.facts_used}) for row in rows]


if __name__ == "__main__":
    for line in main():
        print(line)
