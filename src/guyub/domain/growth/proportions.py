"""How far chance alone may have moved a share: Wilson's interval, with whole numbers throughout.

Source: Wilson, Journal of the American Statistical Association 22 (1927); recommended by Newcombe, Statistics in
Medicine 17 (1998), whose examples the tests repeat.
"""

from dataclasses import dataclass
from math import isqrt

from guyub.domain.expressions.rounding import rounded_ratio

MILLION = 1_000_000
Z_SQUARED = 3_841_459  # in millionths: the square of 1.959964, between which and its negative 95 % of a normal lie
FINENESS = 10**8  # of the square root
HUNDREDTHS = 10_000


@dataclass(frozen=True)
class Interval:
    """Limits of a share in hundredths of a per cent, both included."""

    low: int
    high: int


def wilson_interval(of: int, per: int) -> Interval | None:
    """Limits between which the share lies in 95 of 100 such samples; None where nobody was counted.

    It speaks of chance alone: not of those who did not come, and not of wrong measurements.

    Args:
        of: How many have it; from 0 to ``per``.
        per: How many were counted.

    >>> wilson_interval(10, 100), wilson_interval(0, 10)
    (Interval(low=552, high=1744), Interval(low=0, high=2775))
    """
    if per == 0:
        return None
    middle = per * (2 * of * MILLION + Z_SQUARED)
    squared = Z_SQUARED * per * (Z_SQUARED * per + 4 * MILLION * of * (per - of))
    reach = isqrt(squared * FINENESS**2)
    whole = 2 * per * (per * MILLION + Z_SQUARED) * FINENESS
    low, high = (rounded_ratio(middle * FINENESS + side * reach, whole, HUNDREDTHS) for side in (-1, 1))
    return Interval(low, high)
