"""The last look before an interview ends: what is unanswered, what does not fit, and the reasons that are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guyub.apps.surveys.presentation.interview import Field, Screen
from guyub.domain.families.questionnaire import Problem, Severity, Sheet
from guyub.language.interviews import problem_text

ALL_UNANSWERED = "unanswered"  # one reason for all that has no answer
LONGEST = 300


@dataclass(frozen=True)
class OpenProblem:
    """One problem in words. ``screen``: where it can be put right; empty where only the registry can."""

    id: str
    label: str
    about: str
    sentence: str
    screen: str
    must: bool
    reason: str


@dataclass(frozen=True)
class OpenPoints:
    """Everything open: errors first, then what may be kept, then what nobody answered."""

    errors: tuple[OpenProblem, ...]
    doubts: tuple[OpenProblem, ...]
    unanswered: tuple[OpenProblem, ...]

    @property
    def common_reason(self) -> str:
        """The reason that all unanswered questions share so far."""
        reasons = {problem.reason for problem in self.unanswered}
        return reasons.pop() if len(reasons) == 1 else ""


def look_over(
    sheet: Sheet,
    kept: Mapping[str, str],
    screens: Sequence[Screen],
    members: Sequence[Mapping[str, Any]],
    language: str,
) -> OpenPoints:
    """All problems of a sheet in words, with the screen on which each is put right."""
    places = {(field.owner, field.question.key): (screen, field) for screen in screens for field in screen.fields}
    names = {member["id"]: member["name"] for member in members}
    found = [_in_words(sheet, problem, kept, places, names, language) for problem in sheet.problems()]
    return OpenPoints(
        errors=tuple(one for one in found if one.must),
        doubts=tuple(one for one in found if not one.must and not one.id.startswith("unanswered:")),
        unanswered=tuple(one for one in found if one.id.startswith("unanswered:")),
    )


def _in_words(
    sheet: Sheet,
    problem: Problem,
    kept: Mapping[str, str],
    places: Mapping[tuple[str, str], tuple[Screen, Field]],
    names: Mapping[str, str],
    language: str,
) -> OpenProblem:
    key = problem.questions[0]
    owners = [problem.member] if problem.member else ["family", "couple"]
    screen, _field = next((places[owner, key] for owner in owners if (owner, key) in places), (None, None))
    return OpenProblem(
        id=problem.id,
        label=sheet.form.questions[key].short.in_language(language),
        about=names.get(problem.member or "", ""),
        sentence=problem_text(sheet.form, problem, language),
        screen=screen.id if screen else "",
        must=problem.severity is Severity.ERROR,
        reason=kept.get(problem.id, ""),
    )


def typed_reasons(sheet: Sheet, kept: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str | None]:
    """Reasons that the last look was sent with, where they changed; one may stand for all that is unanswered."""
    reasons: dict[str, str | None] = {}
    common = typed.get(ALL_UNANSWERED, "").strip()[:LONGEST]
    for problem in sheet.problems():
        if problem.severity is Severity.ERROR:
            continue
        given = typed.get(f"reason:{problem.id}")
        reason = given.strip()[:LONGEST] if given is not None else ""
        if problem.code == "unanswered":
            reason = reason or common
        if (given is not None or reason) and reason != kept.get(problem.id, ""):
            reasons[problem.id] = reason or None
    return reasons
