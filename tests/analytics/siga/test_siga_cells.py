"""What a cell says: a doubtful one has no value and names its rule."""

import pytest

from guyub.analytics.siga.cells import read_cell


@pytest.mark.parametrize(
    ("text", "value", "rule"),
    [
        pytest.param("0", 0, None, id="zero is a value"),
        pytest.param(" 36 ", 36, None, id="spaces around"),
        pytest.param("007", 7, None, id="leading zeros"),
        pytest.param("55.0", 55, None, id="a whole number written as a fraction"),
        pytest.param("55,00", 55, None, id="the same with a decimal comma"),
        pytest.param("", None, "blank-value", id="blank is missing, not zero"),
        pytest.param("-", None, "blank-value", id="a dash is blank"),
        pytest.param("1.234", 1234, "thousand-separator", id="dots in threes"),
        pytest.param("1.234.567", 1234567, "thousand-separator", id="twice"),
        pytest.param("0.123", None, "not-a-count", id="no thousand starts with zero"),
        pytest.param("1.2345", None, "not-a-count", id="not in threes"),
        pytest.param("1,234", None, "not-a-count", id="a comma may be a decimal sign"),
        pytest.param("12.5", None, "not-a-count", id="a fraction"),
        pytest.param("-1", None, "negative-number", id="below zero"),
        pytest.param("dua", None, "not-a-count", id="a word"),
        pytest.param("nan", None, "not-a-count", id="what programs write for missing"),
        pytest.param("1e3", None, "not-a-count", id="scientific"),
        pytest.param("٣", None, "not-a-count", id="digits of another script"),
        pytest.param("999999999", 999_999_999, None, id="largest"),
        pytest.param("1000000000", None, "not-a-count", id="larger than any country"),
    ],
)
def test_a_count(text, value, rule):
    assert read_cell(text, "people") == (value, rule)


def test_a_remainder_may_be_negative():
    assert read_cell("-4", "remainder") == (-4, None)


@pytest.mark.parametrize(
    ("text", "value", "rule"),
    [("Ada", 1, None), ("TIDAK  ADA", 0, None), ("ya", None, "not-ada"), ("", None, "blank-value")],
)
def test_presence(text, value, rule):
    assert read_cell(text, "presence") == (value, rule)


@pytest.mark.parametrize(
    ("kind", "text", "rule"),
    [
        pytest.param("latitude", "-2.122958", None, id="a latitude"),
        pytest.param("latitude", "-2,122958", None, id="with a comma"),
        pytest.param("latitude", "-2.122.958", "ruined-coordinate", id="thousand separators"),
        pytest.param("latitude", "7.0", None, id="northern limit"),
        pytest.param("latitude", "7.01", "ruined-coordinate", id="north of Indonesia"),
        pytest.param("longitude", "119.365442", None, id="a longitude"),
        pytest.param("longitude", "119.365.442", "ruined-coordinate", id="a ruined longitude"),
        pytest.param("longitude", "93.9", "ruined-coordinate", id="west of Indonesia"),
        pytest.param("longitude", "", "blank-value", id="blank"),
    ],
)
def test_a_coordinate_is_checked_and_never_guessed(kind, text, rule):
    assert read_cell(text, kind) == (None, rule)
