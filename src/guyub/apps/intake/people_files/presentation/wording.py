"""Sentences about rows, problems and outcomes."""

from typing import Any

from guyub.apps.intake.people_files.models import PeopleImportProblem
from guyub.language import text
from guyub.language.words import catalogue


def problem_sentence(problem: PeopleImportProblem, language: str = "id") -> str:
    """What is wrong and what to do; reasons of the registry have their own sentences."""
    place = f"{problem.column}: " if problem.column else ""
    return f"{place}{rule_sentence(problem.rule, problem.data, language)}"


def rule_sentence(rule: str, data: dict[str, Any], language: str = "id") -> str:
    """The sentence of a rule."""
    known = catalogue(language)
    for key in (f"people-problem.{rule}", f"reason.{rule}"):
        if key in known:
            return text(key, language, **data)
    return text("people-problem.other", language, rule=rule)
