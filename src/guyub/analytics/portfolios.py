"""Portfolios over tables of villages: in this process where they are few, over several processes where many."""

import datetime
import os
from collections.abc import Mapping, Sequence

from guyub.analytics.portfolio_workers import ProcessPricer
from guyub.domain.instruments import Instrument
from guyub.domain.planning import LeverSet, Portfolio, Village, portfolio
from guyub.domain.planning.road import Task

FEW = 200  # below this, starting processes costs more than it saves


def plan_portfolio(
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
    workers: int | None = None,
) -> Portfolio:
    """The most villages lifted, then least cost; see `guyub.domain.planning.portfolio`.

    With many villages the search ends at a gap of half a percent; with few it goes on until it is proven.
    ``workers`` processes are used for many villages, by default one for each processor.
    """
    if len(villages) < FEW:
        return portfolio(
            instrument, villages, levers, to_class, budget=budget, capacity=capacity, mode=mode, today=today, by=by
        )
    pricers: list[ProcessPricer] = []

    def make_pricer(tasks: Sequence[Task]) -> ProcessPricer:
        pricers.append(ProcessPricer(tasks, workers or os.cpu_count() or 1))
        return pricers[0]

    try:
        return portfolio(
            instrument,
            villages,
            levers,
            to_class,
            budget=budget,
            capacity=capacity,
            mode=mode,
            today=today,
            by=by,
            gap_wanted=0.005,
            make_pricer=make_pricer,
        )
    finally:
        for pricer in pricers:
            pricer.close()
