"""Where a proof stands after each step, and the steps that do not fit."""

from datetime import date

import pytest

from guyub.domain.evidence.states import DECISIONS, State, Step, StepOutOfTurn, after, in_sight


@pytest.mark.parametrize("step", [Step.ADD, Step.DESCRIBE, Step.ATTACH, Step.DETACH])
@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize(("has_material", "expected"), [(True, State.UPLOADED), (False, State.CLAIMED)])
def test_whoever_changes_a_proof_has_it_checked_again(step, state, has_material, expected):
    assert after(step, state, has_material=has_material) == expected


@pytest.mark.parametrize(
    ("step", "state", "expected"),
    [
        (Step.CHECK, State.UPLOADED, State.CHECKED),
        (Step.VERIFY, State.CHECKED, State.VERIFIED),
        (Step.REJECT, State.UPLOADED, State.REJECTED),
        (Step.REJECT, State.CHECKED, State.REJECTED),
        (Step.REJECT, State.VERIFIED, State.REJECTED),
        (Step.EXPIRE, State.UPLOADED, State.EXPIRED),
        (Step.EXPIRE, State.VERIFIED, State.EXPIRED),
    ],
)
def test_decisions_that_fit(step, state, expected):
    assert after(step, state, has_material=True) == expected


def test_every_other_decision_is_refused():
    refused = 0
    for step, (sources, _) in DECISIONS.items():
        for state in set(State) - sources:
            with pytest.raises(StepOutOfTurn):
                after(step, state, has_material=True)
            refused += 1
    assert refused == 5 + 5 + 3 + 3


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        pytest.param(date(2026, 5, 1), State.EXPIRED, id="over since yesterday"),
        pytest.param(date(2026, 5, 2), State.CHECKED, id="the last day counts"),
        pytest.param(None, State.CHECKED, id="no end"),
    ],
)
def test_a_proof_shows_as_expired_from_the_day_after_its_last(until, expected):
    assert in_sight(State.CHECKED, until, date(2026, 5, 2)) == expected


def test_what_never_counted_does_not_expire():
    for state in (State.CLAIMED, State.REJECTED):
        assert in_sight(state, date(2000, 1, 1), date(2026, 1, 1)) == state
