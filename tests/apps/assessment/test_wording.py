"""Figures as the pages write them."""

import pytest

from guyub.apps.assessment.presentation.wording import fact_value
from guyub.data import load_fact_catalogue


@pytest.mark.parametrize(
    ("code", "value", "language", "written"),
    [
        ("iud", 1, "en", "1 couple"),
        ("iud", 1203, "en", "1,203 couples"),
        ("iud", 1, "id", "1 pasangan"),
        ("families", 1, "en", "1 family"),
        ("families", 0, "en", "0 families"),
    ],
)
def test_a_unit_follows_its_number(code, value, language, written):
    assert fact_value(load_fact_catalogue().by_code[code], value, language) == written
