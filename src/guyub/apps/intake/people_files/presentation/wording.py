"""Sentences about rows, problems and outcomes."""

from guyub.apps.intake.people_files.models import PeopleImportProblem
from guyub.language.problems import people_rule_text


def problem_sentence(problem: PeopleImportProblem, language: str = "id") -> str:
    """What is wrong and what to do; reasons of the registry have their own sentences."""
    place = f"{problem.column}: " if problem.column else ""
    return f"{place}{people_rule_text(problem.rule, problem.data, language)}"
