"""Signs of bad measuring, each shown alone and at its limit."""

import random
from datetime import date

import pytest

from guyub.data.growth_files import load_quality_rules
from guyub.domain.growth.quality import Measured, quality

RULES = load_quality_rules()
DAY = date(2025, 3, 10)


def well_measured(count=200, seed=1):
    """Children measured once each, every digit alike, with the spread that good surveys have."""
    chance = random.Random(seed)  # noqa: S311 - made up, alike each time
    return [
        Measured(child, DAY, 8000 + 100 * (child % 10), 700 + child % 10, True, round(chance.gauss(-100, 105)), False)
        for child in range(count)
    ]


def changed(rows, **values):
    return [Measured(**{**vars(row), **values}) for row in rows]


def beyond(rows):
    return {finding.sign for finding in quality(RULES, rows).findings if finding.beyond}


def test_good_figures_keep_all_points():
    found = quality(RULES, well_measured())
    assert (found.score, beyond(well_measured())) == (100, set())
    assert {finding.sign for finding in found.findings} == {
        "height-digits", "weight-digits", "implausible", "height-spread", "posture-missing",
    }  # fmt: skip


def test_too_few_figures_say_nothing():
    assert quality(RULES, well_measured(19)).score is None
    assert quality(RULES, []).findings == ()


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        ({"height_mm": 700}, "height-digits"),
        ({"weight_g": 8500}, "weight-digits"),
        ({"implausible": True}, "implausible"),
        ({"hfa": -100}, "height-spread"),
        ({"posture_known": False}, "posture-missing"),
    ],
)
def test_each_sign_alone(values, sign):
    rows = changed(well_measured(), **values)
    assert sign in beyond(rows)
    assert quality(RULES, rows).score <= 100 - RULES.signs[sign].points


def test_half_and_whole_centimetres_are_seen():
    rows = well_measured()
    mixed = changed(rows[:120], height_mm=705) + rows[120:]
    (found,) = [one for one in quality(RULES, mixed).findings if one.sign == "height-digits"]
    assert (found.figure, found.of, found.beyond) == (54, 200, True)


@pytest.mark.parametrize(("slips", "is_beyond"), [(2, False), (3, True)])
def test_implausible_scores_at_their_limit(slips, is_beyond):
    rows = changed(well_measured()[:slips], implausible=True) + well_measured()[slips:]
    assert ("implausible" in beyond(rows)) == is_beyond


@pytest.mark.parametrize(("grown", "is_beyond"), [(-10, False), (-11, True), (50, False), (51, True)])
def test_growth_that_cannot_be(grown, is_beyond):
    rows = well_measured(20)
    later = [
        Measured(row.child, date(2025, 4, 10), row.weight_g + 100, row.height_mm + grown, True, row.hfa, False)
        for row in rows
    ]
    assert ("impossible-growth" in beyond(rows + later)) == is_beyond


def test_over_several_months_a_child_may_grow_more():
    rows = well_measured(20)
    later = [
        Measured(row.child, date(2025, 6, 10), row.weight_g, row.height_mm + 150, True, row.hfa, False) for row in rows
    ]
    assert "impossible-growth" not in beyond(rows + later)


def test_figures_of_the_month_before_are_seen_as_copied():
    rows = well_measured(20)
    assert "copied" in beyond(rows + changed(rows, day=date(2025, 4, 10)))
    assert "copied" not in beyond(rows + changed(rows, day=date(2025, 6, 10)))
