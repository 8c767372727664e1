"""The facts a plan starts from: settled against given scores, with every assumption named."""

from collections.abc import Mapping
from dataclasses import dataclass

from guyub.domain.expressions import model
from guyub.domain.expressions.evaluate import score_in_bands
from guyub.domain.expressions.model import Band
from guyub.domain.instruments.assess import Facts
from guyub.domain.instruments.model import Instrument, Variable


@dataclass(frozen=True)
class Assumption:
    """Something the plan takes for granted. ``kind`` is a stable code; the rest is its data.

    Kinds: ``given-score`` (a given score is worked with as the lowest fact value of its band), ``fixed-score``
    (a given score that no fact value stands for; no lever can raise it), ``blank-counts-as-zero`` (a fact that a
    lever raises is not recorded, and the instrument reads it as 0; recording it may already help),
    ``score-over-nothing`` (a score that rests only on a denominator of 0; the plan counts it as the lowest).
    """

    kind: str
    variable: str | None = None
    fact: str | None = None
    value: int | None = None
    score: int | None = None

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        fields = {"variable": self.variable, "fact": self.fact, "value": self.value, "score": self.score}
        return {"kind": self.kind, **{name: held for name, held in fields.items() if held is not None}}


@dataclass(frozen=True)
class Ground:
    """Where a plan starts.

    ``facts`` are the recorded facts, with assumed values in place of those that contradict a given score, so that
    they give the same scores; ``fixed`` are given scores that no fact stands for and no lever can move.
    """

    facts: Mapping[str, int | None]
    fixed: Mapping[str, int]
    assumptions: tuple[Assumption, ...]


def settle(rules: Instrument, facts: Facts, given: Mapping[str, int] | None) -> Ground:
    """Facts and given scores made one: a fact stays where it agrees with the given score.

    Otherwise the lowest fact value of the score's band takes its place, so that a plan never needs less than the
    village may really need. Where no single fact stands behind the score, the score stays fixed.
    """
    settled, fixed, assumptions = dict(facts), {}, []
    for code, score in (given or {}).items():
        variable = rules.by_code.get(code)
        if variable is None:
            continue
        fact, value = _single_fact(variable), _lowest_value(variable.bands, score)
        if fact is None or value is None:
            fixed[code] = score
            assumptions.append(Assumption("fixed-score", variable=code, score=score))
        elif _score_of(rules, variable, facts.get(fact)) != score:
            settled[fact] = value
            assumptions.append(Assumption("given-score", code, fact, value, score))
    return Ground(settled, fixed, tuple(assumptions))


def _score_of(rules: Instrument, variable: Variable, value: int | None) -> int | None:
    value = rules.blank if value is None else value
    return None if value is None else score_in_bands(value, variable.bands)


def _single_fact(variable: Variable) -> str | None:
    if variable.requires is None and isinstance(variable.value, model.Fact):
        return variable.value.fact
    return None


def _lowest_value(bands: tuple[Band, ...], score: int) -> int | None:
    return next((band.start or 0 for band in bands if band.score == score), None)
