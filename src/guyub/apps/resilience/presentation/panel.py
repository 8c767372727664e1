"""What follows from a family, on its page: the index with each variable, stunting risk, family planning."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.models import Family
from guyub.apps.people.panels import Panel
from guyub.apps.resilience.models import FamilyState
from guyub.apps.resilience.presentation import words
from guyub.apps.resilience.services.states import Judged, judge, rules
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families import ibangga

SHOWN_FLAGS = ("pus", "web_pregnant", "user", "modern", "mkjp")


@dataclass(frozen=True)
class VariableRow:
    """One variable of a family: what was answered, what follows, and what would change it."""

    code: str
    name: str
    state: str
    failing: bool
    questions: str
    answer: str
    advice: str
    opd: str
    grade: str
    source: str
    gain: int | None  # hundredths of an index point


def family_panel(user: User, family: Family, day: date) -> Panel | None:
    """The block of the family page; only for families as they are today, and who live here still."""
    if not scope_of(user).may(Right.SEE_PEOPLE, family.place) or family.until is not None:
        return None
    if day != timezone.localdate():
        return None
    state = FamilyState.objects.filter(family=family).only("record", "interviewed_on").first()
    if state is None:
        return None
    language = page_language()
    judged = judge(state.record)
    rows = variable_rows(judged, state.record, language)
    health = scope_of(user).may(Right.SEE_HEALTH, family.place)
    index = judged.index
    context: dict[str, Any] = {
        "rules": rules(),
        "index": None if index.total is None else ibangga.hundredths(index.total, ibangga.FULL_INDEX),
        "category": category_name(index.category, language),
        "dimensions": dimension_rows(judged, language),
        "interviewed_on": state.interviewed_on,
        "rows": rows,
        "failing": [row for row in rows if row.failing],
        "open_rows": [row for row in rows if row.code in index.unanswered],
        "health": health,
    }
    if health:
        context |= health_context(judged, language)
    return Panel(_("Ketahanan keluarga"), "resilience/_panel.html", context)


def variable_rows(judged: Judged, record: dict[str, int | None], language: str) -> list[VariableRow]:
    """Every variable with its question and answer."""
    rows = []
    for variable in rules().ibangga.variables:
        state = judged.index.states[variable.code]
        gain = judged.index.gain.get(variable.code)
        rows.append(
            VariableRow(
                code=variable.code,
                name=variable.name.in_language(language),
                state=str(words.STATES[state]),
                failing=state == ibangga.State.FAILED,
                questions=", ".join(variable.questions),
                answer=answer_words(variable.questions, record, language),
                advice=variable.advice.in_language(language),
                opd=words.joined(variable.opd),
                grade=variable.grade,
                source=variable.source.in_language(language),
                gain=None if gain is None else ibangga.hundredths(gain, ibangga.FULL_INDEX),
            )
        )
    return rows


def answer_words(questions: tuple[str, ...], record: dict[str, int | None], language: str) -> str:
    """Answers to the questions of a variable that are the family's own, in words."""
    form = load_questionnaire("pk-2021")
    found = []
    for code in questions:
        question = form.question(code)
        value = record.get(question.key) if question else None
        if question is None or value is None:
            continue
        names = {option.value: option.name.in_language(language) for option in question.options}
        said = names.get(value, str(value))
        found.append(said if len(questions) == 1 else f"{code} {said}")
    return ", ".join(found)


@dataclass(frozen=True)
class DimensionRow:
    """One dimension in hundredths; None while an answer is missing."""

    name: str
    value: int | None


def dimension_rows(judged: Judged, language: str) -> list[DimensionRow]:
    """The three dimensions of a family."""
    rows = []
    for dimension in rules().ibangga.dimensions:
        value = judged.index.dimensions[dimension.code]
        shown = None if value is None else ibangga.hundredths(value, ibangga.FULL)
        rows.append(DimensionRow(dimension.name.in_language(language), shown))
    return rows


def category_name(code: str | None, language: str) -> str:
    """Name of a category."""
    found = (one.name.in_language(language) for one in rules().ibangga.categories if one.code == code)
    return next(found, "")


def health_context(judged: Judged, language: str) -> dict[str, Any]:
    """Stunting risk and family planning: for those with the right to see health."""
    screening, couple = judged.screening, judged.couple
    factors = [factor for factor in rules().krs.factors if screening.factors[factor.code] == 1]
    names = {flag.code: flag.name.in_language(language) for flag in rules().family_planning.flags}
    planning = [names[code] for code in SHOWN_FLAGS if couple.flags.get(code) == 1]
    planning += [name for code, name in names.items() if code.startswith("unmet_") and couple.flags.get(code) == 1]
    if couple.method and couple.method in names:
        planning.append(names[couple.method])
    return {"krs": screening.at_risk, "target": screening.target, "factors": factors, "planning": planning}
