"""Months as people write them."""

import pytest

from guyub.analytics.siga.months import MONTHS, Month, find_year, parse_month


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_read_by_name_and_by_its_first_letters(number):
    name = MONTHS[number - 1]
    assert parse_month(name.upper()) == parse_month(name[:3]) == Month(number)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("9", Month(9)),
        ("09", Month(9)),
        ("2025-09", Month(9, 2025)),
        ("Sep 2025", Month(9, 2025)),
        ("SEPTEMBER2025", Month(9, 2025)),
        ("Pebruari", Month(2)),
        ("NOPEMBER", Month(11)),
        ("AGT", Month(8)),
        ("October", Month(10)),
        ("12", Month(12)),
        ("13", None),
        ("0", None),
        ("", None),
        ("2025", None),
        ("2025-09-01", None),
        ("Januari-Maret", None),
        ("Sem 2 2024", None),
    ],
)
def test_month(text, month):
    assert parse_month(text) == month


@pytest.mark.parametrize(
    ("name", "year"),
    [("elsimil-bumil-2025.csv", 2025), ("bkb.csv", None), ("2024-2025.csv", None), ("120251.csv", None)],
)
def test_year_in_a_file_name(name, year):
    assert find_year(name) == year


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (Month(9), Month(9, 2025), True),
        (Month(9, 2025), Month(9, 2025), True),
        (Month(9, 2024), Month(9, 2025), False),
        (Month(8), Month(9), False),
    ],
)
def test_months_that_may_be_the_same(first, second, same):
    assert first.may_be(second) is same
