"""How a picture looks, in 64 bits: two pictures that look alike differ in few of them.

The picture is made small and grey, nine columns by eight rows; each bit says whether a place is brighter than its
neighbour on the right. Scaling, stronger compression and another brightness leave most of these comparisons alone.
"""

from collections.abc import Sequence
from itertools import pairwise

COLUMNS, ROWS = 9, 8
BITS = (COLUMNS - 1) * ROWS
DIGITS = BITS // 4


def look_of(grey: Sequence[int]) -> str:
    """The look of a picture as 16 hexadecimal digits, first row first, left to right.

    Args:
        grey: Brightness of the places of a picture of 9 x 8 places, row by row.

    Raises:
        ValueError: There are not 72 places.
    """
    if len(grey) != COLUMNS * ROWS:
        raise ValueError(f"{len(grey)} places instead of {COLUMNS * ROWS}")
    bits = 0
    for row in range(ROWS):
        places = grey[row * COLUMNS : (row + 1) * COLUMNS]
        for left, right in pairwise(places):
            bits = bits << 1 | (left > right)
    return f"{bits:0{DIGITS}x}"


def distance(one: str, other: str) -> int:
    """In how many of the 64 bits two looks differ (Hamming distance).

    Raises:
        ValueError: One of them is not 16 hexadecimal digits.
    """
    if len(one) != DIGITS or len(other) != DIGITS:
        raise ValueError("a look has 16 digits")
    return (int(one, 16) ^ int(other, 16)).bit_count()


def says_something(look: str) -> bool:
    """Whether a look can be compared: a picture of one colour has no bit set, and resembles every other such one."""
    return bool(look) and 0 < int(look, 16).bit_count() < BITS
