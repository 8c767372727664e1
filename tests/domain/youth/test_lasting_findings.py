"""A finding that lasts as long as its class allows is referred: both sides of three months of obesity."""

from datetime import date

import pytest

from guyub.data.youth_files import load_youth_rules
from guyub.domain.youth.findings import Figures, Young, findings_of, lasting

OBESE, OVERWEIGHT, THIN = 201, 200, -201


def found(z: int):
    return next(one for one in findings_of(load_youth_rules(), Young(14, "m", Figures(), z)) if one.about == "bmi")


@pytest.mark.parametrize(
    ("course", "level"),
    [
        pytest.param([(date(2026, 3, 10), OBESE), (date(2026, 6, 10), OBESE)], "refer", id="exactly three months"),
        pytest.param([(date(2026, 3, 11), OBESE), (date(2026, 6, 10), OBESE)], "watch", id="a day less"),
        pytest.param([(date(2026, 2, 28), OBESE), (date(2026, 5, 31), OBESE)], "refer", id="ends of months"),
        pytest.param(
            [(date(2026, 3, 1), OBESE), (date(2026, 5, 1), OVERWEIGHT), (date(2026, 6, 10), OBESE)],
            "watch",
            id="not without a break",
        ),
        pytest.param([(date(2025, 3, 1), OVERWEIGHT), (date(2026, 6, 10), OVERWEIGHT)], "watch", id="other classes"),
        pytest.param([(date(2026, 6, 10), THIN)], "refer", id="referred at once"),
    ],
)
def test_lasting(course, level):
    assert lasting([(day, found(z)) for day, z in course]).level == level
