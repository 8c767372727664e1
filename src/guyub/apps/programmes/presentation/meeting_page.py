"""A meeting as its page shows it: who may come, who came, and how many."""

from dataclasses import dataclass

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.programmes.models import Meeting
from guyub.apps.programmes.presentation.words import member_about, member_name
from guyub.apps.programmes.services import expected


@dataclass(frozen=True)
class Row:
    """A member on the list of a meeting. ``present`` None: not ticked either way."""

    pk: int
    name: str
    about: str
    present: bool | None
    may_tick: bool


def rows_of(meeting: Meeting, user: User) -> list[Row]:
    """Members of the day whose names the reader sees, by name; two queries."""
    scope = scope_of(user)
    found = expected(meeting).named_to(user, Right.SEE_GROUPS).select_related("family__head", "person")
    ticked = dict(meeting.attendances.values_list("member", "present"))
    rows = [
        Row(
            member.pk,
            member_name(member),
            member_about(member),
            ticked.get(member.pk),
            scope.may(Right.EDIT_GROUPS, member.place),
        )
        for member in found
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.pk))


def present_now(meeting: Meeting) -> list[int]:
    """Row numbers of the members who are ticked as present; one query."""
    return list(meeting.attendances.filter(present=True).values_list("member", flat=True))
