"""The monthly report of a posyandu: S, K, D, N with T, O, B, and its shares.

S: all under-fives of the area. K: of those, who have a KMS or KIA book. D: weighed this month. N: weight went up.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.growth.kms import Gain


@dataclass(frozen=True)
class Skdn:
    """Counts of a month; D = N + T + O + B."""

    s: int
    k: int
    n: int
    t: int
    o: int
    b: int
    below_red: int = 0
    two_t: int = 0

    @property
    def d(self) -> int:
        """Children weighed."""
        return self.n + self.t + self.o + self.b

    def shares(self) -> dict[str, int | None]:
        """Shares in hundredths of a per cent, ties to even; None where nobody is counted.

        ``K/S`` coverage, ``D/S`` participation, ``D/K`` continuity, ``N/D`` result; ``N/D'`` leaves out of D those who
        were not weighed the month before.
        """
        comparable = self.n + self.t
        pairs = {
            "K/S": (self.k, self.s),
            "D/S": (self.d, self.s),
            "D/K": (self.d, self.k),
            "N/D": (self.n, self.d),
            "N/D'": (self.n, comparable),
        }
        return {name: rounded_ratio(part, whole, 10_000) if whole else None for name, (part, whole) in pairs.items()}

    def __add__(self, other: "Skdn") -> "Skdn":
        return Skdn(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def skdn_of(s: int, k: int, gains: Iterable[Gain], *, below_red: int = 0, two_t: int = 0) -> Skdn:
    """The report from the letters of the children weighed."""
    counted = Counter(gains)
    return Skdn(
        s=s,
        k=k,
        n=counted[Gain.UP],
        t=counted[Gain.NOT_UP],
        o=counted[Gain.NOT_LAST_MONTH],
        b=counted[Gain.FIRST],
        below_red=below_red,
        two_t=two_t,
    )
