"""What a finished interview says about the family at once: iBangga, stunting risk, family planning; in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guyub.data.family_files import load_family_rules
from guyub.domain.families import family_planning, ibangga, krs
from guyub.domain.families.ibangga import State
from guyub.domain.families.rulebook import FamilyRules

Record = Mapping[str, int | None]
YES, NO = 1, 2


@dataclass(frozen=True)
class Line:
    """One variable or factor. ``state``: pass, fail, not-applicable, unanswered; ``advice``: what to do."""

    code: str
    name: str
    state: str
    word: str
    advice: str
    questions: str
    grade: str
    source: str


@dataclass(frozen=True)
class Dimension:
    """One dimension of the index with its variables; ``value`` in hundredths, None where an answer is missing."""

    name: str
    value: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Index:
    """iBangga of the family. ``value`` in hundredths."""

    value: int | None
    category: str
    category_name: str
    dimensions: tuple[Dimension, ...]
    missing: tuple[str, ...]
    grade: str
    source: str


@dataclass(frozen=True)
class Risk:
    """Stunting risk: a sentence, and the factors with what to do."""

    state: str
    sentence: str
    lines: tuple[Line, ...]
    grade: str
    source: str


@dataclass(frozen=True)
class Planning:
    """Family planning in two sentences; the second is empty where nothing is open."""

    sentence: str
    need: str


@dataclass(frozen=True)
class Result:
    """All three, and the rules they come from."""

    index: Index
    risk: Risk
    planning: Planning
    version: str


def result_of(record: Record, language: str) -> Result:
    """What a family record says, by the rules in force."""
    rules = load_family_rules()
    return Result(
        _index(rules, record, language),
        _risk(rules, record, language),
        _planning(rules, record, language),
        rules.version,
    )


def _index(rules: FamilyRules, record: Record, language: str) -> Index:
    measured = ibangga.measure(rules.ibangga, record)
    names = {category.code: category.name.in_language(language) for category in rules.ibangga.categories}
    dimensions = tuple(
        Dimension(
            dimension.name.in_language(language),
            _hundredths(measured.dimensions[dimension.code], ibangga.FULL),
            tuple(
                _variable(variable, measured.states[variable.code], language)
                for variable in rules.ibangga.of_dimension(dimension.code)
            ),
        )
        for dimension in rules.ibangga.dimensions
    )
    return Index(
        value=_hundredths(measured.total, ibangga.FULL_INDEX),
        category=measured.category or "",
        category_name=names.get(measured.category or "", ""),
        dimensions=dimensions,
        missing=tuple(rules.ibangga.by_code[code].name.in_language(language) for code in measured.unanswered),
        grade=rules.ibangga.grade.value,
        source=rules.ibangga.source.in_language(language),
    )


def _hundredths(value: int | None, full: int) -> int | None:
    return None if value is None else ibangga.hundredths(value, full)


def _variable(variable: ibangga.Variable, state: State, language: str) -> Line:
    words = {
        State.PASSED: _("Terpenuhi"),
        State.FAILED: _("Belum terpenuhi"),
        State.NOT_APPLICABLE: _("Tidak berlaku"),
        State.UNANSWERED: _("Belum dijawab"),
    }
    return Line(
        code=variable.code,
        name=variable.name.in_language(language),
        state=state.value,
        word=words[state],
        advice=variable.advice.in_language(language) if state is State.FAILED else "",
        questions=", ".join(variable.questions),
        grade=variable.grade.value,
        source=variable.source.in_language(language),
    )


def _risk(rules: FamilyRules, record: Record, language: str) -> Risk:
    screened = krs.screen(rules.krs, record)
    names = {factor.code: factor.name.in_language(language) for factor in rules.krs.factors}
    if screened.target == NO:
        state, sentence = "none", _("Bukan keluarga sasaran: tidak ada pasangan usia subur, ibu hamil, atau balita.")
    elif screened.at_risk == YES:
        reasons = "; ".join(names[code] for code in screened.reasons if code in names)
        state = "risk"
        sentence = _("Keluarga berisiko stunting: {reasons}.").format(reasons=reasons)
    elif screened.at_risk == NO:
        state, sentence = "safe", _("Keluarga sasaran, tidak berisiko stunting menurut jawaban ini.")
    else:
        state, sentence = "unknown", _("Risiko stunting belum dapat ditentukan: ada jawaban yang belum ada.")
    shown = screened.target != NO
    lines = tuple(_factor(factor, screened.factors[factor.code], language) for factor in rules.krs.factors if shown)
    return Risk(state, sentence, lines, rules.krs.grade.value, rules.krs.source.in_language(language))


def _factor(factor: krs.Factor, flag: int | None, language: str) -> Line:
    states = {1: ("fail", _("Ya, berisiko")), 2: ("pass", _("Tidak")), 3: ("not-applicable", _("Tidak berlaku"))}
    state, word = states.get(flag or 0, ("unanswered", _("Belum dijawab")))
    return Line(
        code=factor.code,
        name=factor.name.in_language(language),
        state=state,
        word=word,
        advice=factor.advice.in_language(language) if state == "fail" else "",
        questions=factor.question,
        grade=factor.grade.value,
        source=factor.source.in_language(language),
    )


def _planning(rules: FamilyRules, record: Record, language: str) -> Planning:
    status = family_planning.status(rules.family_planning, record)
    flags = {flag.code: flag for flag in rules.family_planning.flags}
    if record.get("pus") == 0:
        return Planning(_("Bukan pasangan usia subur (istri 15–49 tahun)."), "")
    if status.method is not None:
        return Planning(_("Memakai KB: {method}.").format(method=flags[status.method].name.in_language(language)), "")
    found = next(
        (flag for flag in flags.values() if status.non_user_class and flag.non_user == status.non_user_class), None
    )
    if found is None:
        return Planning(_("Status KB belum diketahui."), "")
    needs = {
        "spacing": _("Kebutuhan KB belum terpenuhi: ingin menunda. Tawarkan rujukan ke bidan atau PKB."),
        "limiting": _("Kebutuhan KB belum terpenuhi: tidak ingin anak lagi. Tawarkan rujukan ke bidan atau PKB."),
    }
    need = needs.get(str(status.unmet_pk or ""), "")
    return Planning(_("Tidak memakai KB: {state}.").format(state=found.name.in_language(language)), need)
