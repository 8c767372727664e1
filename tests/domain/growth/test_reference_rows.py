"""Both forms of the engine against z-scores of WHO's own programs: every z, flag and blank, at two decimals."""

import math

import numpy as np
import pytest

from guyub.data.growth_files import load_growth_standard
from guyub.domain.growth.many import scores_of_columns
from guyub.domain.growth.one import scores_of
from tests.growth_rows import (
    DAYS_PER_MONTH,
    FIVE_TO_NINETEEN,
    MY_SURVEY,
    UNDER_FIVE,
    WHO_2007,
    Comparison,
    child_of,
    columns_of,
    expected,
    number,
    rows_of,
)
from tests.reference import skip_if_no_reference

pytestmark = skip_if_no_reference

# Both surveys were published with older programs, which went on beyond the limits of age that are in force now.
BEYOND = {"hfa": 228, "bfa": 228, "wfa": 120}


def too_old_for_2007(code, child):
    return child.age is not None and child.age > BEYOND[code]


def sixty_months_old(code, child):
    return child.age is not None and child.age >= 60 * DAYS_PER_MONTH


MY_SURVEY_FILE = "mysurvey_published_z_first200.csv"
FILES = {
    "under five, R anthro": ("under5_r_anthro_public.csv", UNDER_FIVE, "who-2006", None),
    "5 to 19 years, R anthroplus": ("age5to19_r_anthroplus_public.csv", FIVE_TO_NINETEEN, "who-2007", None),
    "published survey of WHO, under five": (
        "mysurvey_published_z_first200.csv",
        MY_SURVEY,
        "who-2006",
        sixty_months_old,
    ),
    "published survey of WHO, 2007": ("who2007_published_survey_z.csv", WHO_2007, "who-2007", too_old_for_2007),
}


@pytest.mark.parametrize("name", FILES)
def test_no_value_differs_from_the_programs_of_who(name, record_property):
    file, names, standard_name, left_out = FILES[name]
    standard, rows = load_growth_standard(standard_name), rows_of(file)
    children = [child_of(row, names) for row in rows]
    many = scores_of_columns(standard, columns_of(children))
    found = Comparison()
    for place, (row, child) in enumerate(zip(rows, children, strict=True)):
        one = scores_of(standard, child)
        for code, suffix, z, flag in expected(standard, row):
            if left_out and left_out(code, child):
                continue
            score, column = one.scores[code], float(many.z[code][place])
            found.hold(row["id"], f"z{suffix}", z, score.z)
            found.hold(row["id"], f"f{suffix}", flag, None if score.z is None else score.flagged)
            found.hold(row["id"], f"z{suffix} in columns", z, None if np.isnan(column) else column)
            found.hold(row["id"], f"f{suffix} in columns", bool(flag), bool(many.flagged[code][place]))
    print(f"{name}: {len(rows)} rows, {found.compared} values compared, {len(found.different)} different")
    record_property("compared", found.compared)
    assert found.different == []
    assert found.compared > 1000


def test_height_posture_and_bmi_are_those_of_the_reference():
    standard, found = load_growth_standard("who-2006"), Comparison()
    for row in rows_of("under5_r_anthro_public.csv"):
        result = scores_of(standard, child_of(row, UNDER_FIVE))
        found.hold(row["id"], "c9mo_flag", row["c9mo_flag"] == "1", result.posture_ignored)
        for column, ours in (("clenhei", result.height), ("cbmi", result.bmi)):
            theirs = number(row[column])
            same = theirs == ours or math.isclose(theirs, ours, rel_tol=1e-9)
            found.hold(row["id"], column, True, same)
    assert found.different == []
    assert found.compared == 3 * 2951
