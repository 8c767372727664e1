"""When time runs out: nothing is called impossible or cheapest that was not proven to be."""

import datetime
from collections.abc import Callable

import pytest

from guyub.data import FOLDER, load_instrument, load_levers, read_yaml
from guyub.domain.planning import PlanStatus, blocking, plan, road
from guyub.domain.planning.solver import Outcome, Solution
from guyub.domain.planning.village import VillageProgramme

WEB, LEVERS = load_instrument("kkb-klas-web-2021"), load_levers()
MAMPANG = read_yaml(FOLDER / "demo" / "mampang.yaml")["recordings"][1]["facts"]
WEAK = {**MAMPANG, "injection": 600, "wants_child_soon": 1193, "operating_routines": 1, "funding_sources": 0}
TODAY = datetime.date(2025, 1, 1)


def turns(count: int) -> Callable[[], float]:
    """Time for that many looks at the clock."""
    left = [count]

    def seconds() -> float:
        left[0] -= 1
        return 60.0 if left[0] >= 0 else 0.0

    return seconds


def test_all_parts_are_there_when_time_lasts() -> None:
    found = plan(WEB, WEAK, LEVERS, "Berkelanjutan", alternatives=2, time_limit=lambda: 60.0)
    assert (len(found.alternatives), bool(found.sensitivity), found.skipped) == (2, True, ())


def test_the_plan_stays_when_time_ends_after_it() -> None:
    found = plan(WEB, WEAK, LEVERS, "Berkelanjutan", alternatives=2, time_limit=turns(1))
    assert found.status is PlanStatus.OPTIMAL
    assert (found.alternatives, found.sensitivity) == ((), ())
    assert found.skipped == ("alternatives", "sensitivity")


def _unproven(self: VillageProgramme, *args: object, **kwargs: object) -> Solution:
    return Solution(Outcome.BOUNDED, None, None, 0)


@pytest.mark.parametrize("limits", [{"budget": 1}, {"by": TODAY, "today": TODAY}])
def test_a_reason_that_was_not_settled_is_not_given(limits: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    found_reasons = blocking.reasons

    def late(task: road.Task) -> tuple[object, ...]:
        monkeypatch.setattr(VillageProgramme, "solve", _unproven)
        return found_reasons(task)

    monkeypatch.setattr(road, "reasons", late)
    found = plan(WEB, WEAK, LEVERS, "Berkelanjutan", **limits)  # type: ignore[arg-type]
    assert found.status is PlanStatus.INFEASIBLE
    assert [reason.limit for reason in found.blocking] == ["not-found-in-time"]


def test_an_unproven_cost_is_not_what_a_budget_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    solve = VillageProgramme.solve

    def unproven(self: VillageProgramme, *args: object, **kwargs: object) -> Solution:
        found = solve(self, *args, **kwargs)  # type: ignore[arg-type]
        return Solution(Outcome.BOUNDED, found.values, found.objective, 0) if found.values is not None else found

    monkeypatch.setattr(VillageProgramme, "solve", unproven)
    found = plan(WEB, WEAK, LEVERS, "Berkelanjutan", budget=1)
    assert all("needed_rupiah" not in reason.data for reason in found.blocking)
    assert found.blocking[-1].limit == "not-found-in-time"
