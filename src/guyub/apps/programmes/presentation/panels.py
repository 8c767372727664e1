"""Groups on other pages: those to which a family belongs, and a meeting that was not closed."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.people.models import Family, on_day
from guyub.apps.people.panels import Panel
from guyub.apps.programmes.models import GroupMember, Meeting
from guyub.apps.programmes.presentation.words import group_name
from guyub.apps.ui.templatetags.ui import short_day


def family_panel(user: User, family: Family, day: date) -> Panel | None:
    """Groups of a family and of its members on a day, for whoever sees the groups; one query."""
    if not scope_of(user).may(Right.SEE_GROUPS, family.place):
        return None
    own = Q(family=family) | Q(person__memberships__in=family.memberships.filter(on_day(day)))
    found = GroupMember.objects.filter(own, on_day(day)).select_related("group", "person").distinct()
    lines = [(group_name(one.group), one.group, one.person.name if one.person else "", one.since) for one in found]
    if not lines:
        return None
    return Panel(
        _("Kelompok yang diikuti"), "programmes/_family_panel.html", {"lines": sorted(lines, key=lambda line: line[0])}
    )


def open_meetings_line(user: User) -> Line | None:
    """The latest meeting that is not closed; how many others wait. One of the past is overdue; one query."""
    if not scope_of(user).has(Right.EDIT_GROUPS):
        return None
    running = Meeting.objects.permitted(user, Right.EDIT_GROUPS).filter(closed_at=None).select_related("group")
    meetings = list(running.order_by("-day", "pk"))
    if not meetings:
        return None
    latest, others = meetings[0], len(meetings) - 1
    told = f"{group_name(latest.group)}, {short_day(latest.day)}"
    if others:
        more = ngettext("{n} pertemuan lain belum ditutup", "{n} pertemuan lain belum ditutup", others)
        told += " · " + more.format(n=others)
    overdue = meetings[-1].day < timezone.localdate()
    return Line(_("Pertemuan kelompok"), told, reverse("programmes:meeting", args=[latest.pk]), "grid", overdue)
