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


@pytest.mark.parametrize("typed", ["1", "1000000", "1.000.000", ""])
def test_amounts_that_can_be(typed):
    RupiahField(least=1, most=1_000_000).clean(typed)


@pytest.mark.parametrize(("typed", "told"), [("0", "Rp 0 tidak mungkin"), ("1.000.001", "Rp 1.000.001 tidak mungkin")])
def test_amounts_that_cannot_be_are_told_with_what_can(typed, told):
    with pytest.raises(ValidationError) as refused:
        RupiahField(least=1, most=1_000_000).clean(typed)
    words = refused.value.message.replace("\N{NO-BREAK SPACE}", " ")
    assert told in words
    assert "tulis Rp 1 sampai Rp 1.000.000" in words


@pytest.mark.parametrize("typed", ["1,5", "1.5", "15.00", "-1", "seribu", "1e6", "1.0000", "٣", "9" * 16])
def test_what_is_no_whole_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        RupiahField().clean(typed)
