"""Lines of the first page for who runs a kitchen and gives supplementary food: open kitchen days, rounds that run."""

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.nutrition.models import KitchenDay, PmtRound, PmtServing, PmtVisit
from guyub.apps.territory.access import villages_with
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import short_day


def open_kitchen_line(user: User) -> Line | None:
    """The latest kitchen day that is not closed; a day of the past is overdue. One query."""
    if not scope_of(user).has(Right.EDIT_NUTRITION):
        return None
    villages = Region.objects.filter(villages_with(user, Right.EDIT_NUTRITION), level=Level.VILLAGE)
    days = list(KitchenDay.objects.filter(village__in=villages, closed_at=None).order_by("-day", "pk"))
    if not days:
        return None
    told, others = short_day(days[0].day), len(days) - 1
    if others:
        told += " · " + ngettext("{n} hari lain belum ditutup", "{n} hari lain belum ditutup", others).format(n=others)
    overdue = days[-1].day < timezone.localdate()
    return Line(_("Hari dapur"), told, reverse("nutrition:kitchen_day", args=[days[0].pk]), "clipboard-data", overdue)


def running_rounds_line(user: User) -> Line | None:
    """How many are given supplementary food, and how many of them none yet today; a red flag is overdue. One query."""
    if not scope_of(user).has(Right.EDIT_NUTRITION):
        return None
    today = timezone.localdate()
    served = PmtServing.objects.filter(round=OuterRef("pk"), day=today, counts=True)
    visits = PmtVisit.objects.filter(round=OuterRef("pk")).order_by("-day", "-pk")
    running = PmtRound.objects.permitted(user, Right.EDIT_NUTRITION).filter(ended_on=None)
    found = list(
        running.annotate(served=Exists(served), signs=Subquery(visits.values("signs")[:1]))
        .order_by("person__village", "pk")
        .values_list("person__village", "served", "signs")
    )
    if not found:
        return None
    waiting, flagged = sum(not row[1] for row in found), sum(bool(row[2]) for row in found)
    told = _("{n} orang").format(n=len(found))
    told += " · " + ngettext("{n} porsi hari ini belum dicatat", "{n} porsi hari ini belum dicatat", waiting).format(
        n=waiting
    )
    if flagged:
        told += " · " + ngettext("{n} dengan tanda bahaya", "{n} dengan tanda bahaya", flagged).format(n=flagged)
    url = reverse("nutrition:rounds", args=[found[0][0]])
    return Line(_("Makanan tambahan (PMT)"), told, url, "clipboard-data", flagged > 0)
