"""What waits among the families of someone's territory, for their first page: one line and one query for each kind.

A line leads to the village in which most is waiting; where nothing waits there is no line.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.people.services import questions_for
from guyub.apps.resilience.models import FamilyState
from guyub.apps.resilience.presentation.krs_list import YES, asks_for_visits, waits_for_visit
from guyub.apps.surveys.models import Interview

UNFINISHED = (Interview.State.OPEN, Interview.State.PARTIAL)


def visits_line(user: User) -> Line | None:
    """Families whose visit is due, and how many of those at risk of stunting nobody ever visited."""
    if not scope_of(user).has(Right.EDIT_HEALTH):
        return None
    today = timezone.localdate()
    due = FamilyState.objects.permitted(user, Right.EDIT_HEALTH).filter(asks_for_visits(), waits_for_visit(today))
    never = Count("pk", filter=Q(krs=YES, last_visit_on__isnull=True))
    rows = _by_village(due, "village", never=never)
    if not rows:
        return None
    unvisited = sum(row["never"] for row in rows)
    told = _families(sum(row["n"] for row in rows))
    if unvisited:
        told += " · " + ngettext(
            "{n} berisiko stunting belum pernah dikunjungi", "{n} berisiko stunting belum pernah dikunjungi", unvisited
        ).format(n=unvisited)
    return Line(_("Kunjungan jatuh tempo"), told, _address("resilience:work", rows), "people", unvisited > 0)


def interviews_line(user: User) -> Line | None:
    """Interviews of open rounds that were begun and not finished."""
    if not scope_of(user).has(Right.EDIT_PEOPLE):
        return None
    begun = Interview.objects.permitted(user, Right.EDIT_PEOPLE).filter(
        round__closed_on__isnull=True, state__in=UNFINISHED, family__until__isnull=True
    )
    rows = _by_village(begun, "village")
    if not rows:
        return None
    told = _families(sum(row["n"] for row in rows))
    return Line(_("Pendataan belum selesai"), told, _address("surveys:worklist", rows), "clipboard-data")


def duplicates_line(user: User) -> Line | None:
    """Entries that may be one person twice, and wait for somebody to say so."""
    if not scope_of(user).has(Right.DECIDE_DUPLICATES):
        return None
    rows = _by_village(questions_for(user), "first__village")
    if not rows:
        return None
    waiting = sum(row["n"] for row in rows)
    told = ngettext("{n} pasang menunggu keputusan", "{n} pasang menunggu keputusan", waiting).format(n=waiting)
    return Line(_("Catatan ganda"), told, _address("people:duplicates", rows), "people")


HOME_LINES: tuple[Callable[[User], Line | None], ...] = (visits_line, interviews_line, duplicates_line)


def _by_village(found: QuerySet, village: str, **counts: Any) -> list[dict[str, Any]]:
    """Village and counts, where most is waiting first."""
    rows = found.order_by().values(village).annotate(n=Count("pk"), **counts).order_by("-n", village)
    return [{**row, "village": row[village]} for row in rows]


def _address(name: str, rows: list[dict[str, Any]]) -> str:
    return reverse(name, args=[rows[0]["village"]])


def _families(count: int) -> str:
    return ngettext("{n} keluarga", "{n} keluarga", count).format(n=count)
