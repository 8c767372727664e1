"""Lines that lead to assessment cycles: of a village page to its claims and its visit, of the first page to all."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.appraisal.services.visits import own_visit
from guyub.apps.assessment.panels import Line
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import day

WORKING = (Right.CLAIM, Right.VERIFY, Right.RUN_CYCLES)


def cycle_line(user: User, unit: Unit) -> Line | None:
    """For those who claim for the village or verify its claims; asks the database nothing."""
    scope = scope_of(user)
    if not scope.may(Right.CLAIM, unit.region_id) and not scope.may(Right.VERIFY, unit.region_id):
        return None
    return Line(_("Penilaian mandiri"), _("Siklus penilaian"), reverse("cycles:all"), "clipboard-data")


def visit_line(user: User, unit: Unit) -> Line | None:
    """The village's own visit by the newest published plan of a running cycle. At most three queries."""
    rows = Entry.objects.filter(unit=unit, state=Entry.State.ACTIVE, cycle__visit_plans__published=True)
    entry = rows.select_related("cycle", "unit").order_by("-cycle__year", "-pk").first()
    visit = own_visit(user, entry) if entry is not None else None
    if visit is None:
        return None
    told = day(visit.day) if visit.day else _("hari belum ditetapkan")
    url = reverse("visits:own", args=[visit.entry.cycle.code, unit.region_id])
    return Line(_("Kunjungan tim penilai"), told, url, "signpost-split")


def cycles_line(user: User) -> Line | None:
    """On the first page of those who claim, verify or run: cycles that are running. One query."""
    scope = scope_of(user)
    if not any(scope.has(right) for right in WORKING):
        return None
    running = Cycle.objects.visible_to(user).filter(state=Cycle.State.OPEN).count()
    if not running and not scope.has(Right.RUN_CYCLES):
        return None
    told = ngettext("{n} siklus berjalan", "{n} siklus berjalan", running).format(n=running)
    return Line(_("Siklus penilaian"), told, reverse("cycles:all"), "clipboard-data")
