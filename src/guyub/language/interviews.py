"""What is wrong on a filled-in family form, in words."""

from guyub.domain.families.questionnaire import Problem, Questionnaire
from guyub.language.numbers import format_number
from guyub.language.words import text


def problem_text(form: Questionnaire, problem: Problem, language: str = "id") -> str:
    """The sentence of a problem: that of the form's own check, or that of a general code."""
    check = next((check for check in form.checks if check.id == problem.code), None)
    if check is not None:
        return check.message.in_language(language)
    question = form.questions[problem.questions[0]]
    code = "too-long" if question.kind == "text" and problem.code == "out-of-range" else problem.code
    limits = {
        name: format_number(limit, language)
        for name, limit in (("least", question.least), ("most", question.most))
        if limit is not None
    }
    return text(f"answer-problem.{code}", language, **limits)
