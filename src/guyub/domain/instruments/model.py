"""What an assessment instrument is: data, checked when it is read.

An instrument scores a village's facts on variables, and turns the scores into a class: either through indices
(means of scores) and a decision table, or through a weighted total with bands and gates. Classification,
explanation, what-if and planning all read this one object. A new year's instrument is a new file.
"""

import datetime
import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from guyub.domain.expressions import model as expression
from guyub.domain.expressions.model import Band, Expression, Node, check_bands, fact_codes, walk
from guyub.domain.rulefiles import Grade, Model, Text


class Status(StrEnum):
    """Who stands behind an instrument."""

    OFFICIAL = "official"
    CONFIRMED_FROM_SYSTEM = "confirmed-from-system"
    PROPOSED = "proposed"
    LOCAL = "local"


class BlankFacts(StrEnum):
    """What a fact that nobody recorded counts as when it is read as a number."""

    COUNT_AS_ZERO = "count-as-zero"
    STAY_MISSING = "stay-missing"


class ChoiceOfRule(Model):
    """A quirk of the official system, or a gap in it, with the answers one may choose."""

    name: str
    about: Text
    choices: Annotated[tuple[str, ...], Field(min_length=2)]
    grade: Grade
    source: str


class NamedValue(Model):
    """An intermediate figure with a name, such as the number of users."""

    name: Text
    unit: str
    of: Expression


class Variable(Model):
    """One scored variable.

    ``value`` is banded into a score; without bands the value itself is the score. Where ``requires`` is 0 the
    variable takes ``otherwise_score``.
    """

    code: str
    name: Text
    unit: str
    value: Expression
    bands: tuple[Band, ...] = ()
    requires: Expression | None = None
    otherwise_score: int | None = None
    weight: Annotated[int, Field(ge=1)] = 1
    may_be_given: str | None = None
    opd: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    grade: Grade
    source: str
    note: Text | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "Variable":
        if self.bands:
            check_bands(self.bands)
        if (self.requires is None) != (self.otherwise_score is None):
            raise ValueError("'requires' and 'otherwise_score' belong together")
        return self

    def expressions(self) -> tuple[Node, ...]:
        """The value and, where there is one, the requirement."""
        return (self.value,) if self.requires is None else (self.value, self.requires)


class Index(Model):
    """Mean of the scores of its members, rounded to hundredths; passes at ``passes_at`` hundredths."""

    id: str
    name: Text
    members: Annotated[tuple[str, ...], Field(min_length=1)]
    passes_at: int


class VillageClass(Model):
    """A class that the instrument can give; a higher rank is better."""

    name: str
    rank: Annotated[int, Field(ge=1)]
    meaning: Text


class Decision(Model):
    """One row of the decision table: which indices pass, and the class. An index left out may pass or not."""

    passes: dict[str, bool]
    gives: str

    def covers(self, passes: Mapping[str, bool]) -> bool:
        """Whether this row speaks of that pattern of passes."""
        return all(passes[index] == wanted for index, wanted in self.passes.items())


class TotalBand(Model):
    """Points from ``from`` upwards give a class, if the gate (where there is one) is above 0."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: Annotated[int, Field(alias="from", ge=0)]
    gives: str
    gate: Expression | None = None
    gate_name: Text | None = None


class WeightedTotal(Model):
    """Sum of weight times score. A full score is ``full_score``, so the most is full_score times all weights."""

    full_score: Annotated[int, Field(ge=1)]
    points: int
    bands: Annotated[tuple[TotalBand, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _bands_fall_to_zero(self) -> "WeightedTotal":
        starts = [band.start for band in self.bands]
        if starts != sorted(set(starts), reverse=True):
            raise ValueError("bands of the total must run from the highest 'from' down, each once")
        if self.bands[-1].start != 0 or self.bands[-1].gate is not None:
            raise ValueError(
                "the last band of the total must start at 0 and have no gate, so that all points have a class"
            )
        return self


class Instrument(Model):
    """An assessment instrument; see the module's text."""

    id: str
    version: str
    name: Text
    status: Status
    grade: Grade
    source: str
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    notes: tuple[Text, ...] = ()
    blank_facts: BlankFacts
    options: tuple[ChoiceOfRule, ...] = ()
    modes: Annotated[dict[str, dict[str, str]], Field(min_length=1)]
    default_mode: str
    values: dict[str, NamedValue] = Field(default_factory=dict)
    variables: Annotated[tuple[Variable, ...], Field(min_length=1)]
    indices: tuple[Index, ...] = ()
    classes: Annotated[tuple[VillageClass, ...], Field(min_length=1)]
    decision_table: tuple[Decision, ...] = ()
    total: WeightedTotal | None = None
    checksum: str

    # -- reading ---------------------------------------------------------------------------------------------

    @cached_property
    def by_code(self) -> dict[str, Variable]:
        """Variables by code."""
        return {variable.code: variable for variable in self.variables}

    @cached_property
    def facts_used(self) -> tuple[str, ...]:
        """Codes of all facts that any rule of the instrument reads, in order of first use."""
        codes = itertools.chain.from_iterable(fact_codes(node) for node in self._expressions())
        return tuple(dict.fromkeys(codes))

    @cached_property
    def givable(self) -> tuple[str, ...]:
        """Codes of the variables whose score may be taken as given."""
        return tuple(variable.code for variable in self.variables if variable.may_be_given is not None)

    @cached_property
    def class_by_name(self) -> dict[str, VillageClass]:
        """Classes by name."""
        return {village_class.name: village_class for village_class in self.classes}

    @cached_property
    def instruments_used(self) -> tuple[str, ...]:
        """Ids of other instruments whose class this one reads."""
        nodes = itertools.chain.from_iterable(walk(node) for node in self._expressions())
        return tuple(dict.fromkeys(n.class_rank_of for n in nodes if isinstance(n, expression.ClassRank)))

    @cached_property
    def class_readers(self) -> frozenset[str]:
        """Codes of the variables that read a class under another instrument, through named values too."""
        named = {name: value.of for name, value in self.values.items()}
        return frozenset(
            variable.code
            for variable in self.variables
            if any(_reads_class(node, named) for node in variable.expressions())
        )

    @cached_property
    def value_order(self) -> tuple[str, ...]:
        """Named values, each after those it is made of."""
        order: dict[str, None] = {}
        for name in self.values:
            self._add_value(name, order, ())
        return tuple(order)

    @property
    def blank(self) -> int | None:
        """What a missing fact counts as: 0, or None to keep it missing."""
        return 0 if self.blank_facts is BlankFacts.COUNT_AS_ZERO else None

    def index_of(self, code: str) -> Index | None:
        """The index that a variable belongs to."""
        return next((index for index in self.indices if code in index.members), None)

    def facts_of(self, variable: Variable) -> tuple[str, ...]:
        """Codes of the facts behind a variable, through named values too, in order of first use."""
        key = (variable.code, variable.requires is None)  # a variable may be asked about without its requirement
        if key not in self._facts_by_variable:
            codes: dict[str, None] = {}
            for node in variable.expressions():
                self._add_facts(node, codes)
            self._facts_by_variable[key] = tuple(codes)
        return self._facts_by_variable[key]

    def facts_of_value(self, variable: Variable) -> tuple[str, ...]:
        """Codes of the facts behind a variable's value alone: its requirement may read more."""
        return self.facts_of(variable.model_copy(update={"requires": None}))

    def best_score(self, variable: Variable) -> int:
        """The highest score of a variable."""
        if variable.bands:
            return max(band.score for band in variable.bands)
        return self.total.full_score if self.total is not None else 1

    def score_over_facts(self, variable: Variable) -> Node:
        """The score of a variable as one expression that names no value of the instrument."""
        score: Node = variable.value
        if variable.bands:
            score = expression.Banded(banded=expression.BandedArguments(of=score, bands=variable.bands))
        if variable.requires is not None and variable.otherwise_score is not None:
            otherwise = expression.Const(const=variable.otherwise_score)
            score = expression.If(condition=variable.requires, then=score, otherwise=otherwise)
        return expression.over_facts(score, {name: value.of for name, value in self.values.items()}, self.blank)

    def in_mode(self, mode: str | None = None) -> "Instrument":
        """The instrument with every documented choice settled as ``mode`` says (the default mode when None).

        Raises:
            KeyError: The instrument has no such mode.
        """
        mode = mode or self.default_mode
        if mode not in self._settled:
            self._settled[mode] = self._settle(mode)
        return self._settled[mode]

    @cached_property
    def _facts_by_variable(self) -> dict[tuple[str, bool], tuple[str, ...]]:
        return {}

    @cached_property
    def _settled(self) -> dict[str, "Instrument"]:
        return {}

    def _settle(self, mode: str) -> "Instrument":
        choices = self.modes[mode]
        resolve = expression.resolve_options
        values = {
            name: value.model_copy(update={"of": resolve(value.of, choices)}) for name, value in self.values.items()
        }
        variables = tuple(
            variable.model_copy(
                update={
                    "value": resolve(variable.value, choices),
                    "requires": None if variable.requires is None else resolve(variable.requires, choices),
                }
            )
            for variable in self.variables
        )
        # Not model_copy: it would carry over what this object has already derived from its unsettled rules.
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(
            **{**fields, "values": values, "variables": variables, "default_mode": mode, "modes": {mode: choices}}
        )

    # -- checking --------------------------------------------------------------------------------------------

    @model_validator(mode="after")
    def _hangs_together(self) -> "Instrument":
        self._check_names()
        self._check_modes()
        _ = self.value_order
        if bool(self.indices) != bool(self.decision_table) or bool(self.indices) == (self.total is not None):
            raise ValueError("give either indices with a decision_table, or a total")
        if self.decision_table:
            self._check_decision_table()
        if self.total is not None:
            self._check_total()
        return self

    def _check_names(self) -> None:
        _refuse_repeats("variable", [variable.code for variable in self.variables])
        _refuse_repeats("class", [village_class.name for village_class in self.classes])
        _refuse_repeats("rank", [str(village_class.rank) for village_class in self.classes])
        _refuse_repeats("index", [index.id for index in self.indices])
        for index in self.indices:
            for code in index.members:
                _refuse_unknown("variable", code, self.by_code, f"index {index.id}")
        given = [decision.gives for decision in self.decision_table]
        given += [band.gives for band in self.total.bands] if self.total else []
        for name in given:
            _refuse_unknown("class", name, self.class_by_name, "decision")
        for node in itertools.chain.from_iterable(walk(node) for node in self._expressions()):
            if isinstance(node, expression.Value):
                _refuse_unknown("value", node.value, self.values, "an expression")

    def _check_modes(self) -> None:
        answers = {option.name: set(option.choices) for option in self.options}
        _refuse_unknown("mode", self.default_mode, self.modes, "default_mode")
        for mode, choices in self.modes.items():
            if set(choices) != set(answers):
                raise ValueError(f"mode '{mode}' must answer exactly these options: {', '.join(sorted(answers))}")
            for option, choice in choices.items():
                _refuse_unknown("choice", choice, answers[option], f"mode {mode}, option {option}")
        for node in itertools.chain.from_iterable(walk(node) for node in self._expressions()):
            if isinstance(node, expression.Option):
                _refuse_unknown("option", node.option.name, answers, "an expression")
                if set(node.option.cases) != answers[node.option.name]:
                    raise ValueError(f"option '{node.option.name}' needs a case for each of its choices")

    def _check_decision_table(self) -> None:
        names = [index.id for index in self.indices]
        for decision in self.decision_table:
            for index in decision.passes:
                _refuse_unknown("index", index, names, "decision_table")
        for pattern in itertools.product((False, True), repeat=len(names)):
            passes = dict(zip(names, pattern, strict=True))
            rows = [decision for decision in self.decision_table if decision.covers(passes)]
            if len(rows) != 1:
                raise ValueError(f"decision_table has {len(rows)} rows for {passes}; exactly one is needed")

    def _check_total(self) -> None:
        total = self.total
        assert total is not None
        weights = sum(variable.weight for variable in self.variables)
        if weights != total.points:
            raise ValueError(f"weights add up to {weights}, not to {total.points} points")
        for variable in self.variables:
            beyond = [band.score for band in variable.bands if not 0 <= band.score <= total.full_score]
            if beyond:
                raise ValueError(f"variable {variable.code}: score {beyond[0]} is not from 0 to {total.full_score}")

    # -- helpers ---------------------------------------------------------------------------------------------

    def _expressions(self) -> Iterator[Node]:
        for value in self.values.values():
            yield value.of
        for variable in self.variables:
            yield from variable.expressions()
        for band in self.total.bands if self.total else ():
            if band.gate is not None:
                yield band.gate

    def _add_value(self, name: str, order: dict[str, None], above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError("values refer to one another in a circle: " + " -> ".join((*above, name)))
        if name in order:
            return
        for node in walk(self.values[name].of):
            if isinstance(node, expression.Value):
                _refuse_unknown("value", node.value, self.values, f"value {name}")
                self._add_value(node.value, order, (*above, name))
        order[name] = None

    def _add_facts(self, node: Node, codes: dict[str, None]) -> None:
        for part in walk(node):
            if isinstance(part, expression.Value):
                self._add_facts(self.values[part.value].of, codes)
            elif isinstance(part, expression.Fact | expression.Known):
                codes.update(dict.fromkeys(fact_codes(part)))


def content_checksum(content: Mapping[str, Any]) -> str:
    """SHA-256 of a rule file's content without its own checksum, whatever its layout and comments."""
    rest = {key: value for key, value in content.items() if key != "checksum"}
    text = json.dumps(rest, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_repeats(kind: str, names: list[str]) -> None:
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise ValueError(f"{kind} '{repeated}' stands twice")


def _refuse_unknown(kind: str, name: str, known: Any, where: str) -> None:
    if name not in known:
        raise ValueError(f"{where} names the unknown {kind} '{name}'; known: {', '.join(sorted(known))}")


def _reads_class(node: Node, named: Mapping[str, Node]) -> bool:
    return any(
        isinstance(part, expression.ClassRank)
        or (isinstance(part, expression.Value) and _reads_class(named[part.value], named))
        for part in walk(node)
    )
