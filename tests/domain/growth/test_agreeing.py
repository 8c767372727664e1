"""Another program's z-score is explained by the one assumption under which ours is the same."""

from dataclasses import replace

import pytest

from guyub.data.growth_files import UNDER_FIVE, load_growth_standard
from guyub.domain.growth.agreeing import Agreement, agreement
from guyub.domain.growth.indonesia import hundredths
from guyub.domain.growth.one import Child, scores_of
from guyub.domain.growth.tables import z_score

STANDARD = load_growth_standard(UNDER_FIVE)
CHILD = Child(boy=True, age=800.0, weight=9.4, height=80.0, standing=False)


def z(child, indicator):
    return hundredths(scores_of(STANDARD, child, (indicator,)).scores[indicator].z)


@pytest.mark.parametrize("indicator", ["wfa", "hfa", "wfh"])
@pytest.mark.parametrize(
    ("beside", "reason"),
    [(0, Agreement.SAME), (1, Agreement.ROUNDING), (-1, Agreement.ROUNDING), (900, Agreement.UNKNOWN)],
)
def test_the_same_but_for_the_last_digit(indicator, beside, reason):
    ours = z(CHILD, indicator)
    assert agreement(STANDARD, CHILD, indicator, ours + beside) == (ours, reason)


def test_posture_left_out_of_account():
    theirs = z(replace(CHILD, standing=None), "hfa")
    assert agreement(STANDARD, CHILD, "hfa", theirs)[1] is Agreement.POSTURE


def test_another_age():
    theirs = z(replace(CHILD, age=760.0), "wfa")
    assert agreement(STANDARD, CHILD, "wfa", theirs)[1] is Agreement.UNKNOWN
    assert agreement(STANDARD, CHILD, "wfa", theirs, [760.0])[1] is Agreement.AGE


def test_the_other_table_of_weight_by_length():
    child = replace(CHILD, standing=True)  # no step for posture: only the table can differ
    theirs = z(replace(child, age=None, standing=False), "wfh")
    assert theirs != z(child, "wfh")
    assert agreement(STANDARD, child, "wfh", theirs)[1] in (Agreement.TABLE, Agreement.POSTURE)


def test_the_formula_without_its_restriction():
    heavy = replace(CHILD, weight=24.0)
    working = scores_of(STANDARD, heavy, ("wfa",)).scores["wfa"].working
    theirs = hundredths(z_score(working.value, working.row, restricted=False)[0])
    assert agreement(STANDARD, heavy, "wfa", theirs)[1] is Agreement.FORMULA


def test_a_blank_on_one_side():
    assert agreement(STANDARD, CHILD, "wfa", None)[1] is Agreement.ONLY_OURS
    unweighed = replace(CHILD, weight=None)
    assert agreement(STANDARD, unweighed, "wfa", -100) == (None, Agreement.ONLY_THEIRS)
    assert agreement(STANDARD, unweighed, "wfa", None) == (None, Agreement.SAME)
