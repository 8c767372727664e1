"""Read the rule files of families: iBangga, risk of stunting, family planning, village indicators."""

from functools import cache
from typing import TypeVar

from guyub.data.loader import load_fact_catalogue
from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.families.family_planning import FamilyPlanning
from guyub.domain.families.ibangga import Ibangga
from guyub.domain.families.indicators import FamilyIndicators
from guyub.domain.families.krs import Krs
from guyub.domain.families.rulebook import FamilyRules
from guyub.domain.families.rules import Choice, RuleFile
from guyub.errors import InvalidRuleFile, NotFound

Rules = TypeVar("Rules", bound=RuleFile)


@cache
def load_ibangga() -> Ibangga:
    """The rules of iBangga as the file has them, choices open."""
    return _read("ibangga", Ibangga)


@cache
def load_family_planning() -> FamilyPlanning:
    """The rules of family planning as the file has them, choices open."""
    return _read("family-planning", FamilyPlanning)


@cache
def load_krs() -> Krs:
    """The rules of the stunting-risk screening as the file has them, choices open."""
    return _read("krs", Krs)


@cache
def load_family_indicators() -> FamilyIndicators:
    """The village indicators as the file has them."""
    return _read("indicators", FamilyIndicators)


def family_choices() -> dict[str, Choice]:
    """Every choice of the four files by name."""
    files: tuple[RuleFile, ...] = (load_ibangga(), load_family_planning(), load_krs(), load_family_indicators())
    return {choice.name: choice for file in files for choice in file.choices}


def load_family_rules(**choices: str) -> FamilyRules:
    """The four rule files, settled.

    Args:
        choices: Answers by name of the choice (`family_choices` lists them); defaults for the others.

    Raises:
        NotFound: A choice or an answer does not exist.
        InvalidRuleFile: A file of ours names something that is not there.
    """
    known = family_choices()
    for name, answer in choices.items():
        if name not in known:
            raise NotFound(kind="choice", name=name, known=", ".join(sorted(known)))
        if answer not in known[name].choices:
            raise NotFound(kind="answer of a choice", name=answer, known=", ".join(known[name].choices))
    return _settled(tuple(sorted((n, a) for n, a in choices.items() if a != known[n].default)))


@cache
def _settled(chosen: tuple[tuple[str, str], ...]) -> FamilyRules:
    answers = dict(chosen)
    ibangga = load_ibangga().settle(answers, {})
    planning = load_family_planning().settle(answers, ibangga.values)
    krs = load_krs().settle(answers, planning.values)
    indicators = load_family_indicators().settle(answers, krs.values)
    _check(ibangga, "ibangga")
    _check(planning, "family-planning")
    _check(krs, "krs", krs.computed)
    _check(indicators, "indicators")
    _check_facts(planning, indicators)
    versions = [f"{file.id}@{file.version}" for file in (ibangga, planning, krs, indicators)]
    return FamilyRules(
        ibangga, planning, krs, indicators, " ".join((*versions, *(f"{name}={answer}" for name, answer in chosen)))
    )


def _read(name: str, shape: type[Rules]) -> Rules:
    file = FOLDER / "families" / f"{name}.yaml"
    return validate(shape, read_yaml(file), file)


def _check(rules: RuleFile, name: str, own: tuple[str, ...] = ()) -> None:
    problem = next(rules.problems(own=own), None)
    if problem is not None:
        raise InvalidRuleFile(file=f"{name}.yaml", path="-", problem=problem)


def _check_facts(planning: FamilyPlanning, indicators: FamilyIndicators) -> None:
    known = load_fact_catalogue().by_code
    used = [*(flag.web_fact for flag in planning.flags), *(rule.fact for rule in indicators.facts)]
    unknown = next((code for code in used if code is not None and code not in known), None)
    if unknown is not None:
        raise InvalidRuleFile(file="indicators.yaml", path="facts", problem=f"unknown fact '{unknown}'")
