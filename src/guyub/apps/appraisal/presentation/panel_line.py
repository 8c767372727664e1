"""The way to the juror's desk, on the first page of those who judge, and of a province's secretary."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.appraisal.models import Cycle, Seat
from guyub.apps.assessment.panels import Line

PROVINCE_CODE_LENGTH = len("99")


def panel_line(user: User) -> Line | None:
    """Cycles in which the person has a seat, or that they run in a province; others are not asked about."""
    scope = scope_of(user)
    if scope.has(Right.JUDGE):
        open_cycles = Seat.objects.filter(user=user, active=True, cycle__state=Cycle.State.OPEN).count()
    elif any(len(code) == PROVINCE_CODE_LENGTH for code in scope.codes(Right.RUN_CYCLES)):
        open_cycles = Cycle.objects.run_by(user).filter(state=Cycle.State.OPEN).count()
    else:
        return None
    told = ngettext("{n} siklus berjalan", "{n} siklus berjalan", open_cycles).format(n=open_cycles)
    return Line(_("Meja juri"), told, reverse("panel:cycles"), "clipboard-data") if open_cycles else None
