"""Agreement of jurors against published worked examples, and scores that stand apart."""

from decimal import Decimal
from fractions import Fraction

import pytest

from guyub.domain.cycles.agreement import interval_alpha, median, outliers

N = None
# Krippendorff 2011, section E: four observers, twelve units, gaps; alpha for interval data is given as 0.849.
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
# A second widely printed example: three coders, fifteen units, 0.811.
THREE_CODERS = [
    [N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3],
    [1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N],
    [N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
]


def units(rows: list[list[int | None]]) -> list[list[int]]:
    return [[value for value in column if value is not None] for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("rows", "published"),
    [
        pytest.param(KRIPPENDORFF, 0.849, id="four observers with gaps"),
        pytest.param(THREE_CODERS, 0.811, id="three coders"),
    ],
)
def test_alpha_of_published_examples(rows: list[list[int | None]], published: float) -> None:
    alpha = interval_alpha(units(rows))
    assert alpha is not None
    assert round(float(alpha), 3) == published


def test_alpha_is_one_where_all_agree_and_below_zero_where_they_part_more_than_by_chance() -> None:
    assert interval_alpha([[70, 70], [90, 90]]) == 1
    assert interval_alpha([[70, 90], [90, 70]]) == Fraction(-1, 2)


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param([], id="nothing scored"),
        pytest.param([[80], [90]], id="one score each"),
        pytest.param([[80, 80], [80, 80]], id="all the same"),
    ],
)
def test_alpha_says_nothing_where_nothing_can_be_said(scores: list[list[int]]) -> None:
    assert interval_alpha(scores) is None


def test_median_of_odd_and_even() -> None:
    assert median([3, 1, 2]) == 2
    assert median([Decimal("80.00"), Decimal("80.01")]) == Fraction(16001, 200)


@pytest.mark.parametrize(
    ("last", "apart"),
    [
        pytest.param("90.00", (), id="exactly ten points is not further"),
        pytest.param("90.01", ("Juri 3",), id="just further"),
        pytest.param("69.99", ("Juri 3",), id="just further below"),
    ],
)
def test_outliers_on_both_sides_of_the_limit(last: str, apart: tuple[str, ...]) -> None:
    scores = {"Juri 1": Decimal("80.00"), "Juri 2": Decimal("80.00"), "Juri 3": Decimal(last)}
    assert outliers(scores, 10) == apart
    assert outliers({"Juri 3": Decimal(last)}, 10) == ()
