"""An assessment in words that a lurah reads: the class, what hangs on a limit, and what would change it, in people."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from guyub.domain.expressions import model
from guyub.domain.expressions.model import fact_codes
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.facts import FactCatalogue, Finding
from guyub.domain.instruments import Instrument, Variable, VariableResult
from guyub.domain.instruments.margins import GroupMargin, IndexMargin, Margins, Step, VariableMargin
from guyub.language.findings import finding_text
from guyub.language.numbers import format_hundredths, format_number
from guyub.language.words import source_text, text, unit_word

_MOST_LEVERS = 3
_MOST_FACTS = 4


@dataclass(frozen=True)
class VariableText:
    """One variable in words; an empty text where there is nothing to say. ``known``: its figure rests on records."""

    code: str
    name: str
    index: str
    score: str
    best: str
    known: bool
    fact: str
    up: str
    down: str
    missing: tuple[str, ...]
    note: str
    source: str
    grade: str
    opd: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """An assessment in words, the most important first."""

    title: str
    meaning: str
    lead: tuple[str, ...]
    indices: tuple[str, ...]
    variables: tuple[VariableText, ...]
    missing: tuple[str, ...]
    findings: tuple[str, ...]
    rule: str
    standing: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def explain(
    instrument: Instrument,
    margins: Margins,
    catalogue: FactCatalogue,
    findings: Iterable[Finding] = (),
    language: str = "id",
) -> Explanation:
    """Put an assessment and its margins into words.

    Args:
        instrument: The rules that gave the assessment.
        margins: From `find_margins`.
        catalogue: Names and units of the facts.
        findings: Contradictions among the facts.
        language: "id" or "en".
    """
    writer = _Writer(instrument.in_mode(margins.assessment.mode), margins, catalogue, language)
    return Explanation(
        title=writer.title(),
        meaning=writer.meaning(),
        lead=tuple(writer.lead()),
        indices=tuple(writer.index_lines()),
        variables=tuple(writer.variable(variable) for variable in instrument.variables),
        missing=tuple(writer.missing_lines()),
        findings=tuple(writer.finding(finding) for finding in findings),
        rule=writer.rule(),
        standing=writer.standing(),
    )


class _Writer:
    def __init__(self, rules: Instrument, margins: Margins, catalogue: FactCatalogue, language: str) -> None:
        self.rules = rules
        self.margins = margins
        self.assessment = margins.assessment
        self.catalogue = catalogue
        self.language = language

    # -- small words -----------------------------------------------------------------------------------------

    def say(self, key: str, **values: Any) -> str:
        return text(f"explain.{key}", self.language, **values)

    def number(self, value: int) -> str:
        return format_number(value, self.language)

    def hundredths(self, value: int) -> str:
        return format_hundredths(value, self.language)

    def amount(self, value: int, unit: str) -> str:
        """A figure with its unit: ``46 %``, ``6 sumber``, ``83,33 %`` for a share in ten-thousandths."""
        if unit == "bagian":
            return f"{self.hundredths(value)} %"
        return (
            f"{self.number(value)} %"
            if unit == "persen"
            else f"{self.number(value)} {unit_word(unit, value, self.language)}"
        )

    def name_of(self, code: str | None) -> str:
        """Name of a named value or fact, as it stands inside a sentence."""
        if code is None:
            return ""
        named = self.rules.values.get(code) or self.catalogue.by_code.get(code)
        return "" if named is None else _inside_sentence(named.name.in_language(self.language))

    def unit_of(self, code: str | None, otherwise: str) -> str:
        named = None if code is None else self.rules.values.get(code) or self.catalogue.by_code.get(code)
        return otherwise if named is None else named.unit

    def index_name(self, index: str) -> str:
        found = next(one for one in self.rules.indices if one.id == index)
        return _inside_sentence(found.name.in_language(self.language))

    def points(self, points: int) -> str:
        """Points of a weighted instrument, from 1/full_score points."""
        full = 1 if self.rules.total is None else self.rules.total.full_score
        return self.hundredths(points * 100 // full) if self.rules.total is not None else self.number(points)

    # -- the whole -------------------------------------------------------------------------------------------

    @property
    def nothing_known(self) -> bool:
        results = self.assessment.variables.values()
        return all(value is None for result in results for value in result.facts.values()) and not self.assessment.given

    def deciding_index(self) -> IndexMargin:
        """The failing index nearest to its limit; where all pass, the one with the least to spare."""
        return min(self.margins.indices, key=lambda index: (index.spare >= 0, abs(index.spare)))

    def title(self) -> str:
        class_name = self.assessment.class_name
        if self.nothing_known:
            return self.say("title-no-data", class_name=class_name)
        if self.margins.total is not None:
            return self._total_title(class_name)
        return self._index_line("title", self.deciding_index(), class_name=class_name)

    def _total_title(self, class_name: str) -> str:
        total = self.margins.total
        assert total is not None
        points, missing = self.points(total.total), self.points(total.next_missing)
        if total.next_class is None:
            return self.say("title-top", class_name=class_name, total=points)
        key = "title-gate" if total.next_missing == 0 and not total.gate_open else "title-total"
        return self.say(key, class_name=class_name, total=points, missing=missing, next_class=total.next_class)

    def _index_line(self, kind: str, index: IndexMargin, **more: str) -> str:
        key = "short" if index.spare < 0 else "spare" if index.spare else "on-limit"
        return self.say(
            f"{kind}-{key}",
            index=self.index_name(index.index),
            value=self.hundredths(index.value),
            limit=self.hundredths(index.passes_at),
            points=self.number(abs(index.spare)),
            **more,
        )

    def meaning(self) -> str:
        return self.rules.class_by_name[self.assessment.class_name].meaning.in_language(self.language)

    def index_lines(self) -> Iterable[str]:
        if self.margins.total is not None and self.rules.total is not None:
            most = self.rules.total.points * self.rules.total.full_score
            yield self.say(
                "total",
                total=self.points(self.margins.total.total),
                most=self.points(most),
                unknown=self.points(self.assessment.points_unknown),
            )
        for index in self.margins.indices:
            yield self._index_line("index", index)

    def lead(self) -> Iterable[str]:
        """What a reader must know first: what hangs on a limit, what is missing, what would raise the class."""
        if self.nothing_known:
            yield self.say("lead-no-data")
            return
        yield from self._lost_with_one_point()
        yield from (self._risk(self.margins.variables[code]) for code in self.margins.risks[:_MOST_LEVERS])
        costly = [self.name_of(fact.code) for fact in self.margins.missing if fact.points > 0]
        if costly:
            yield self.say("lead-missing", count=self.number(len(costly)), facts=", ".join(costly[:_MOST_FACTS]))
        yield from (self._chance(self.margins.variables[code]) for code in self.margins.chances[:_MOST_LEVERS])

    def _lost_with_one_point(self) -> Iterable[str]:
        for index in self.margins.indices:
            lost = {margin.class_if_down for margin in self.margins.variables.values() if margin.index == index.index}
            names = sorted(name for name in lost if name is not None)
            if index.spare == 0 and names:
                yield self.say(
                    "lead-on-limit",
                    index=self.index_name(index.index),
                    value=self.hundredths(index.value),
                    lost_class=f" {self.say('or')} ".join(names),
                )

    # -- levers ----------------------------------------------------------------------------------------------

    def _risk(self, margin: VariableMargin) -> str:
        assert margin.down is not None
        name, fact = self._name_and_fact(margin)
        group = _nearest(margin.groups, "to_down")
        if group is not None:
            key, change = "risk-fewer", self._group_change(group, group.to_down or 0)
        elif margin.down.change is not None:
            key = "risk-more" if margin.down.change > 0 else "risk-fewer"
            change = self._change(margin, margin.down)
        else:
            key, change = "risk-other", ""
        score = self.score(margin, margin.down.score)
        sentence = self.say(key, name=name, fact=fact, change=change, score=score, class_name=margin.class_if_down)
        if margin.per_of not in self.rules.values:
            return sentence
        # The share's whole is itself counted from such people: say that they change, and do not leave.
        return f"{sentence} {self.say('fixed-per', per=self.name_of(margin.per_of))}"

    def _chance(self, margin: VariableMargin) -> str:
        assert margin.up is not None
        name, fact = self._name_and_fact(margin)
        score, effect = self.score(margin, margin.up.score), self._effect(margin)
        group = _nearest(margin.groups, "to_up")
        if group is not None:
            change, quantity = group.to_up or 0, self.number(group.members + (group.to_up or 0))
            words = self._group_change(group, change)
            return self.say(
                "chance-more", name=name, fact=fact, change=words, quantity=quantity, score=score, effect=effect
            )
        if margin.up.change is None or margin.up.quantity is None:
            return self.say("chance-other", name=name, fact=fact, score=score, effect=effect)
        key = "chance-more" if margin.up.change > 0 else "chance-fewer"
        quantity, words = self.number(margin.up.quantity), self._change(margin, margin.up)
        return self.say(key, name=name, fact=fact, change=words, quantity=quantity, score=score, effect=effect)

    def _effect(self, margin: VariableMargin) -> str:
        if margin.class_if_up is not None:
            return self.say("effect-class", class_name=margin.class_if_up)
        if margin.index is None:
            gain = 0 if margin.up is None else (margin.up.score - (margin.score or 0)) * margin.weight
            return self.say("effect-points", points=self.points(gain))
        index = next(one for one in self.margins.indices if one.index == margin.index)
        return self.say("effect-closer" if index.spare < 0 else "effect-spare", index=self.index_name(margin.index))

    def _name_and_fact(self, margin: VariableMargin) -> tuple[str, str]:
        variable = self.rules.by_code[margin.code]
        return variable.name.in_language(self.language), self.fact(margin, variable)

    def _change(self, margin: VariableMargin, step: Step) -> str:
        unit = self.unit_of(margin.quantity_of, self.rules.by_code[margin.code].unit)
        return self.amount(abs(step.change or 0), unit)

    def _group_change(self, group: GroupMargin, change: int) -> str:
        name = self.name_of(group.members_of)
        return self.say("group", name=name, change=self.amount(change, self.unit_of(group.members_of, "")))

    # -- variables -------------------------------------------------------------------------------------------

    def variable(self, variable: Variable) -> VariableText:
        margin = self.margins.variables[variable.code]
        note = variable.note.in_language(self.language) if variable.note else ""
        unknown = self.say("fact-unknown")
        return VariableText(
            code=variable.code,
            name=variable.name.in_language(self.language),
            index="" if margin.index is None else self.index_name(margin.index),
            score=unknown if margin.score is None else self.score(margin, margin.score),
            best=self.score(margin, margin.best),
            known=margin.given or self.is_known(variable),
            fact=self.fact(margin, variable),
            up=self.step_up(margin, variable),
            down=self.step_down(margin, variable),
            missing=tuple(self.name_of(code) for code in margin.missing),
            note=note,
            source=source_text(f"{self.rules.id}.{variable.code}", variable.source, self.language),
            grade=variable.grade.value,
            opd=variable.opd,
        )

    def score(self, margin: VariableMargin, score: int) -> str:
        """A score; in a weighted instrument the points that it is worth."""
        return self.points(score * margin.weight) if self.rules.total is not None else self.number(score)

    def is_known(self, variable: Variable) -> bool:
        """Whether a figure stands behind a variable: of a share both parts, of a mean at least one rate."""
        result = self.assessment.variables[variable.code]
        return result.requirement_met and self._is_known(variable.value, result.missing)

    def _is_known(self, node: model.Node, missing: Sequence[str]) -> bool:
        if isinstance(node, model.Value):
            return self._is_known(self.rules.values[node.value].of, missing)
        if isinstance(node, model.Fact):
            return node.fact not in missing
        parts = [self._is_known(part, missing) for part in node.operands() if not isinstance(part, model.Const)]
        return all(parts) if isinstance(node, model.Ratio) else not parts or any(parts)

    def fact(self, margin: VariableMargin, variable: Variable) -> str:
        result: VariableResult = self.assessment.variables[variable.code]
        if result.given:
            return self.say("fact-given")
        if not result.requirement_met:
            return self.say("fact-no-record")
        if result.value is None:
            return self.say("fact-unknown")
        if not self.is_known(variable):
            return self.say("fact-missing")
        value = self.amount(result.value, variable.unit)
        if margin.groups:
            rates = ", ".join(self._rate(group, result.missing) for group in margin.groups)
            return self.say("fact-mean", value=value, rates=rates)
        if margin.per is not None and margin.quantity is not None:
            per = f"{self.number(margin.per)} {_short(self.name_of(margin.per_of))}".strip()
            return self.say("fact-share", value=value, quantity=self.number(margin.quantity), per=per)
        return value

    def _rate(self, group: GroupMargin, missing: Sequence[str]) -> str:
        name = self.name_of(group.value)
        if group.members_of in missing or group.per_of in missing:
            return self.say("rate-missing", name=name)
        members, per = self.number(group.members), self.number(group.per)
        return self.say("rate", name=name, percent=self.number(group.percent), members=members, per=per)

    def step_up(self, margin: VariableMargin, variable: Variable) -> str:
        if margin.up is None:
            return ""
        if not margin.missing or margin.given:
            return self._step_up(margin, variable)
        if margin.up.value is None:
            return self.say("record-first")
        if self.is_known(variable):
            return self.say("record-also", otherwise=self._step_up(margin, variable))
        key = "unknown-more" if margin.up.value >= (margin.value or 0) else "unknown-fewer"
        limit = self.amount(margin.up.value, variable.unit)
        return self.say(key, score=self.score(margin, margin.up.score), limit=limit)

    def _step_up(self, margin: VariableMargin, variable: Variable) -> str:
        assert margin.up is not None
        score = self.score(margin, margin.up.score)
        if margin.up.value is None:
            return self.say("up-score", score=score)
        limit = self.amount(margin.up.value, variable.unit)
        if margin.groups:
            groups = self._group_list(margin.groups, "to_up")
            key = "up-mean" if groups else "up-mean-none"
            return self.say(key, score=score, limit=limit, groups=groups)
        if margin.up.change is None:
            return self.say("up-other", score=score, limit=limit)
        if lacking := self._conditions(variable, met=False):
            return self.say("up-conditions", score=score, count=self.number(margin.up.change), facts=lacking)
        key = "up-more" if margin.up.change > 0 else "up-fewer"
        return self.say(key, score=score, limit=limit, change=self._change(margin, margin.up))

    def step_down(self, margin: VariableMargin, variable: Variable) -> str:
        if margin.down is None or not (margin.given or self.is_known(variable)):
            return ""
        score = self.score(margin, margin.down.score)
        if margin.down.value is None:
            return self.say("down-score", score=score)
        limit = self.amount(margin.down.value, variable.unit)
        if margin.groups:
            groups = self._group_list(margin.groups, "to_down")
            key = "down-mean" if groups else "down-mean-none"
            return self.say(key, score=score, groups=groups, limit=limit)
        if margin.down.change is None:
            return self.say("down-other", score=score, limit=limit)
        if met := self._conditions(variable, met=True):
            return self.say("down-conditions", score=score, count=self.number(-margin.down.change), facts=met)
        if leaving := self._leaving(margin):
            unit = self.unit_of(margin.quantity_of, variable.unit)
            return self.say(
                "down-change-or-leave",
                score=score,
                change=self._change(margin, margin.down),
                leave=self.amount(leaving, unit),
            )
        key = "down-more" if margin.down.change > 0 else "down-fewer"
        return self.say(key, score=score, change=self._change(margin, margin.down))

    def _conditions(self, variable: Variable, *, met: bool) -> str:
        """Names of the conditions, met or lacking, of a variable that counts how many of some hold; else empty."""
        counts = isinstance(variable.value, model.Count) or (
            isinstance(variable.value, model.If) and isinstance(variable.value.then, model.Sum)
        )
        if not counts:
            return ""
        facts = self.assessment.variables[variable.code].facts
        return ", ".join(
            self.name_of(code) for code, value in facts.items() if value is not None and (value > 0) is met
        )

    def _leaving(self, margin: VariableMargin) -> int | None:
        """How many must leave part and whole for the step down, where the whole is itself counted from such people.

        Fewer users of a long-acting method are either users of another method now, or no users at all.
        """
        part, whole = self.rules.values.get(margin.quantity_of or ""), self.rules.values.get(margin.per_of or "")
        if part is None or whole is None or margin.down is None or margin.down.value is None:
            return None
        if not set(fact_codes(part.of)) <= set(fact_codes(whole.of)):
            return None
        members, per, limit = margin.quantity or 0, margin.per or 0, margin.down.value
        return next((n for n in range(1, members + 1) if rounded_ratio(members - n, per - n, 100) <= limit), None)

    def _group_list(self, groups: Sequence[GroupMargin], side: str) -> str:
        able = sorted((group for group in groups if getattr(group, side) is not None), key=lambda g: getattr(g, side))
        return ", ".join(self._group_change(group, getattr(group, side)) for group in able[:_MOST_LEVERS])

    # -- what is missing, what contradicts, what rule ----------------------------------------------------------

    def missing_lines(self) -> Iterable[str]:
        """One line for all facts that cost the same points on the same variables."""
        for (variables, points), facts in itertools.groupby(self.margins.missing, lambda f: (f.variables, f.points)):
            first, *others = (self.catalogue.by_code[fact.code].name.in_language(self.language) for fact in facts)
            names = ", ".join((first, *map(_inside_sentence, others)))
            key = "missing" if points else "missing-free"
            yield self.say(key, name=names, points=self.points(points), variables=", ".join(variables))

    def finding(self, finding: Finding) -> str:
        return finding_text(self.catalogue, finding.check, finding.left, finding.right, self.language)

    def rule(self) -> str:
        name = self.rules.name.in_language(self.language)
        return self.say("rule", name=name, version=self.rules.version, mode=self.assessment.mode)

    def standing(self) -> str:
        status = text(f"status.{self.rules.status.value}", self.language)
        grade = text(f"grade.{self.rules.grade.value}", self.language)
        return self.say(
            "standing", status=status, grade=grade, source=source_text(self.rules.id, self.rules.source, self.language)
        )


def _inside_sentence(name: str) -> str:
    """A name with a small first letter, unless it starts with an abbreviation (PUS, BKB members)."""
    return name if name[1:2].isupper() or not name[1:2].isalpha() else name[0].lower() + name[1:]


def _short(name: str) -> str:
    """The abbreviation of a name that ends with it: "PUS"."""
    found = re.search(r"\(([A-Z]{2,})\)$", name)
    return found[1] if found else name


def _nearest(groups: Sequence[GroupMargin], side: str) -> GroupMargin | None:
    able = [group for group in groups if getattr(group, side) is not None]
    return min(able, key=lambda group: getattr(group, side), default=None)
