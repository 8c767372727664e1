"""The form for one child and the form for columns give the same scores, flags, blanks and reasons for any input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.data.growth_files import STANDARDS, load_growth_standard
from guyub.domain.growth.many import scores_of_columns
from guyub.domain.growth.one import Child, scores_of
from tests.growth_rows import columns_of


def perhaps(values):
    return st.none() | values


def tenths(least, most):
    """Values as scales and boards show them, and any other."""
    return st.integers(least * 10, most * 10).map(lambda value: value / 10) | st.floats(least, most)


def children(ages):
    return st.builds(
        Child,
        boy=st.sampled_from([True, False, None]),
        age=perhaps(ages),
        weight=perhaps(tenths(0, 40) | st.sampled_from([-1.0, 0.0])),
        height=perhaps(tenths(40, 180) | st.sampled_from([-5.0, 0.0, 44.3, 45.0, 64.3, 65.7, 110.0, 120.0, 120.7])),
        head=perhaps(tenths(25, 60)),
        arm=perhaps(tenths(5, 35)),
        triceps=perhaps(tenths(0, 30)),
        subscapular=perhaps(tenths(0, 30)),
        standing=st.sampled_from([True, False, None]),
        oedema=st.booleans(),
    )


LIMITS = [0.0, 0.5, 90.4, 90.5, 91.0, 273.9, 273.9375, 274.0, 730.0, 730.4, 730.5, 731.0, 1826.2, 1826.25, 1827.0]
AGES = {
    "who-2006": st.integers(0, 1900).map(float) | st.floats(-10, 2000) | st.sampled_from(LIMITS),
    "who-2007": st.floats(50, 240) | st.integers(58, 230).map(float) | st.sampled_from([60.0, 120.0, 228.0]),
}


def check(name, batch):
    standard = load_growth_standard(name)
    many = scores_of_columns(standard, columns_of(batch))
    for place, child in enumerate(batch):
        one = scores_of(standard, child)
        for code, score in one.scores.items():
            z = float(many.z[code][place])
            column = (None if np.isnan(z) else z, bool(many.flagged[code][place]), int(many.reason[code][place]))
            assert column == (score.z, score.flagged, int(score.reason)), (code, child)
        height = float(many.height[place])
        assert (None if np.isnan(height) else height) == one.height
        assert bool(many.posture_ignored[place]) == one.posture_ignored


@pytest.mark.parametrize("name", STANDARDS)
def test_both_forms_agree_on_any_child(name):
    @settings(max_examples=60, deadline=None)
    @given(batch=st.lists(children(AGES[name]), min_size=1, max_size=40))
    def agree(batch):
        check(name, batch)

    agree()


def test_both_forms_agree_where_parts_meet():
    """Rows before and after the border of two parts, and a last part that is not full."""
    standard = load_growth_standard("who-2006")
    batch = [Child(day % 2 == 0, float(day % 1800), 3.5 + day % 150 / 10, 50 + day % 600 / 10) for day in range(9000)]
    many = scores_of_columns(standard, columns_of(batch), ("hfa", "wfh"))
    assert list(many.z) == ["hfa", "wfh"]
    for place in (0, 8191, 8192, 8999):
        one = scores_of(standard, batch[place], ("hfa", "wfh"))
        assert [one.scores[code].z for code in many.z] == [
            None if np.isnan(many.z[code][place]) else many.z[code][place] for code in many.z
        ]


@pytest.mark.parametrize("weight", [0.0, 5e-324, 1e-300, 1e300])
def test_figures_beyond_all_measure_break_neither_form(weight):
    child = Child(True, 600.0, weight=weight, height=80.0)
    check("who-2006", [child])


def test_no_rows_give_no_scores():
    many = scores_of_columns(load_growth_standard("who-2006"), columns_of([]))
    assert {len(column) for column in many.z.values()} == {0}


def test_a_tie_of_rounding_is_settled_as_for_one_child():
    """Weights at which WAZ lies as near to the middle between two hundredths as 64 bits allow."""
    standard = load_growth_standard("who-2006")
    table = standard.tables["wfa-day"]
    batch = []
    for day in range(0, 1826, 7):
        row = table.at(True, day)
        for middle in (-2.005, -1.995, 0.005, 1.235):
            weight = row.m * (1 + row.l * row.s * middle) ** (1 / row.l)
            batch += [
                Child(True, float(day), near) for near in (weight, np.nextafter(weight, 0), np.nextafter(weight, 99))
            ]
    many = scores_of_columns(standard, columns_of(batch), ("wfa",))
    assert many.z["wfa"].tolist() == [scores_of(standard, child, ("wfa",)).scores["wfa"].z for child in batch]
