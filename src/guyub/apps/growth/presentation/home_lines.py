"""Lines of the first page: posyandu days that are open, and referrals that wait for the answer of the puskesmas."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.growth.models import PosyanduDay, Referral, Referred
from guyub.apps.ui.templatetags.ui import short_day


def open_days_line(user: User) -> Line | None:
    """The latest open day; how many others wait to be closed. A day of the past is overdue."""
    if not scope_of(user).has(Right.EDIT_GROWTH):
        return None
    running = PosyanduDay.objects.permitted(user, Right.EDIT_GROWTH).filter(closed_at__isnull=True)
    days = list(running.select_related("posyandu").order_by("-day", "pk"))
    if not days:
        return None
    latest, others = days[0], len(days) - 1
    told = f"{latest.posyandu.name}, {short_day(latest.day)}"
    if others:
        told += " · " + ngettext("{n} hari lain belum ditutup", "{n} hari lain belum ditutup", others).format(n=others)
    overdue = days[-1].day < timezone.localdate()
    return Line(_("Hari posyandu"), told, reverse("growth:day", args=[latest.pk]), "person-circle", overdue)


def waiting_referrals_line(user: User) -> Line | None:
    """Children who wait for the answer of the puskesmas; it opens the village whose answer is due first. One query."""
    waiting = waiting_for(user, Referral)
    if waiting is None:
        return None
    told = ngettext("{n} anak", "{n} anak", waiting.count).format(n=waiting.count) + waiting.late_told
    url = reverse("growth:children_of", args=[waiting.village, "menunggu-puskesmas"])
    return Line(_("Rujukan menunggu jawaban"), told, url, "person-circle", waiting.late > 0)


@dataclass(frozen=True)
class Waiting:
    """Referrals without an answer: how many, how many of them are late, and the village whose answer is due first."""

    count: int
    late: int
    village: str

    @property
    def late_told(self) -> str:
        """How many are late, to stand behind the count; empty where none is."""
        return " · " + _("{n} terlambat").format(n=self.late) if self.late else ""


def waiting_for(user: User, referrals: type[Referred]) -> Waiting | None:
    """Referrals of one kind that this person is to answer; None where there are none. One query."""
    if not scope_of(user).has(Right.ANSWER_REFERRALS):
        return None
    waiting = referrals.objects.permitted(user, Right.ANSWER_REFERRALS).filter(answered_on=None)
    found = list(waiting.order_by("due_on", "pk").values_list("village_id", "due_on"))
    if not found:
        return None
    today = timezone.localdate()
    return Waiting(len(found), sum(due < today for _village, due in found), found[0][0])
