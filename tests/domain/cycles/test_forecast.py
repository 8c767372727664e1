"""The verification forecast: priors, counts, what repairs are worth, and its calibration on simulated cycles."""

from dataclasses import replace
from fractions import Fraction

import pytest

from benchmarks.forecast_calibration import Trial, trial
from guyub.data.forecast_files import load_forecast_rule
from guyub.domain.cycles.forecast import (
    Claim,
    Counts,
    Features,
    ForecastRule,
    Outcome,
    chance,
    count,
    fixed,
    forecast,
    kept_when_cut,
    prior,
)

RULE = load_forecast_rule()
GOOD, BARE = Features("uploaded", "record"), Features("none")


def test_a_prior_is_the_states_percent_with_odds_multiplied_by_kind_and_troubles():
    assert prior(RULE, GOOD) == Fraction(75, 100)
    # odds 3 × 1.2 (paper) × 0.5 (age) = 1.8
    assert prior(RULE, Features("uploaded", "paper", frozenset({"age"}))) == Fraction(18, 28)


def test_every_trouble_lowers_the_prior():
    for trouble in RULE.troubles:
        assert prior(RULE, replace(GOOD, troubles=frozenset({trouble}))) < prior(RULE, GOOD)


def test_outcomes_move_the_chance_from_the_prior_towards_their_share():
    counts = count([Outcome(GOOD, 10_000, 0)] * 6)  # as many as the prior weighs
    found = chance(RULE, counts, GOOD)
    assert found.mean == Fraction(75, 200)
    assert found.outcomes == 6
    assert chance(RULE, counts, BARE).outcomes == 0


@pytest.mark.parametrize(
    ("verified", "survived"),
    [
        pytest.param(6700, True, id="exactly as claimed"),
        pytest.param(6699, False, id="a ten-thousandth less"),
        pytest.param(10_000, True, id="found to be more"),
    ],
)
def test_an_item_survives_when_its_claim_is_kept_whole(verified, survived):
    assert Outcome(GOOD, 6700, verified).survived is survived


def test_what_a_cut_item_keeps_is_learnt_too_and_a_claim_of_nothing_is_left_out():
    counts = count([Outcome(GOOD, 10_000, 9000)] * 10 + [Outcome(GOOD, 0, 0)])
    assert counts.total == 10
    assert kept_when_cut(RULE, Counts()) == Fraction(40, 100)
    assert kept_when_cut(RULE, counts) == Fraction(65, 100)  # ten prior ones at 0.4, ten cuts at 0.9


def test_the_expected_score_adds_what_survives_and_what_cuts_leave():
    found = forecast(RULE, Counts(), [Claim("A1", 400, GOOD)])
    assert found.items[0].expected == 400 * (Fraction(3, 4) + Fraction(1, 4) * Fraction(2, 5))
    assert (found.claimed, found.expected) == (400, 340)
    assert 0 <= found.low < found.expected < found.high <= found.claimed


def test_it_says_when_it_rests_on_priors_alone():
    claims = [Claim("A1", 400, GOOD)]
    assert forecast(RULE, Counts(), claims).priors_alone
    assert forecast(RULE, count([Outcome(BARE, 10_000, 0)]), claims).priors_alone  # speaks of other items only
    assert not forecast(RULE, count([Outcome(GOOD, 10_000, 0)]), claims).priors_alone


def test_the_gain_of_a_repair_is_what_is_at_stake_times_the_better_chance():
    found = forecast(RULE, Counts(), [Claim("A1", 400, BARE), Claim("A2", 400, GOOD)])
    gain = 400 * Fraction(60, 100) * (prior(RULE, Features("uploaded", "record")) - prior(RULE, BARE))
    assert [(item.claim.item, item.gain, item.remedies) for item in found.worth_fixing()] == [("A1", gain, ("upload",))]


@pytest.mark.parametrize(
    ("features", "remedies", "left"),
    [
        pytest.param(GOOD, (), set(), id="nothing to put right"),
        pytest.param(Features("uploaded", "paper", frozenset({"age"})), (), {"age"}, id="a young decree needs time"),
        pytest.param(Features("uploaded", "picture", frozenset({"age"})), ("renew",), set(), id="an old photo"),
        pytest.param(
            Features("expired", "paper", frozenset({"age", "cut_before"})), ("renew",), {"cut_before"}, id="expired"
        ),
        pytest.param(Features("claimed", "record", frozenset({"reuse"})), ("upload", "own-proof"), set(), id="two"),
    ],
)
def test_what_can_be_put_right_before_upload(features, remedies, left):
    better, found = fixed(features)
    assert found == remedies
    assert better.troubles == left


def test_the_weakest_items_come_first_and_items_without_points_are_not_asked_about():
    claims = [Claim("A1", 100, GOOD), Claim("A2", 100, BARE), Claim("A3", 0, BARE), Claim("A4", 300, BARE)]
    assert [item.claim.item for item in forecast(RULE, Counts(), claims).weakest(3)] == ["A4", "A2", "A1"]


def test_nothing_claimed_is_forecast_as_nothing():
    found = forecast(RULE, Counts(), [])
    assert (found.claimed, found.expected, found.low, found.high) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "broken",
    [{"survives": {"none": 25}}, {"kinds": {"paper": 0, "record": 100, "picture": 80}}, {"interval": 91}],
)
def test_priors_that_do_not_hold_together_are_refused(broken):
    with pytest.raises(ValueError):
        ForecastRule.model_validate(RULE.model_dump() | broken)


@pytest.fixture(scope="module")
def trials() -> dict[int, Trial]:
    return {past: trial(past) for past in (0, 10)}


def test_after_past_cycles_what_is_forecast_comes_true_in_every_bin(trials):
    for one in trials[10].bins:
        noise = 3 * (one.forecast * (1 - one.forecast) / one.count) ** 0.5
        assert abs(one.forecast - one.survived) < 0.05 + noise, one
    assert trials[10].error < 0.03


def test_outcomes_make_the_forecast_better_than_priors_that_are_off(trials):
    assert trials[0].outcomes == 0
    assert trials[0].error > 2 * trials[10].error
    assert trials[10].brier < trials[0].brier


def test_about_as_many_villages_end_within_the_interval_as_it_says(trials):
    for done in trials.values():
        assert RULE.interval / 100 - 0.05 < done.inside < RULE.interval / 100 + 0.08


def test_the_picture_in_the_documentation_is_the_one_the_tool_draws():
    from tools import forecast_plot

    name = "forecast-calibration.svg"
    assert (forecast_plot.TARGET / name).read_text(encoding="utf-8") == forecast_plot.draw()[name]
