"""Read interviews: as a filled-in sheet, as a family record, and the latest ones of many families."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, OuterRef, Subquery, When

from guyub.apps.people.models import Family, Membership
from guyub.apps.people.services import answers_of, forms_members
from guyub.apps.surveys.models import Interview
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.questionnaire import Answer, Questionnaire, Sheet
from guyub.domain.families.record import summarise

Members = Sequence[Mapping[str, Any]]
Nested = Mapping[str, Any]
"""Answers as an interview keeps them: {"family": {code: answer}, "couple": {...}, "members": {person: {...}}}."""

ASK_IF_UNKNOWN = ("k07",)
"""Answers about members that the registry keeps, and that the interview asks where it does not know them."""


def members_on(families: Iterable[int], day: date) -> dict[int, list[dict[str, Any]]]:
    """Members of families on a day as rows of block I, by family id, as the registry knew them that day.

    ``id`` is the person's code, ``codes`` also those of entries that were merged into theirs; ``name`` stands beside
    the K answers for pages, and no rule reads it. ``k11`` is 0 where the mother is not on the form.
    """
    rows = forms_members(Family.objects.filter(pk__in=list(families)), day)
    return {
        family: [{**member, "k11": member["k11"] or 0} for member in members]
        for family, members in rows.items()
        if members
    }


def people_of(families: Iterable[int]) -> dict[int, dict[str, int]]:
    """Codes of all who are or were in each family, each with the number of their line on its form. Two queries.

    Answers about someone who left meanwhile still arrive. Codes of merged entries count: a phone may still know
    someone by that.
    """
    found: dict[int, dict[str, int]] = {}
    rows = Membership.objects.filter(family__in=list(families))
    merged = rows.filter(person__absorbed__isnull=False)
    for family, code, line in [
        *rows.values_list("family_id", "person__code", "line"),
        *merged.values_list("family_id", "person__absorbed__code", "line"),
    ]:
        found.setdefault(family, {})[code] = line
    return found


def sheet_of(interview: Interview, members: Members | None = None, on: date | None = None) -> Sheet:
    """The filled-in form.

    Args:
        interview: Whose answers.
        members: Of its family on that day, from `members_on`; read from the registry when absent.
        on: Day on which ages are counted; the interview's own when absent.
    """
    day = on or interview.day
    if members is None:
        members = members_on([interview.family_id], day).get(interview.family_id, [])
    return sheet(load_questionnaire(interview.edition), interview.answers, members, day)


def sheet(form: Questionnaire, answers: Nested, members: Members, on: date) -> Sheet:
    """The same from answers by printed code."""
    together = {**answers.get("family", {}), **answers.get("couple", {})}
    of_members = answers.get("members", {})
    filled = [
        {**by_key(form, answers_of(member, of_members)), **{k: v for k, v in member.items() if v is not None}}
        for member in members
    ]
    return Sheet(form, by_key(form, together), filled, on)


def by_key(form: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Answers by key instead of printed code; those of another edition's questions fall away."""
    return {found.key: answer for code, answer in answers.items() if (found := form.question(code)) is not None}


def record_of(
    interview: Interview, members: Members | None = None, on: date | None = None, decile: int | None = None
) -> dict[str, int | None]:
    """The family record that an interview gives, from which all rules are computed; see `sheet_of`."""
    return record_from(sheet_of(interview, members, on), decile)


def record_from(filled: Sheet, decile: int | None = None) -> dict[str, int | None]:
    """The family record of a filled-in form: answers that count, with another edition's lists brought to one."""
    answers = {key: answer for key, answer in filled.settled.items() if isinstance(answer, int)}
    return summarise({**answers, **filled.derived, "decile": decile}, {}, filled.settled_members, on=filled.on)


def latest_answers(families: Iterable[int], on: date | None = None) -> dict[int, Interview]:
    """The interview whose answers count for each family that has one, by family id; not later than a day. One query.

    The latest finished one; where there is none, the latest of which a file gave some answers.
    """
    counting = Interview.objects.filter(state__in=(Interview.State.DONE, Interview.State.PARTIAL))
    if on is not None:
        counting = counting.filter(day__lte=on)
    finished_first = Case(When(state=Interview.State.DONE, then=0), default=1)
    best = counting.filter(family=OuterRef("family")).order_by(finished_first, "-day", "-pk").values("pk")[:1]
    found = Interview.objects.filter(family__among=families, pk=Subquery(best))
    return {interview.family_id: interview for interview in found}
