"""Families at risk of stunting (KRS): target family, screening factors, 4T, verdict; of one family.

Flags are written as the official list writes them: 1 ya, 2 tidak, 3 tidak berlaku; None is unknown. Unknown answers are
carried through in three-valued logic: the verdict is known as soon as the known answers decide it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, model_validator

from guyub.domain.expressions.evaluate import Scope, evaluate
from guyub.domain.expressions.model import AnyOf, Every, Expression, Node, Value
from guyub.domain.families.rules import NamedValue, RuleFile
from guyub.domain.rulefiles import Grade, Model, Origin, Text

YES, NO, NOT_APPLICABLE = 1, 2, 3
_EXPRESSION: TypeAdapter[Node] = TypeAdapter(Expression)


class CodedOption(Model):
    """One code of a list; ``proper`` where the list says what is proper (layak)."""

    code: int
    name: Text
    proper: bool | None = None


class Crossing(Model):
    """What an answer of an older edition becomes in the list."""

    answer: int
    becomes: int
    grade: Grade
    note: Text | None = None


class Crosswalk(Model):
    """A list of codes asked since 2022, and how the answers of the 2021 question fall into it."""

    code: str
    question: str
    name: Text
    grade: Grade
    source: Origin
    options: tuple[CodedOption, ...]
    answers: tuple[Crossing, ...]

    @property
    def proper_codes(self) -> list[int]:
        """Codes of the list that are proper."""
        return [option.code for option in self.options if option.proper]

    @property
    def proper_answers(self) -> list[int]:
        """Answers of the 2021 question that become a proper code."""
        return [crossing.answer for crossing in self.answers if crossing.becomes in self.proper_codes]

    def proper(self) -> NamedValue:
        """``<code>_proper``: the list where it was asked, else the 2021 question."""
        older = self.question.replace(".", "").lower()
        raw = {
            "if": {"known": [self.code]},
            "then": {"among": self.proper_codes, "of": {"fact": self.code}},
            "else": {"among": self.proper_answers, "of": {"fact": older}},
        }
        return NamedValue(name=self.name, of=_EXPRESSION.validate_python(raw))


class Target(Model):
    """A kind of target family; kinds overlap."""

    code: str
    name: Text
    holds: Expression
    grade: Grade
    source: Origin


class Factor(Model):
    """A screening factor: at risk where it applies and ``risk`` is above 0."""

    code: str
    name: Text
    question: str
    applies: Expression | None = None
    risk: Expression
    advice: Text
    opd: tuple[str, ...]
    grade: Grade
    source: Origin


class Rank(Model):
    """A welfare rank of the recap and the deciles that make it."""

    code: str
    name: Text
    deciles: tuple[int, ...]


class Krs(RuleFile):
    """The rules of the screening."""

    crosswalks: tuple[Crosswalk, ...]
    targets: Annotated[tuple[Target, ...], Field(min_length=1)]
    factors: Annotated[tuple[Factor, ...], Field(min_length=1)]
    four_t: tuple[str, ...]
    decision: Expression
    ranks: tuple[Rank, ...]
    ranks_grade: Grade
    ranks_source: Origin
    assistance: tuple[CodedOption, ...]
    assistance_grade: Grade
    assistance_source: Origin

    @cached_property
    def by_code(self) -> dict[str, Factor]:
        """Factors by code."""
        return {factor.code: factor for factor in self.factors}

    @property
    def computed(self) -> tuple[str, ...]:
        """Names that the screening computes and the decision reads."""
        return ("target", "pus_4t", *self.by_code)

    def rank_of(self, decile: int | None) -> int | None:
        """Welfare rank 1 to 4, 5 for above 4; None where the decile is unknown."""
        return next((n for n, rank in enumerate(self.ranks, 1) if decile in rank.deciles), None)

    def settle(self, chosen: Mapping[str, str], lent: Mapping[str, NamedValue]) -> Self:
        """See `RuleFile.settle`; the crosswalks become values too."""
        return super().settle(chosen, {**lent, **self.crossed})

    @property
    def crossed(self) -> dict[str, NamedValue]:
        """Values that the crosswalks give."""
        return {f"{crosswalk.code}_proper": crosswalk.proper() for crosswalk in self.crosswalks}

    @model_validator(mode="after")
    def _names_are_right(self) -> Self:
        unknown = [code for code in self.four_t if code not in self.by_code]
        if unknown:
            raise ValueError(f"four_t names the unknown factor '{unknown[0]}'")
        return self


@dataclass(frozen=True)
class Screening:
    """One family screened. ``at_risk`` is 2 also for a family that is no target; ``reasons`` are the factors that
    decided a yes; ``unknown`` the targets and factors whose missing answers keep the verdict open.
    """

    targets: dict[str, int | None]
    target: int | None
    factors: dict[str, int | None]
    pus_4t: int | None
    at_risk: int | None
    reasons: tuple[str, ...]
    unknown: tuple[str, ...]
    rank: int | None


def screen(rules: Krs, record: Mapping[str, int | None]) -> Screening:
    """Screen one family.

    Args:
        rules: Settled rules.
        record: A family record; an absent column is unknown.

    Source: Panduan Verval KRS 2023 (targets), Konsep Verval KRS 2024 and the by-name export (factors), CONFIRMED;
    the decision is the choice ``krs_rule``, INFERRED from full tables.
    """
    scope = rules.scope(record)
    targets = {one.code: _flag(evaluate(one.holds, scope)) for one in rules.targets}
    applies = {one.code: 1 if one.applies is None else evaluate(one.applies, scope) for one in rules.factors}
    risks = {one.code: _both(applies[one.code], evaluate(one.risk, scope)) for one in rules.factors}
    factors = {code: _code(applies[code], risks[code]) for code in risks}
    four_t = _either([risks[code] for code in rules.four_t])
    target = _either([None if flag is None else int(flag == YES) for flag in targets.values()])
    inner = rules.scope(record, {"target": target, "pus_4t": four_t, **risks})
    verdict = evaluate(rules.decision, inner)
    held = dict.fromkeys(_behind(rules.decision, inner)) if verdict else {}
    unknown = [code for code, flag in {**targets, **factors}.items() if flag is None] if verdict is None else []
    return Screening(
        targets=targets,
        target=_flag(target),
        factors=factors,
        pus_4t=_four_t_code([applies[code] for code in rules.four_t], four_t),
        at_risk=_flag(verdict),
        reasons=tuple(code for code in factors if code in held or ("pus_4t" in held and _is_t(rules, code, risks))),
        unknown=tuple(unknown),
        rank=rules.rank_of(record.get("decile")) if verdict else None,
    )


def _flag(value: int | None) -> int | None:
    return None if value is None else YES if value > 0 else NO


def _both(applies: int | None, risk: int | None) -> int | None:
    """Whether a factor applies and is a risk; known to be no as soon as either is."""
    if applies == 0 or risk == 0:
        return 0
    return None if applies is None or risk is None else 1


def _code(applies: int | None, at_risk: int | None) -> int | None:
    if applies is None:
        return None
    return NOT_APPLICABLE if applies == 0 else _flag(at_risk)


def _either(values: list[int | None]) -> int | None:
    if any(values):
        return 1
    return None if None in values else 0


def _four_t_code(applies: list[int | None], four_t: int | None) -> int | None:
    """1 if any T is a risk, 3 where none applies, 2 if all are known not to be, else None."""
    if four_t:
        return YES
    if all(one == 0 for one in applies):
        return NOT_APPLICABLE
    return None if four_t is None or None in applies else NO


def _is_t(rules: Krs, code: str, risks: Mapping[str, int | None]) -> bool:
    return code in rules.four_t and risks[code] == 1


def _behind(node: Node, scope: Scope) -> Iterator[str]:
    """Names of the values that make an expression true."""
    if not evaluate(node, scope):
        return
    if isinstance(node, Value):
        yield node.value
    elif isinstance(node, AnyOf | Every):
        for operand in node.operands():
            yield from _behind(operand, scope)
