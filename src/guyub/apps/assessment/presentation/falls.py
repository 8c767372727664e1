"""Which single changes that lose the class are worth guarding against, the likeliest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from guyub.domain.planning.losses import Loss

# Shares compare across people and documents only roughly; within one step the smaller number comes first. More than
# half of what there is does not drop away unseen.
STEPS = tuple(Fraction(percent, 100) for percent in (5, 10, 25, 50))


@dataclass(frozen=True)
class Fall:
    """A change that loses the class. ``leaving``: how many, if they leave altogether instead of changing over."""

    loss: Loss
    leaving: int | None = None


def falls(losses: Iterable[Loss], facts: Mapping[str, int | None]) -> tuple[Fall, ...]:
    """Losses by the share of the present stock that they are, the smallest first.

    Losses of more than half are left out, unless one alone is enough: a decree that lapses. People who change over and
    people who leave, of one variable, are one fall with two numbers.
    """
    found = sorted(losses, key=lambda loss: (_step(loss, facts), loss.count))
    near = [loss for loss in found if loss.count == 1 or _step(loss, facts) < len(STEPS)]
    leaving = {(loss.variable, loss.facts): loss.count for loss in near if loss.kind == "fewer"}
    shifting = {(loss.variable, loss.facts) for loss in near if loss.kind == "shift"}
    return tuple(
        Fall(loss, leaving.get((loss.variable, loss.facts)) if loss.kind == "shift" else None)
        for loss in near
        if not (loss.kind == "fewer" and (loss.variable, loss.facts) in shifting)
    )


def _step(loss: Loss, facts: Mapping[str, int | None]) -> int:
    stock = sum(facts.get(code) or 0 for code in loss.facts)
    return sum(stock * step < loss.count for step in STEPS)
