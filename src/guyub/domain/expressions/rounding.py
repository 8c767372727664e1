"""Exact rounding of ratios with integers only."""


def rounded_ratio(of: int, per: int, scale: int = 100) -> int:
    """``scale * of / per`` rounded to an integer, ties to even; 0 when ``per`` is 0.

    All arguments are integers, not negative. With ``scale=100`` this is the national system's percentage.

    Source: KKB-KLAS-WEB 2021, output formulas (pct), CONFIRMED.

    >>> rounded_ratio(1, 8), rounded_ratio(3, 8), rounded_ratio(1, 0)
    (12, 38, 0)
    """
    if per == 0:
        return 0
    whole, rest = divmod(scale * of, per)
    round_up = 2 * rest > per or (2 * rest == per and whole % 2 == 1)
    return whole + round_up


def least_numerator(value: int, per: int, scale: int = 100) -> int:
    """The smallest ``of`` for which ``rounded_ratio(of, per, scale)`` is at least ``value`` (``per`` above 0).

    A tie rounds to the even neighbour, so a tie below an even value already reaches it and one below an odd
    value does not.

    >>> least_numerator(13, 3961) - 1  # unmet need of at most 12 % among 3,961 couples
    495
    """
    if value <= 0:
        return 0
    twice = (2 * value - 1) * per + value % 2  # odd values must be passed strictly
    return -(-twice // (2 * scale))
