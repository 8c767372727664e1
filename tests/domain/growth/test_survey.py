"""Errors and intervals of surveys against hand-made cases, and what makes one wrong."""

import numpy as np
import pytest
from scipy import stats

from guyub.domain.growth.survey import Grouping, design_of, domain_means, interval_of_mean, interval_of_share


def everyone(count):
    return Grouping("All", ("All",), np.zeros(count, dtype=np.intp))


def values(*numbers):
    return np.array(numbers, dtype=np.float64)


def test_without_a_design_the_error_is_that_of_a_mean():
    sample = values(1, 2, 4, 8, 16)
    found = domain_means(design_of(np.ones(5), None, None), everyone(5), sample)
    assert found.mean[0] == pytest.approx(6.2)
    assert found.error[0] == pytest.approx(np.std(sample, ddof=1) / np.sqrt(5))
    assert found.deviation[0] == pytest.approx(np.std(sample, ddof=1))
    assert (found.size[0], found.rows[0]) == (5, 5)


def test_clusters_are_what_varies():
    """Two children in each of three clusters: the error is that of three cluster totals."""
    sample, clusters = values(1, 1, 0, 0, 1, 0), np.array([0, 0, 1, 1, 2, 2])
    found = domain_means(design_of(np.ones(6), None, clusters), everyone(6), sample)
    totals = np.array([2, 0, 1]) - 2 * 0.5
    assert found.error[0] == pytest.approx(np.sqrt(3 / 2 * (totals**2).sum()) / 6)


def test_strata_take_out_what_lies_between_them():
    sample, strata = values(0, 0, 1, 1), np.array([0, 0, 1, 1])
    assert domain_means(design_of(np.ones(4), strata, None), everyone(4), sample).error[0] == 0
    assert domain_means(design_of(np.ones(4), None, None), everyone(4), sample).error[0] > 0


def test_clusters_of_one_number_in_two_strata_are_two():
    design = design_of(np.ones(4), np.array([0, 0, 1, 1]), np.array([1, 2, 1, 2]))
    assert len(design.stratum) == 4
    assert design.degrees == 2


def test_one_cluster_alone_is_no_cluster():
    assert design_of(np.ones(4), None, np.full(4, 7)).degrees == 3


def test_a_stratum_of_one_unit_is_centred_at_the_mean_over_all():
    sample, strata = values(1, 0, 1, 0, 1), np.array([0, 0, 0, 0, 1])
    found = domain_means(design_of(np.ones(5), strata, None), everyone(5), sample)
    of_rows = (sample - 0.6) / 5
    four = of_rows[:4]
    expected = 4 / 3 * ((four - four.mean()) ** 2).sum() + (of_rows[4] - of_rows.mean()) ** 2
    assert found.error[0] == pytest.approx(np.sqrt(expected))


def test_a_domain_keeps_the_whole_design():
    """Rows outside a domain stay in the design as zeros: dropping them would give a smaller error."""
    sample, clusters = values(1, 0, 1, 0, 0, 1), np.array([0, 0, 1, 1, 2, 2])
    inside = np.array([0, 0, 0, 0, -1, -1])
    whole = domain_means(design_of(np.ones(6), None, clusters), Grouping("A", ("in",), inside), sample)
    dropped = domain_means(design_of(np.ones(4), None, clusters[:4]), everyone(4), sample[:4])
    assert whole.mean[0] == dropped.mean[0]
    assert whole.rows[0] == 4
    assert whole.error[0] == pytest.approx(dropped.error[0] * np.sqrt((3 / 2) / (2 / 1)))


def test_a_weight_of_zero_or_none_counts_in_no_mean():
    found = domain_means(design_of(values(1, 1, 0, np.nan), None, None), everyone(4), values(1, 3, 100, 100))
    assert found.mean[0] == 2
    assert found.size[0] == 2
    assert found.rows[0] == 4


def test_an_empty_domain_has_size_zero_and_no_mean():
    found = domain_means(
        design_of(np.ones(2), None, None), Grouping("A", ("in", "none"), np.array([0, 0])), values(1, 2)
    )
    assert (found.size[1], found.rows[1]) == (0, 0)
    assert np.isnan(found.mean[1])
    assert np.isnan(found.error[1])


def test_unknown_values_are_left_out():
    found = domain_means(design_of(np.ones(3), None, None), everyone(3), values(1, np.nan, 3))
    assert (found.rows[0], found.mean[0]) == (2, 2)


@pytest.mark.parametrize("share", [0, 1])
def test_where_nobody_or_everybody_is_the_limits_are_the_share(share):
    design = design_of(np.ones(4), None, None)
    low, high = interval_of_share(design, domain_means(design, everyone(4), np.full(4, float(share))))
    assert low[0] == high[0] == share


def test_the_limits_of_exactly_one_per_cent_are_not_one_per_cent():
    """WHO's package compares a percentage with 1 there and prints [1, 1]."""
    sample = np.zeros(1000)
    sample[:10] = 1
    design = design_of(np.ones(1000), None, None)
    estimates = domain_means(design, everyone(1000), sample)
    low, high = interval_of_share(design, estimates)
    assert estimates.mean[0] == pytest.approx(0.01)
    assert [round(100 * limit[0], 3) for limit in (low, high)] == [0.538, 1.85]


def test_limits_of_a_mean_are_those_of_students_t():
    sample = values(1, 2, 4, 8, 16)
    design = design_of(np.ones(5), None, None)
    low, high = interval_of_mean(design, domain_means(design, everyone(5), sample))
    expected = stats.t.interval(0.95, 4, sample.mean(), stats.sem(sample))
    assert (low[0], high[0]) == pytest.approx(expected)


def test_a_design_without_degrees_of_freedom_has_no_limits():
    design = design_of(np.ones(1), None, None)
    low, high = interval_of_mean(design, domain_means(design, everyone(1), values(1)))
    assert np.isnan(low[0])
    assert np.isnan(high[0])
