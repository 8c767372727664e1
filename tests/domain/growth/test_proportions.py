"""Wilson's interval beside published examples and beside the textbook formula, and when participation is low."""

from math import sqrt

import pytest

from guyub.data.growth_files import load_participation_rule
from guyub.domain.growth.proportions import Interval, wilson_interval


@pytest.mark.parametrize(
    ("of", "per", "low", "high"),
    [
        pytest.param(81, 263, 25.53, 36.62, id="Newcombe 1998, 81 of 263"),
        pytest.param(15, 148, 6.24, 16.05, id="Newcombe 1998, 15 of 148"),
        pytest.param(0, 20, 0.00, 16.11, id="Newcombe 1998, nobody of 20"),
        pytest.param(1, 29, 0.61, 17.18, id="Newcombe 1998, 1 of 29"),
    ],
)
def test_published_examples(of, per, low, high):
    assert wilson_interval(of, per) == Interval(round(100 * low), round(100 * high))


def test_everybody_and_nobody():
    assert wilson_interval(0, 0) is None
    assert wilson_interval(5, 5).high == 10_000
    assert wilson_interval(0, 5).low == 0


def test_it_is_the_formula_of_the_textbook_for_every_small_sample():
    z2 = 1.959964**2
    for per in range(1, 60):
        for of in range(per + 1):
            share = of / per
            middle = (share + z2 / (2 * per)) / (1 + z2 / per)
            reach = sqrt(z2) / (1 + z2 / per) * sqrt(share * (1 - share) / per + z2 / (4 * per * per))
            found = wilson_interval(of, per)
            assert abs(found.low - 10_000 * (middle - reach)) <= 0.51
            assert abs(found.high - 10_000 * (middle + reach)) <= 0.51
            assert found.low <= 10_000 * share <= found.high


def test_large_counts_stay_exact():
    found = wilson_interval(4_000_000, 20_000_000)
    assert found == Interval(1_998, 2_002)


def test_participation_is_low_just_below_the_limit():
    rule = load_participation_rule()
    assert rule.is_low(79, 100)
    assert not rule.is_low(80, 100)
    assert not rule.is_low(0, 0)
