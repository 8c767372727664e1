"""Lines of other pages that open what the jury will see, and what was noticed about proofs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import EVERYWHERE, scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.evidence.models import Finding
from guyub.apps.evidence.services.findings import findings_for
from guyub.apps.territory.models import Unit


def jury_line(user: User, unit: Unit) -> Line | None:
    """The village as the jury will see it, for those who see its proofs."""
    if not scope_of(user).may(Right.SEE_EVIDENCE, unit.region_id):
        return None
    url = reverse("sense:jury", args=[unit.region_id])
    return Line(_("Yang dilihat juri"), _("kelas, kesiapan, bukti per butir, portofolio"), url, "clipboard-data")


def findings_line(user: User) -> Line | None:
    """Findings that wait for the person's word; one query for those who check proofs, none for others."""
    codes = sorted(code for code in scope_of(user).codes(Right.CHECK_EVIDENCE) if code != EVERYWHERE)
    if not codes:
        return None
    waiting = findings_for(user).filter(verdict=Finding.Verdict.OPEN).count()
    if not waiting:
        return None
    told = _("{n} belum diputuskan").format(n=waiting)
    return Line(_("Temuan bukti"), told, reverse("sense:findings", args=[codes[0]]), "exclamation-triangle")
