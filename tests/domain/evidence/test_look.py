"""How a picture looks in 64 bits."""

import pytest

from guyub.domain.evidence.look import distance, look_of, says_something

FALLING = [*range(9, 0, -1)]
RISING = [*range(1, 10)]


def test_each_bit_says_whether_a_place_is_brighter_than_its_right_neighbour():
    assert look_of(FALLING * 8) == "f" * 16
    assert look_of(RISING * 8) == "0" * 16
    assert look_of(FALLING + RISING * 7) == "ff" + "00" * 7
    assert look_of(RISING * 7 + [2, 1, 1, 1, 1, 1, 1, 1, 1]) == "00" * 7 + "80"


def test_equal_neighbours_set_no_bit():
    assert look_of([7] * 72) == "0" * 16


def test_another_brightness_looks_the_same():
    places = [(13 * n) % 101 for n in range(72)]
    assert look_of(places) == look_of([place + 50 for place in places])


@pytest.mark.parametrize("count", [0, 71, 73])
def test_a_picture_of_another_size_is_refused(count):
    with pytest.raises(ValueError, match="instead of 72"):
        look_of([1] * count)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("0" * 16, "0" * 16, 0),
        ("0" * 16, "0" * 15 + "1", 1),
        ("0" * 16, "f" * 16, 64),
        ("8" + "0" * 15, "1" + "0" * 15, 2),
    ],
)
def test_distance_counts_the_bits_that_differ(one, other, expected):
    assert distance(one, other) == distance(other, one) == expected


@pytest.mark.parametrize("bad", ["", "0" * 15, "0" * 17, "z" * 16])
def test_what_is_no_look_has_no_distance(bad):
    with pytest.raises(ValueError):
        distance("0" * 16, bad)


@pytest.mark.parametrize(
    ("look", "expected"), [("", False), ("0" * 16, False), ("f" * 16, False), ("0" * 15 + "1", True)]
)
def test_a_picture_of_one_colour_says_nothing(look, expected):
    assert says_something(look) is expected
