"""Read interviews: as a filled-in sheet, as a family record, and the latest ones of many families."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from guyub.apps.people.models import Family, Membership
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
    """Members of families on a day as rows of block I, by family id; one query.

    ``id`` is the person's code; ``name`` stands beside the K answers for pages, and no rule reads it.
    """
    rows = (
        Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=day), family__in=list(families), since__lte=day)
        .select_related("person")
        .order_by("family_id", "line", "pk")
    )
    found: dict[int, list[Membership]] = {}
    for row in rows:
        found.setdefault(row.family_id, []).append(row)
    return {family: _with_mothers(members) for family, members in found.items()}


def _with_mothers(rows: list[Membership]) -> list[dict[str, Any]]:
    lines = {row.person_id: row.line for row in rows}
    return [
        {
            "id": row.person.code,
            "name": row.person.name,
            "birth": row.person.birth_date,
            "k01": row.line,
            "k03": row.person.sex,
            "k07": row.person.marital,
            "k10": row.relation,
            "k11": lines.get(row.person.mother_id, 0),
        }
        for row in rows
    ]


def people_of(families: Iterable[int]) -> dict[int, set[str]]:
    """Codes of all who are or were in each family: answers about someone who left meanwhile still arrive. One query."""
    found: dict[int, set[str]] = {}
    rows = Membership.objects.filter(family__in=list(families)).values_list("family_id", "person__code")
    for family, code in rows:
        found.setdefault(family, set()).add(code)
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
        {**by_key(form, of_members.get(member["id"], {})), **{k: v for k, v in member.items() if v is not None}}
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
    """The latest finished interview of each family that has one, by family id; not later than a day. One query."""
    found = Interview.objects.filter(family__in=list(families), state=Interview.State.DONE)
    if on is not None:
        found = found.filter(day__lte=on)
    latest: dict[int, Interview] = {}
    for interview in found.order_by("family_id", "day", "pk"):
        latest[interview.family_id] = interview
    return latest


def known_families(village: str, day: date | None = None) -> Any:
    """Families that live in a village (on a day, or still)."""
    families = Family.objects.filter(village_id=village)
    if day is None:
        return families.filter(until__isnull=True)
    return families.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
