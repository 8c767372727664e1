"""What is held about one human being: handed out on request, and blanked when they are erased.

What families at risk and family planning say is about the wife of the couple; others of the family do not get it.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q

from guyub.apps.people.models import Couple, Family, Membership
from guyub.apps.resilience.models import FamilyState, Visit

TITLE = "Kunjungan pendamping keluarga"
TITLE_FAMILY = "Ketahanan keluarga"
OF_THE_FAMILY = ("tenteram", "mandiri", "bahagia", "ibangga", "category", "variables", "unanswered", "air", "jamban")
OF_THE_WIFE = (
    *("target", "targets", "krs", "krs_any", "t_muda", "t_tua", "t_dekat", "t_banyak", "pus_4t", "non_kbm", "rank"),
    *("pus", "pregnant", "method", "non_user", "unmet_register", "unmet_pk", "record"),
)


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `person_erased`: that a visit took place stays, what was asked and seen goes.

    Visits to a whole family go with the last one of it whose data were held.
    """
    emptied = Family.objects.filter(memberships__person__in=people, key__destroyed_at__isnull=False)
    to_all = Q(person=None, family__in=emptied.values("pk"))
    Visit.objects.filter(to_all | Q(person__in=people)).update(answers={}, findings=[])


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `extract_wanted`: visits to this person or, while they belonged to it, to their whole family; and
    what follows from the family they live in."""
    during = Q(family__memberships__until=None) | Q(family__memberships__until__gt=F("day"))
    with_family = Q(family__memberships__person__in=people, family__memberships__since__lte=F("day"), person=None)
    visits = Visit.objects.filter(Q(person__in=people) | (with_family & during)).order_by("day", "pk").distinct()
    held: dict[str, Any] = {}
    if rows := [_visit(visit) for visit in visits]:
        held[TITLE] = rows
    if states := [_state(state, people) for state in _states_of(people)]:
        held[TITLE_FAMILY] = states
    return held


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "day": visit.day.isoformat(),
        "form": visit.form,
        "to": "person" if visit.person_id else "family",
        "answers": visit.answers,
        "signs": visit.findings,
        "assistance": visit.assistance,
        "factor": visit.factor,
        "resolved_on": visit.resolved_on.isoformat() if visit.resolved_on else None,
        "next_on": visit.next_on.isoformat() if visit.next_on else None,
    }


def _states_of(people: Sequence[int]) -> list[FamilyState]:
    homes = Membership.objects.filter(person__in=people, until=None).values("family")
    return list(FamilyState.objects.filter(family__in=homes).select_related("family").order_by("pk"))


def _state(state: FamilyState, people: Sequence[int]) -> dict[str, Any]:
    is_wife = Couple.objects.filter(family=state.family_id, wife__in=people, until=None).exists()
    names = (*OF_THE_FAMILY, *OF_THE_WIFE) if is_wife else OF_THE_FAMILY
    days = {"as_of": state.as_of.isoformat(), "interviewed_on": str(state.interviewed_on or "")}
    return {"family": state.family.code, **days, **{name: getattr(state, name) for name in names}}
