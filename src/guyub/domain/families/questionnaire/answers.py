"""What single answers, dates and lines of a form say: facts of a member, numbers behind answers, their faults."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from guyub.domain.families.members import completed_months, completed_years
from guyub.domain.families.questionnaire.model import Question

Answer = int | str | Sequence[int] | None
Facts = dict[str, int | None]


def member_facts(member: Mapping[str, Any], members: Sequence[Mapping[str, Any]], on: date) -> Facts:
    """Facts of a member that dates and lines say (`model.MEMBER_FACTS`); absent where unknown.

    A child born on 29 February completes a year on 1 March of other years.
    """
    facts: Facts = {"line_repeated": int(_has_twin_line(member, members))}
    born = member.get("birth")
    if born is not None:
        facts["born_later"] = int(born > on)
        if born <= on:
            facts["age_months"] = months = completed_months(born, on)
            facts["age"] = months // 12
    if line := member.get("k11"):
        mother = next((other for other in members if other.get("k01") == line), None)
        facts["mother_listed"] = int(mother is not None)
        if mother is not None:
            facts["mother_is_self"] = int(mother is member)
            facts["mother_sex"] = mother.get("k03")
            facts["mother_relation"] = mother.get("k10")
            if born is not None and mother.get("birth") is not None:
                older = mother["birth"] < born
                facts["mother_age_at_birth"] = completed_years(mother["birth"], born) if older else 0
    return facts


def _has_twin_line(member: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> bool:
    line = member.get("k01")
    return line is not None and sum(other.get("k01") == line for other in members) > 1


def month_number(day: date) -> int:
    """Months since January of year 0."""
    return day.year * 12 + day.month - 1


def as_fact(question: Question, answer: Any) -> int | None:
    """What conditions read of an answer: the number or code; a month as months since year 0; else None."""
    if question.kind == "month" and isinstance(answer, str):
        return _month(answer)
    if isinstance(answer, int) and question.kind in ("choice", "number"):
        return answer
    return None


def _month(answer: str) -> int | None:
    year, _, month = answer.partition("-")
    if len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit():
        return int(year) * 12 + int(month) - 1 if 1 <= int(month) <= 12 else None
    return None


def is_answered(answer: Any) -> bool:
    """Whether there is an answer; zero is one, an empty text or list is none."""
    return answer is not None and answer != "" and answer != [] and answer != ()


def fault(question: Question, answer: Any) -> str | None:
    """The code of what is wrong with an answer by itself, or None."""
    if question.kind in ("choice", "choices"):
        chosen = [answer] if question.kind == "choice" else answer
        allowed = {option.value for option in question.options}
        listed = isinstance(chosen, list | tuple) and all(type(one) is int and one in allowed for one in chosen)
        return None if listed else "not-on-the-list"
    if question.kind == "number":
        assert question.least is not None
        assert question.most is not None
        within = type(answer) is int and question.least <= answer <= question.most
        return None if within else "out-of-range"
    if question.kind == "month":
        return None if isinstance(answer, str) and _month(answer) is not None else "not-a-month"
    if question.kind == "date":
        return None if isinstance(answer, date) else "not-a-date"
    too_long = not isinstance(answer, str) or len(answer) > (question.most or 200)
    return "out-of-range" if too_long else None
