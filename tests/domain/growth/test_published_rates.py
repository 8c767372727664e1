"""Published rates: what the file says, and that figures of one method are never found under another."""

from decimal import Decimal

from guyub.data.growth_files import load_published_rates
from guyub.domain.rulefiles import Grade


def test_the_latest_stands_first_and_by_its_own_method():
    rates = load_published_rates()
    surveys, recorded = rates.of_area("32.76", "survey"), rates.of_area("32.76", "eppgbm")
    assert [(one.year, one.per_cent) for one in surveys] == [
        (2024, Decimal("12.5")),
        (2023, Decimal("14.3")),
        (2021, Decimal("12.3")),
    ]
    assert (recorded[0].year, recorded[0].month, recorded[0].per_cent) == (2025, 2, Decimal("3.79"))
    assert not set(surveys) & set(recorded)
    assert rates.of_area("32.76.01.1009", "survey") == ()


def test_other_conditions_are_asked_for_by_name():
    rates = load_published_rates()
    assert [one.per_cent for one in rates.of_area("", "survey", "wfh")] == [Decimal("7.1")]
    assert all(one.condition == "hfa" for one in rates.of_area("", "survey"))


def test_printed_shares_and_counts_fit_each_other():
    """A press figure may be cut off instead of rounded: less than a tenth of a point apart."""
    counted = [one for one in load_published_rates().rates if one.below and one.measured]
    assert len(counted) == 4
    for one in counted:
        assert abs(one.per_cent - Decimal(100 * one.below) / one.measured) < Decimal("0.1")


def test_each_has_a_source_and_what_the_press_disputes_is_not_confirmed():
    rates = load_published_rates()
    assert all(one.source.id and one.source.en for one in rates.rates)
    assert [one.grade for one in rates.of_area("32.76.07", "eppgbm")] == [Grade.PARTIAL]
    assert rates.differences_grade != Grade.CONFIRMED
