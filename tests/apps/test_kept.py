"""Kept answers: worked out once a question, and never for another one."""

from uuid import uuid4

import pytest

from guyub.apps.assessment.services import planning
from guyub.apps.kept import kept
from guyub.domain.planning import Plan, PlanStatus
from guyub.domain.planning.answer import Blocking


def test_a_question_is_worked_out_once_and_another_one_by_itself():
    name, asked = f"made-up-{uuid4()}", []

    def answer(facts: dict[str, int]) -> int:
        return kept(name, [facts], lambda: asked.append(facts) or sum(facts.values()))

    assert [answer({"a": 1, "b": 2}), answer({"b": 2, "a": 1}), answer({"a": 2, "b": 1}), answer({"a": 1})] == [
        3,
        3,
        3,
        1,
    ]
    assert asked == [{"a": 1, "b": 2}, {"a": 2, "b": 1}, {"a": 1}]


def test_nothing_found_is_an_answer_and_one_that_does_not_last_is_none():
    name, asked = f"made-up-{uuid4()}", []
    for lasting in (lambda _found: False, None, None):
        assert kept(name, "losses", lambda: asked.append(1) or (), lasting) == ()
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("status", "parts", "settled"),
    [
        pytest.param(PlanStatus.OPTIMAL, {}, True, id="proven"),
        pytest.param(PlanStatus.OPTIMAL, {"skipped": ("alternatives",)}, False, id="others not looked for"),
        pytest.param(PlanStatus.INFEASIBLE, {"blocking": (Blocking("index", {}),)}, True, id="impossible"),
        pytest.param(
            PlanStatus.INFEASIBLE, {"blocking": (Blocking("not-found-in-time", {}),)}, False, id="unexplained"
        ),
        pytest.param(PlanStatus.BOUNDED, {}, False, id="out of time"),
    ],
)
def test_a_plan_lasts_that_was_looked_for_to_the_end(status, parts, settled):
    found = Plan(status, "reach", "rules", "levers", "Dasar", "Berkembang", {}, {}, **parts)
    assert planning._settled(found) is settled
