"""Kemendagri codes: levels, parents, and the ways people write them."""

import pytest

from guyub.apps.territory.codes import (
    LENGTHS,
    Level,
    city_of,
    dotted_village,
    is_village,
    level_below,
    level_of,
    parent,
)

CODES = {
    "32": Level.PROVINCE,
    "32.76": Level.REGENCY,
    "32.76.01": Level.DISTRICT,
    "32.76.01.1009": Level.VILLAGE,
}


@pytest.mark.parametrize(("code", "level"), CODES.items())
def test_dots_and_length_tell_the_level(code: str, level: Level) -> None:
    assert (level_of(code), LENGTHS[level]) == (level, len(code))


def test_each_code_lies_in_the_one_before() -> None:
    assert [parent(code) for code in CODES] == [None, *list(CODES)[:-1]]


def test_below_a_village_is_nothing() -> None:
    assert [level_below(code) for code in CODES] == [*list(Level)[1:], None]


def test_only_the_longest_code_is_a_village() -> None:
    assert [is_village(code) for code in CODES] == [False, False, False, True]


def test_a_city_and_all_below_it_lie_in_that_city() -> None:
    assert [city_of(code) for code in ("32.76", "32.76.01", "32.76.01.1009")] == ["32.76"] * 3


@pytest.mark.parametrize("text", ["3276011009", " 32.76.01.1009 ", "32.76.01.1009"])
def test_village_codes_with_and_without_dots(text: str) -> None:
    assert dotted_village(text) == "32.76.01.1009"


@pytest.mark.parametrize("text", ["327601100", "32760110091", "3276.01.1009.1", "32.7601.1009", "abc", ""])
def test_what_is_no_village_code(text: str) -> None:
    assert dotted_village(text) is None
