"""Which single change would lose the class, and how many couples or people that is.

A change is one movement of facts behind one variable: fewer of what is counted, more of what it is divided by,
or people going from the counted group to the rest (a couple leaving a long-acting method for another one). The
least number is found by assessing the village again, so everything else that the change touches is included.
Where several facts count (seven methods), people leave one of them first and the largest ones next, and come to one of
them: every first and every last one is tried, and the least number of all is given.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from guyub.domain.expressions import model
from guyub.domain.expressions.compiled import Rule, compiled
from guyub.domain.instruments.assess import Assessment, Facts, assess, assess_change, decide, index_hundredths
from guyub.domain.instruments.model import Index, Instrument, Variable
from guyub.domain.planning.ground import settle


@dataclass(frozen=True)
class Loss:
    """The smallest change of one kind that loses the class.

    ``kind`` is "fewer" (facts fall), "more" (facts rise) or "shift" (from ``facts`` to ``into``, so that their sum
    stays). ``role`` is what ``facts`` are to the variable: "counted" (the numerator), "rest" (the remainder of what
    it is a share of) or "whole" (all of that). ``count`` is how many; ``first`` the fact that falls or rises first,
    ``last`` the one that people come to; ``assumed``: the figures behind it were assumed from a given score.
    """

    variable: str
    kind: str
    facts: tuple[str, ...]
    into: tuple[str, ...]
    count: int
    value_before: int | None
    value_after: int | None
    score_before: int | None
    score_after: int | None
    class_after: str
    assumed: bool
    role: str = "counted"
    first: str | None = None
    last: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "variable": self.variable,
            "kind": self.kind,
            "facts": list(self.facts),
            "into": list(self.into),
            "count": self.count,
            "value_before": self.value_before,
            "value_after": self.value_after,
            "score_before": self.score_before,
            "score_after": self.score_after,
            "class_after": self.class_after,
            "assumed": self.assumed,
            "role": self.role,
            "first": self.first,
            "last": self.last,
        }


@dataclass(frozen=True)
class _Change:
    variable: str
    kind: str
    facts: tuple[str, ...]
    into: tuple[str, ...] = ()
    role: str = "counted"

    @property
    def touched(self) -> frozenset[str]:
        """All facts that move."""
        return frozenset((*self.facts, *self.into))

    def ways(self) -> Iterator["_Change"]:
        """The same change from each of its facts first, and to each of those that people come to."""
        for first in self.facts:
            for last in self.into or ("",):
                facts = (first, *(fact for fact in self.facts if fact != first))
                into = (last, *(fact for fact in self.into if fact != last)) if last else ()
                yield replace(self, facts=facts, into=into)


@dataclass(frozen=True)
class _Village:
    """What a search starts from; ``scores`` of the variables that are not given, as functions of the facts."""

    rules: Instrument
    facts: Facts
    fixed: Mapping[str, int]
    before: Assessment
    assumed: frozenset[str]
    scores: Mapping[str, Rule]

    def moved_by(self, touched: frozenset[str]) -> list[str]:
        """Variables whose score reads one of these facts."""
        by_code, facts_of = self.rules.by_code, self.rules.facts_of
        return [code for code in self.scores if not touched.isdisjoint(facts_of(by_code[code]))]

    def may_fall(self, moved: list[str]) -> bool:
        """Whether any scores of these variables, the others staying as they are, give a lower class.

        Nothing is known beforehand of a weighted total, whose gates read facts, and of scores without bands.
        """
        if self.rules.total is not None or not all(self.rules.by_code[code].bands for code in moved):
            return True
        names = [index.id for index in self.rules.indices]
        reached = itertools.product(*(self._passing(index, moved) for index in self.rules.indices))
        gives = (decide(self.rules, dict(zip(names, passes, strict=True))) for passes in reached)
        return any(self.rules.class_by_name[name].rank < self.before.rank for name in gives)

    def _passing(self, index: Index, moved: list[str]) -> set[bool]:
        """Whether the index passes with the lowest and with the highest scores of the variables that move."""
        now = [self.before.variables[code].score or 0 for code in index.members]
        lowest = [0 if code in moved else score for code, score in zip(index.members, now, strict=True)]
        highest = [
            _highest(self.rules.by_code[code]) if code in moved else score
            for code, score in zip(index.members, now, strict=True)
        ]
        return {index_hundredths(scores) >= index.passes_at for scores in (lowest, highest)}


def _highest(variable: Variable) -> int:
    return max(variable.otherwise_score or 0, *(band.score for band in variable.bands))


def losses(
    instrument: Instrument, facts: Facts, given: Mapping[str, int] | None = None, mode: str | None = None
) -> tuple[Loss, ...]:
    """Every single change that loses the class, the smallest number first; empty for the lowest class."""
    rules = instrument.in_mode(mode)
    ground = settle(rules, facts, given)
    before = assess(rules, ground.facts, given=ground.fixed)
    village = _Village(
        rules,
        ground.facts,
        ground.fixed,
        before,
        frozenset(held.variable for held in ground.assumptions if held.variable),
        {v.code: compiled(rules.score_over_facts(v)) for v in rules.variables if v.code not in ground.fixed},
    )
    found = []
    for variable in rules.variables:
        if variable.code in ground.fixed or not before.variables[variable.code].requirement_met:
            continue
        for change in _changes(rules, variable):
            least = _least(village, change)
            if least is not None:
                found.append(replace(least, facts=change.facts, into=change.into))
    return tuple(sorted(found, key=lambda loss: loss.count))


def _changes(rules: Instrument, variable: Variable) -> Iterator[_Change]:
    """The movements behind a variable, each once."""
    seen: set[_Change] = set()
    for change in _changes_in(rules, variable.code, variable.value):
        if change.facts and change not in seen:
            seen.add(change)
            yield change


def _changes_in(rules: Instrument, code: str, node: model.Node) -> Iterator[_Change]:
    if isinstance(node, model.Value):
        yield from _changes_in(rules, code, rules.values[node.value].of)
    elif isinstance(node, model.Ratio) and _has_ratio(rules, node.ratio.of):
        yield from _changes_in(rules, code, node.ratio.of)
    elif isinstance(node, model.Ratio):
        counted, whole = _facts_in(rules, node.ratio.of), _facts_in(rules, node.ratio.per)
        rest = tuple(fact for fact in whole if fact not in counted)
        yield _Change(code, "fewer", counted)
        yield _Change(code, "more", counted)
        yield _Change(code, "more", rest, role="rest" if set(counted) & set(whole) else "whole")
        if rest and set(counted) < set(whole):
            yield _Change(code, "shift", counted, rest)
            yield _Change(code, "shift", rest, counted, role="rest")
    elif isinstance(node, model.Fact):
        yield _Change(code, "fewer", (node.fact,))
    else:
        for operand in node.operands():
            yield from _changes_in(rules, code, operand)


def _has_ratio(rules: Instrument, node: model.Node) -> bool:
    if isinstance(node, model.Value):
        return _has_ratio(rules, rules.values[node.value].of)
    return isinstance(node, model.Ratio) or any(_has_ratio(rules, operand) for operand in node.operands())


def _facts_in(rules: Instrument, node: model.Node) -> tuple[str, ...]:
    if isinstance(node, model.Value):
        return _facts_in(rules, rules.values[node.value].of)
    if isinstance(node, model.Fact):
        return (node.fact,)
    return tuple(dict.fromkeys(fact for operand in node.operands() for fact in _facts_in(rules, operand)))


def _least(village: _Village, change: _Change) -> Loss | None:
    """The least of all ways; after the first one that loses the class, only fewer are looked for."""
    if not village.may_fall(village.moved_by(change.touched)):
        return None
    least: Loss | None = None
    for way in change.ways():
        least = _smallest(village, way, None if least is None else least.count - 1) or least
    return least


def _smallest(village: _Village, change: _Change, limit: int | None) -> Loss | None:
    """The smallest number, up to ``limit``, with which this way loses the class."""
    facts, before = village.facts, village.before
    moving = [village.scores[code] for code in village.moved_by(change.touched)]

    @cache
    def scores(count: int) -> list[int | None]:
        changed = _changed(facts, change, count)
        return [score(changed) for score in moving]

    @cache
    def after(count: int) -> Assessment:
        return assess_change(village.rules, before, _changed(facts, change, count), change.touched, village.fixed)

    def first_lost(kept: int, end: int) -> int | None:
        """The first count above ``kept`` up to ``end`` that loses the class; equal scores mean no step between."""
        if scores(kept) == scores(end):
            return None
        if end - kept == 1:
            return end if after(end).rank < before.rank else None
        middle = (kept + end) // 2
        return first_lost(kept, middle) or first_lost(middle, end)

    total = sum(facts.get(fact) or 0 for fact in change.facts)
    most = total if change.kind != "more" else _far(facts)
    if limit is not None:
        most = min(most, limit)
    lost = first_lost(0, most) if most else None
    if lost is None:
        return None
    result, was = after(lost).variables[change.variable], before.variables[change.variable]
    if (result.score or 0) >= (was.score or 0):
        return None  # the class is lost through another variable, which names this change itself
    return Loss(
        variable=change.variable,
        kind=change.kind,
        facts=change.facts,
        into=change.into,
        count=lost,
        value_before=was.value,
        value_after=result.value,
        score_before=was.score,
        score_after=result.score,
        class_after=after(lost).class_name,
        assumed=change.variable in village.assumed,
        role=change.role,
        first=change.facts[0],
        last=change.into[0] if change.into else None,
    )


def _far(facts: Facts) -> int:
    """More than any growth worth naming: ten times the largest figure recorded."""
    return 10 * max((value for value in facts.values() if value is not None), default=0)


def _changed(facts: Facts, change: _Change, count: int) -> dict[str, int | None]:
    """The facts after a change: falls are taken from the first fact, then from the largest; rises go to the first."""
    after = dict(facts)
    if change.kind == "more":
        after[change.facts[0]] = (after.get(change.facts[0]) or 0) + count
        return after
    left = count
    for fact in (change.facts[0], *sorted(change.facts[1:], key=lambda code: -(facts.get(code) or 0))):
        taken = min(left, facts.get(fact) or 0)
        if taken:
            after[fact] = (facts.get(fact) or 0) - taken
            left -= taken
    if change.into:
        after[change.into[0]] = (after.get(change.into[0]) or 0) + count
    return after
