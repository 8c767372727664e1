"""What is counted of groups: members, those who run them, attendance. Counts only, so that nobody's place matters."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q

from guyub.apps.programmes.models import Group, GroupMember, GroupOfficer


def current_members(groups: Iterable[Group]) -> dict[int, int]:
    """Members of groups now, by group; one query."""
    found = GroupMember.objects.current().filter(group__in=[group.pk for group in groups])
    return dict(found.order_by().values("group").annotate(n=Count("pk")).values_list("group", "n"))


def officers_now(groups: Iterable[Group]) -> dict[int, tuple[int, int]]:
    """Who runs groups now, and how many of those of the registry are trained, by group; one query."""
    found = GroupOfficer.objects.filter(group__in=[group.pk for group in groups], until=None, person__isnull=False)
    trained = Count("person", distinct=True, filter=Q(trained_on__isnull=False))
    rows = found.order_by().values("group").annotate(n=Count("person", distinct=True), trained=trained)
    return {row["group"]: (row["n"], row["trained"]) for row in rows}


def card_counts(group: Group, day: date) -> dict[str, int]:
    """Counts of the yearly card on the day."""
    officers, trained = officers_now([group]).get(group.pk, (0, 0))
    return {"members": current_members([group]).get(group.pk, 0), "officers": officers, "trained": trained}
