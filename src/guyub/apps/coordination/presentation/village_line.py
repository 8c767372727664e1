"""Lines that other pages show: the promises of a village, and what waits in a person's inbox."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.coordination.models import Commitment
from guyub.apps.coordination.services.counts import standing
from guyub.apps.territory.models import Unit


def village_line(user: User, unit: Unit) -> Line | None:
    """ "Janji OPD", "4 berjalan · 1 terlambat", for who sees the village. One query."""
    if not scope_of(user).may_see(unit.region_id):
        return None
    found = standing(Commitment.objects.filter(villages=unit), timezone.localdate())
    told = _("{running} berjalan · {late} terlambat").format(running=found.running, late=found.late)
    return Line(_("Janji OPD"), told, reverse("commitments:region", args=[unit.region_id]), "list", found.late > 0)


def inbox_line(user: User) -> Line | None:
    """What waits for who answers for an office; nothing for others. One query."""
    if not scope_of(user).has(Right.ANSWER):
        return None
    found = standing(Commitment.objects.answerable_by(user), timezone.localdate())
    told = _("{answers} menunggu jawaban · {late} terlambat").format(answers=found.answers, late=found.late)
    return Line(_("Kotak OPD"), told, reverse("commitments:inbox"), "clipboard-data", found.answers + found.late > 0)
