"""What a NIK says and what cannot be one; both sides of each rule. Region 99 does not exist."""

from datetime import date

import pytest

from guyub.domain.families.nik import differences, parts_of, problem_with, problem_with_kk

DAY = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("nik", "reason"),
    [
        pytest.param("9901010101900001", None, id="an example number"),
        pytest.param("99.0101 010190-0001", None, id="written with signs"),
        pytest.param("990101010190001", "nik-not-16-digits", id="15 digits"),
        pytest.param("9.90101010190000E+15", "nik-not-16-digits", id="digits lost in a spreadsheet"),
        pytest.param("990101******0001", "nik-not-16-digits", id="masked"),
        pytest.param("0001010101900001", "nik-region", id="no province 00"),
        pytest.param("9900010101900001", "nik-region", id="no regency 00"),
        pytest.param("9901013102900001", "nik-birth-date", id="31 February"),
        pytest.param("9901017102900001", "nik-birth-date", id="31 February of a woman"),
        pytest.param("9901010001900001", "nik-birth-date", id="day 00"),
        pytest.param("9901010101900000", "nik-serial", id="serial 0000"),
    ],
)
def test_what_cannot_be_a_nik(nik, reason):
    assert problem_with(nik, DAY) == reason


@pytest.mark.parametrize(
    ("nik", "birth", "sex"),
    [
        ("9901013112900001", date(1990, 12, 31), 1),
        ("9901017112900001", date(1990, 12, 31), 2),
        ("9901010101240001", date(2024, 1, 1), 1),
        ("9901010101250001", date(1925, 1, 1), 1),
    ],
    ids=["man", "woman: day plus 40", "born this year", "next year's two digits are a century ago"],
)
def test_what_a_nik_says(nik, birth, sex):
    parts = parts_of(nik, DAY)
    assert (parts.district, parts.birth, parts.sex) == ("99.01.01", birth, sex)


def test_differences_are_named_and_a_century_is_no_difference():
    assert differences("9901010101250001", 1, date(1925, 1, 1), DAY) == ()
    assert differences("9901010101250001", 1, date(2025, 1, 1), date(2026, 1, 1)) == ()
    assert differences("9901010101900001", 2, date(1990, 1, 1), DAY) == ("nik-says-other-sex",)
    assert differences("9901010101900001", 1, date(1991, 1, 1), DAY) == ("nik-says-other-birth-date",)
    assert differences("9901010101900001", None, None, DAY) == ()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("9901010101230001", None),
        ("990101010123001", "kk-not-16-digits"),
        ("0000000000000000", "kk-not-16-digits"),
        ("", "kk-not-16-digits"),
    ],
)
def test_what_cannot_be_the_number_of_a_family_card(number, reason):
    assert problem_with_kk(number) == reason
