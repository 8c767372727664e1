"""Rupiah as people write it; what is no whole amount is asked for again, never guessed."""

import pytest
from django.core.exceptions import ValidationError

from guyub.apps.people.forms.money import RupiahField


@pytest.mark.parametrize(
    ("typed", "rupiah"),
    [
        ("0", 0),
        ("150000", 150_000),
        ("150.000", 150_000),
        ("Rp 1.500.000", 1_500_000),
        ("rp.20000", 20_000),
        ("  ", None),
    ],
)
def test_amounts_as_people_write_them(typed, rupiah):
    assert RupiahField().clean(typed) == rupiah


@pytest.mark.parametrize("typed", ["1,5", "1.5", "15.00", "-1", "seribu", "1e6", "1.0000", "٣", "9" * 16])
def test_what_is_no_whole_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        RupiahField().clean(typed)
