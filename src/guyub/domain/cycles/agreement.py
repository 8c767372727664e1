"""How far jurors agree, and which scores stand apart. Exact fractions; nothing is deleted or weighed down."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

Number = Decimal | Fraction | int


def interval_alpha(units: Iterable[Sequence[Number]]) -> Fraction | None:
    """Krippendorff's alpha for interval data: 1 is full agreement, 0 what chance would give, below 0 worse.

    Args:
        units: For each thing that was scored, the scores it got; who did not score it is left out.

    Returns:
        The exact value; None where it says nothing: no thing has two scores, or all scores are the same.

    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, section E.
    """
    paired = [[Fraction(value) for value in unit] for unit in units if len(unit) > 1]
    values = [value for unit in paired for value in unit]
    expected = _squares(values) / (len(values) - 1) if values else Fraction(0)
    if not expected:
        return None
    observed = sum((_squares(unit) / (len(unit) - 1) for unit in paired), Fraction(0))
    return 1 - observed / expected


def median(values: Iterable[Number]) -> Fraction:
    """The middle value, or the middle of the two in the middle."""
    ordered = sorted(Fraction(value) for value in values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def outliers(by_seat: Mapping[str, Decimal], points: Number) -> tuple[str, ...]:
    """Seats whose score is further than so many points from the median of all; exactly so many is not further."""
    if len(by_seat) < 2:
        return ()
    middle = median(by_seat.values())
    return tuple(seat for seat, score in by_seat.items() if abs(Fraction(score) - middle) > Fraction(points))


def _squares(values: Sequence[Fraction]) -> Fraction:
    """Sum of squared differences over all ordered pairs."""
    return 2 * (len(values) * sum((v * v for v in values), Fraction(0)) - sum(values, Fraction(0)) ** 2)
