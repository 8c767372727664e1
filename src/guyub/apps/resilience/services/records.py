"""From registry and answers to family records: a fixed number of queries for any number of families."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guyub.apps.people.models import Family, Membership
from guyub.apps.surveys.models import Interview
from guyub.apps.surveys.services import latest_answers, sheet_of
from guyub.domain.families.record import summarise

Record = dict[str, int | None]


@dataclass(frozen=True)
class Recorded:
    """A family's record with the day of the interview behind its answers."""

    record: Record
    interviewed_on: date | None = None


def records_of(families: Sequence[Family], on: date) -> dict[int, Recorded]:
    """Records by family id: the members of today, their ages on the day, and the answers valid on it. Two queries."""
    keys = [family.pk for family in families]
    rows: dict[int, list[Membership]] = defaultdict(list)
    memberships = Membership.objects.filter(family__in=keys, until__isnull=True).select_related("person")
    for membership in memberships.order_by("family_id", "line", "pk"):
        rows[membership.family_id].append(membership)
    interviews = latest_answers(keys, on)
    return {family.pk: _recorded(family, rows[family.pk], interviews.get(family.pk), on) for family in families}


def _recorded(family: Family, rows: Sequence[Membership], interview: Interview | None, on: date) -> Recorded:
    members = _form_rows(rows)
    if interview is None:
        return Recorded(summarise({"decile": family.decile}, {}, members, on=on))
    # Which questions applied was decided on the day of the interview; ages are those of today.
    sheet = sheet_of(interview, members)
    answers = {code: value for code, value in sheet.settled.items() if isinstance(value, int)} | sheet.derived
    record = summarise({**answers, "decile": family.decile}, {}, sheet.settled_members, on=on)
    return Recorded(record, interview.day)


def _form_rows(rows: Sequence[Membership]) -> list[dict[str, Any]]:
    """The members as rows of block I. A mother who is known and lives elsewhere is line 0."""
    lines = {row.person_id: row.line for row in rows}
    return [
        {
            "id": row.person.code,
            "birth": row.person.birth_date,
            "k01": row.line,
            "k03": row.person.sex,
            "k07": row.person.marital,
            "k10": row.relation,
            "k11": lines.get(row.person.mother_id, 0) if row.person.mother_id else None,
        }
        for row in rows
    ]
