"""What is wrong on a filled-in family form, in words."""

from guyub.domain.families.questionnaire import Problem, Question, Questionnaire
from guyub.language.numbers import format_number
from guyub.language.words import text


def problem_text(form: Questionnaire, problem: Problem, language: str = "id") -> str:
    """The sentence of a problem: that of the form's own check, or that of a general code."""
    check = next((check for check in form.checks if check.id == problem.code), None)
    if check is not None:
        return check.message.in_language(language)
    if problem.code == "out-of-range":
        return limits_text(form.questions[problem.questions[0]], language)
    return text(f"answer-problem.{problem.code}", language)


def limits_text(question: Question, language: str = "id") -> str:
    """What a number or text has to keep to; empty for questions without limits."""
    if question.kind == "text" and question.most is not None:
        return text("answer-problem.too-long", language, most=format_number(question.most, language))
    if question.least is None or question.most is None:
        return ""
    limits = {"least": format_number(question.least, language), "most": format_number(question.most, language)}
    return text("answer-problem.out-of-range", language, **limits)
