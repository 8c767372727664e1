"""Whole numbers on the forms of mothers: what is said of one with a comma."""

import pytest
from django.core.exceptions import ValidationError

from guyub.apps.growth.forms import WholeField


@pytest.mark.parametrize("typed", ["3,1", "3.1", "0,5"])
def test_a_weight_at_birth_in_kilograms_is_told_to_be_whole(typed: str) -> None:
    with pytest.raises(ValidationError, match="Tulis bilangan bulat, tanpa koma"):
        WholeField("Berat lahir (gram)").clean(typed)


def test_a_whole_number_is_taken_and_may_be_left_empty() -> None:
    assert WholeField("Berat lahir (gram)").clean("3000") == 3000
    assert WholeField("Berat lahir (gram)").clean("") is None
