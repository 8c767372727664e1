"""The way to the scorecard, on the village page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.territory.models import Unit


def village_line(user: User, unit: Unit) -> Line | None:
    """ "Rapor kampung", for who sees the village. No query."""
    if not scope_of(user).may_see(unit.region_id):
        return None
    told = _("kesehatan sampai remaja, dengan target dan OPD")
    return Line(_("Rapor kampung"), told, reverse("scorecard:village", args=[unit.region_id]), "clipboard-data")
