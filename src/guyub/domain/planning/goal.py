"""What a plan has to reach: patterns of passing indices, as least sums of scores."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guyub.domain.expressions.rounding import least_numerator
from guyub.domain.instruments.assess import Assessment, decide
from guyub.domain.instruments.model import Instrument
from guyub.domain.planning.compiler import Sense
from guyub.domain.planning.errors import PlansNeedIndices
from guyub.domain.planning.programme import Programme
from guyub.domain.planning.scores import ScoreForms


@dataclass(frozen=True)
class Goal:
    """One of these patterns, each a least sum of scores by index.

    ``others_fail`` says that the indices a pattern leaves out must not pass.
    """

    patterns: tuple[Mapping[str, int], ...]
    others_fail: bool = False


def class_goal(rules: Instrument, to_class: str) -> Goal:
    """The patterns of passing indices that give the class or a higher one.

    Where passing more indices never gives less, only the least patterns are kept. Otherwise each pattern also
    says which indices must fail, so that the decision table is met exactly.

    Raises:
        PlansNeedIndices: The instrument does not decide through indices.
    """
    refuse_totals(rules)
    wanted = rules.class_by_name[to_class].rank
    names = [index.id for index in rules.indices]
    accepted = [
        pattern for pattern in _subsets(names) if rules.class_by_name[_class_of(rules, pattern, names)].rank >= wanted
    ]
    upward = all(above in accepted for pattern in accepted for above in _subsets(names) if above > pattern)
    kept = [pattern for pattern in accepted if not any(other < pattern for other in accepted)] if upward else accepted
    sums = {index.id: least_sum(rules, index.id) for index in rules.indices}
    patterns = tuple({name: sums[name] for name in names if name in pattern} for pattern in kept)
    return Goal(patterns, others_fail=not upward)


def refuse_totals(rules: Instrument) -> None:
    """Plans are made for instruments that decide through indices.

    Raises:
        PlansNeedIndices: This one decides through a weighted total.
    """
    if rules.total is not None:
        raise PlansNeedIndices(instrument=rules.id)


def margin_goal(rules: Instrument, now: Assessment, margin: int) -> Goal:
    """Every index that passes now stands at least ``margin`` hundredths above its limit."""
    return Goal(({name: least_sum(rules, name, margin) for name, passes in now.passes.items() if passes},))


def least_sum(rules: Instrument, index_id: str, margin: int = 0) -> int:
    """The least sum of scores at which an index stands ``margin`` hundredths above its limit."""
    index = next(held for held in rules.indices if held.id == index_id)
    return least_numerator(index.passes_at + margin, len(index.members), 100)


def add_goal(programme: Programme, scores: ScoreForms, goal: Goal) -> None:
    """Require one of the goal's patterns."""
    sense = Sense.EXACT if goal.others_fail else Sense.AT_MOST_TRUE
    named = [index.id for index in scores.rules.indices if goal.others_fail or _speaks_of(goal, index.id)]
    sums = {name: scores.index_sum(name, sense) for name in named}
    if len(goal.patterns) == 1 and not goal.others_fail:
        for name, least in goal.patterns[0].items():
            programme.require_at_least(sums[name], least)
        return
    picks = [programme.binary() for _ in goal.patterns]
    programme.require_at_least(programme.combine([(1, pick) for pick in picks]), 1)
    for pick, pattern in zip(picks, goal.patterns, strict=True):
        for name, total in sums.items():
            if name in pattern:
                programme.imply_at_least(pick, total, pattern[name])
            elif goal.others_fail:
                programme.imply_at_most(pick, total, least_sum(scores.rules, name) - 1)


def _speaks_of(goal: Goal, index_id: str) -> bool:
    return any(index_id in pattern for pattern in goal.patterns)


def _class_of(rules: Instrument, passing: frozenset[str], names: list[str]) -> str:
    return decide(rules, {name: name in passing for name in names})


def _subsets(names: list[str]) -> Iterator[frozenset[str]]:
    for size in range(len(names) + 1):
        for chosen in itertools.combinations(names, size):
            yield frozenset(chosen)
