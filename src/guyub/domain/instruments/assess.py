"""Assess one village: scores, indices, class, and the trace that explains each of them."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from guyub.domain.expressions.evaluate import Scope, evaluate, score_in_bands
from guyub.domain.expressions.model import Band
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.instruments.model import Instrument, Variable

Facts = Mapping[str, int | None]


@dataclass(frozen=True)
class Limit:
    """The nearest value at which a variable takes another score."""

    score: int
    value: int


@dataclass(frozen=True)
class VariableResult:
    """How one variable got its score.

    ``value`` is what the bands were applied to; None where it is missing or the score was given. ``up`` and
    ``down`` are the nearest limits with a better and a worse score.
    """

    code: str
    score: int | None
    value: int | None
    given: bool
    requirement_met: bool
    facts: Mapping[str, int | None]
    missing: tuple[str, ...]
    up: Limit | None
    down: Limit | None


@dataclass(frozen=True)
class Assessment:
    """The answer of an instrument for one village.

    ``indices`` are in hundredths (300 is 3.00). ``total`` and ``points_unknown`` are in 1/full_score points and
    only a weighted instrument has them; variables that cannot be scored add nothing and are counted as unknown.
    """

    instrument_id: str
    instrument_version: str
    checksum: str
    mode: str
    variables: Mapping[str, VariableResult]
    values: Mapping[str, int | None]
    indices: Mapping[str, int]
    passes: Mapping[str, bool]
    class_name: str
    rank: int
    total: int | None = None
    points_unknown: int = 0

    @property
    def scores(self) -> dict[str, int | None]:
        """Score of each variable by code."""
        return {code: result.score for code, result in self.variables.items()}

    @property
    def given(self) -> tuple[str, ...]:
        """Codes of the variables whose score was given, not derived."""
        return tuple(code for code, result in self.variables.items() if result.given)

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that derived scores needed and nobody recorded, each once."""
        return tuple(dict.fromkeys(code for result in self.variables.values() for code in result.missing))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON, with the scores' trace."""
        return {
            "instrument": {"id": self.instrument_id, "version": self.instrument_version, "checksum": self.checksum},
            "mode": self.mode,
            "class": self.class_name,
            "class_rank": self.rank,
            "indices": {index: f"{value // 100}.{value % 100:02d}" for index, value in self.indices.items()},
            "passes": dict(self.passes),
            "total": self.total,
            "points_unknown": self.points_unknown,
            "values": dict(self.values),
            "variables": {code: _result_as_dict(result) for code, result in self.variables.items()},
            "given": list(self.given),
            "missing": list(self.missing),
        }


def assess(
    instrument: Instrument,
    facts: Facts,
    *,
    mode: str | None = None,
    given: Mapping[str, int] | None = None,
    related: Mapping[str, Instrument] | None = None,
) -> Assessment:
    """Assess one village.

    Args:
        instrument: The rules.
        facts: Integers by fact code; an absent code or None means that nobody recorded it.
        mode: How documented choices are settled; the instrument's default when None.
        given: Scores to take as they are, by variable code, where the facts behind them are not at hand.
        related: Instruments whose class this one reads, by id.

    Raises:
        KeyError: Unknown mode, or an instrument that is needed is not in ``related``.
    """
    rules = instrument.in_mode(mode)
    own_given = _for(rules, given)
    scope, values = _scope(rules, facts, given, related or {})
    results = {variable.code: _result(variable, facts, own_given, rules, scope) for variable in rules.variables}
    return _concluded(rules, results, values, scope)


def assess_change(
    instrument: Instrument,
    before: Assessment,
    facts: Facts,
    changed: Set[str],
    given: Mapping[str, int] | None = None,
    related: Mapping[str, Instrument] | None = None,
) -> Assessment:
    """What `assess` answers after some facts changed: variables that read none of them keep their results.

    Args:
        instrument: The rules, in the mode of ``before``.
        before: The answer with the facts as they were.
        facts: All facts as they are now.
        changed: Codes of those that are others than before.
        given: Scores to take as given now; a variable that lost its own, or got another, is computed.
        related: Instruments whose class this one reads, by id.
    """
    own_given = _for(instrument, given)
    scope, values = _scope(instrument, facts, given, related or {})
    results = {
        variable.code: before.variables[variable.code]
        if _stays(variable, before.variables[variable.code], changed, own_given, instrument)
        else _result(variable, facts, own_given, instrument, scope)
        for variable in instrument.variables
    }
    return _concluded(instrument, results, values, scope)


def _stays(
    variable: Variable, before: VariableResult, changed: Set[str], given: Mapping[str, int], rules: Instrument
) -> bool:
    """Whether nothing that a variable's result rests on is another than before."""
    if variable.code in rules.class_readers or not changed.isdisjoint(rules.facts_of(variable)):
        return False
    return given.get(variable.code) == (before.score if before.given else None)


def _scope(
    rules: Instrument, facts: Facts, given: Mapping[str, int] | None, related: Mapping[str, Instrument]
) -> tuple[Scope, dict[str, int | None]]:
    """What expressions are evaluated in, and the named values."""

    def class_rank_of(name: str) -> int | None:
        other = related[name]
        return assess(other, facts, given=_for(other, given), related=related).rank

    values: dict[str, int | None] = {}
    scope = Scope(facts, values=values.__getitem__, class_rank_of=class_rank_of, blank=rules.blank)
    for name in rules.value_order:
        values[name] = evaluate(rules.values[name].of, scope)
    return scope, values


def _result(
    variable: Variable, facts: Facts, given: Mapping[str, int], rules: Instrument, scope: Scope
) -> VariableResult:
    if variable.code in given:
        return _given_result(variable, given[variable.code], facts, rules)
    return _derived_result(variable, facts, rules, scope)


def _concluded(
    rules: Instrument, results: dict[str, VariableResult], values: dict[str, int | None], scope: Scope
) -> Assessment:
    if rules.total is None:
        return _through_indices(rules, results, values)
    return _through_total(rules, results, values, scope)


def index_hundredths(scores: list[int]) -> int:
    """Mean of scores in hundredths, rounded as the national system does (ties to even)."""
    return rounded_ratio(sum(scores), len(scores), 100)


def decide(instrument: Instrument, passes: Mapping[str, bool]) -> str:
    """Class that the decision table gives for a pattern of passing indices."""
    return next(decision.gives for decision in instrument.decision_table if decision.covers(passes))


def _for(instrument: Instrument, given: Mapping[str, int] | None) -> dict[str, int]:
    return {code: score for code, score in (given or {}).items() if code in instrument.by_code}


def _given_result(variable: Variable, score: int, facts: Facts, rules: Instrument) -> VariableResult:
    used = {code: facts.get(code) for code in rules.facts_of(variable)}
    return VariableResult(variable.code, score, None, True, True, used, (), None, None)


def _derived_result(variable: Variable, facts: Facts, rules: Instrument, scope: Scope) -> VariableResult:
    used = {code: facts.get(code) for code in rules.facts_of(variable)}
    missing = tuple(code for code, value in used.items() if value is None)
    required = 1 if variable.requires is None else evaluate(variable.requires, scope)
    if required is not None and required <= 0:
        return VariableResult(variable.code, variable.otherwise_score, None, False, False, used, missing, None, None)
    value = None if required is None else evaluate(variable.value, scope)
    if value is None:
        return VariableResult(variable.code, None, None, False, True, used, missing, None, None)
    score = score_in_bands(value, variable.bands) if variable.bands else value
    up, down = limits(value, variable.bands)
    return VariableResult(variable.code, score, value, False, True, used, missing, up, down)


def limits(value: int, bands: tuple[Band, ...]) -> tuple[Limit | None, Limit | None]:
    """Nearest limits with a better and with a worse score than ``value`` has."""
    if not bands:
        return None, None
    score = score_in_bands(value, bands)
    better = [_entry(value, band) for band in bands if band.score > score]
    worse = [_entry(value, band) for band in bands if band.score < score]
    return _nearest(value, better), _nearest(value, worse)


def _entry(value: int, band: Band) -> Limit:
    edge = band.start if band.start is not None and value < band.start else band.end
    assert edge is not None
    return Limit(band.score, edge)


def _nearest(value: int, entries: list[Limit]) -> Limit | None:
    return min(entries, key=lambda limit: abs(limit.value - value), default=None)


def _through_indices(
    rules: Instrument, results: dict[str, VariableResult], values: dict[str, int | None]
) -> Assessment:
    indices = {index.id: index_hundredths([results[c].score or 0 for c in index.members]) for index in rules.indices}
    passes = {index.id: indices[index.id] >= index.passes_at for index in rules.indices}
    return _assessment(rules, results, values, decide(rules, passes), indices=indices, passes=passes)


def _through_total(
    rules: Instrument, results: dict[str, VariableResult], values: dict[str, int | None], scope: Scope
) -> Assessment:
    weighted = rules.total
    assert weighted is not None
    total = unknown = 0
    for variable in rules.variables:
        score = results[variable.code].score
        if score is None:
            unknown += variable.weight * weighted.full_score
        else:
            total += variable.weight * min(score, weighted.full_score)
    for band in weighted.bands:
        gate = 1 if band.gate is None else evaluate(band.gate, scope)
        if total >= band.start and gate is not None and gate > 0:
            return _assessment(rules, results, values, band.gives, total=total, points_unknown=unknown)
    raise AssertionError("the last band has no gate and starts at 0")


def _assessment(
    rules: Instrument,
    results: dict[str, VariableResult],
    values: dict[str, int | None],
    class_name: str,
    *,
    indices: dict[str, int] | None = None,
    passes: dict[str, bool] | None = None,
    total: int | None = None,
    points_unknown: int = 0,
) -> Assessment:
    return Assessment(
        instrument_id=rules.id,
        instrument_version=rules.version,
        checksum=rules.checksum,
        mode=rules.default_mode,
        variables=results,
        values=values,
        indices=indices or {},
        passes=passes or {},
        class_name=class_name,
        rank=rules.class_by_name[class_name].rank,
        total=total,
        points_unknown=points_unknown,
    )


def _result_as_dict(result: VariableResult) -> dict[str, Any]:
    return {
        "score": result.score,
        "value": result.value,
        "given": result.given,
        "facts": dict(result.facts),
        "missing": list(result.missing),
        "next_better": None if result.up is None else {"score": result.up.score, "value": result.up.value},
        "next_worse": None if result.down is None else {"score": result.down.score, "value": result.down.value},
    }
