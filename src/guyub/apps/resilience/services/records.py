"""From registry and answers to family records: a fixed number of queries for any number of families."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guyub.apps.people.models import Family
from guyub.apps.people.services import forms_members
from guyub.apps.surveys.models import Interview
from guyub.apps.surveys.services import latest_answers, sheet_of
from guyub.domain.families.record import summarise

Record = dict[str, int | None]


@dataclass(frozen=True)
class Recorded:
    """A family's record with the day of the interview behind its answers, where one was held."""

    record: Record
    interviewed_on: date | None = None


def records_of(families: Sequence[Family], on: date) -> dict[int, Recorded]:
    """Records by family id: the members of today, their ages on the day, and the answers valid on it."""
    members = forms_members(families)
    interviews = latest_answers([family.pk for family in families], on)
    return {
        family.pk: _recorded(family, members.get(family.pk, []), interviews.get(family.pk), on) for family in families
    }


def _recorded(family: Family, members: Sequence[Mapping[str, Any]], interview: Interview | None, on: date) -> Recorded:
    if interview is None:
        return Recorded(summarise({"decile": family.decile}, {}, members, on=on))
    # Which questions applied was decided on the day of the interview; ages are those of today.
    sheet = sheet_of(interview, members)
    answers = {code: value for code, value in sheet.settled.items() if isinstance(value, int)} | sheet.derived
    record = summarise({**answers, "decile": family.decile}, {}, sheet.settled_members, on=on)
    held = interview.state == Interview.State.DONE  # with few answers from a file the family is still to be visited
    return Recorded(record, interview.day if held else None)
