"""A rule stands in one place: ages, completed months and couples of reproductive age are counted by `members` alone."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import guyub
from guyub.analytics.synthetic import households
from guyub.domain.families.members import PUS_AGES, completed_months, reproductive

SOURCES = Path(guyub.__file__).parent
HERE = SOURCES / "domain" / "families" / "members.py"
# `x.month - y.month` counts months; 15 and 49 or 50 beside one another are the ages of the wife.
TWICE = re.compile(r"\.month - \w+(\.\w+)*\.month|range\(15, 50\)|15 <= .* (< 50|<= 49)")


def test_no_other_file_counts_months_or_knows_the_ages():
    found = [file for file in SOURCES.rglob("*.py") if file != HERE and TWICE.search(file.read_text(encoding="utf-8"))]
    assert TWICE.search(HERE.read_text(encoding="utf-8"))
    assert found == []


def test_the_first_and_last_age():
    assert [reproductive(age) for age in (None, 14, PUS_AGES.start, PUS_AGES.stop - 1, 50)] == [None, 0, 1, 1, 0]


@pytest.mark.parametrize("on", [date(2025, 2, 28), date(2025, 3, 1), date(2024, 2, 29), date(2025, 12, 31)])
def test_many_at_once_are_counted_as_one_is(on):
    births = [date(2024, 2, 29), date(2020, 2, 28), date(1999, 12, 31), date(1990, 1, 1), date(2000, 3, 1)]
    births = [birth for birth in births if birth <= on]
    columns = households.completed_months(np.array(births, dtype="datetime64[D]"), np.datetime64(on))
    assert columns.tolist() == [completed_months(birth, on) for birth in births]
