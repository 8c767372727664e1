"""Rounding of ratios: exact, ties to even."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.domain.expressions.rounding import least_numerator, rounded_ratio


@pytest.mark.parametrize(
    ("of", "per", "percent"),
    [
        pytest.param(1, 8, 12, id="12.5 goes to the even 12"),
        pytest.param(3, 8, 38, id="37.5 goes to the even 38"),
        pytest.param(1, 3, 33, id="33.3 down"),
        pytest.param(2, 3, 67, id="66.7 up"),
        pytest.param(0, 5, 0, id="nobody"),
        pytest.param(5, 0, 0, id="of none"),
    ],
)
def test_percentages(of, per, percent):
    assert rounded_ratio(of, per) == percent


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.sampled_from([1, 100, 10_000]))
def test_rounding_is_that_of_exact_fractions(of, per, scale):
    assert rounded_ratio(of, per, scale) == round(Fraction(scale * of, per))


@given(st.integers(0, 130), st.integers(1, 100_000), st.sampled_from([1, 100, 10_000]))
def test_least_numerator_reaches_the_value_and_one_less_does_not(value, per, scale):
    least = least_numerator(value, per, scale)
    assert rounded_ratio(least, per, scale) >= value
    assert least == 0 or rounded_ratio(least - 1, per, scale) < value
