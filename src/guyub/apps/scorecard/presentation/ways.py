"""The ways to the scorecard: from the village page, from the pages of its families, from a city's first page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.people.presentation.menu import FamilyPage
from guyub.apps.territory.codes import CITY_LENGTH, is_village
from guyub.apps.territory.models import Unit

VILLAGE_PAGE = FamilyPage(gettext_lazy("Rapor kampung"), "clipboard-data", "scorecard:village", Right.SEE_PEOPLE)


def village_line(user: User, unit: Unit) -> Line | None:
    """ "Rapor kampung", for who sees the village. No query."""
    if not scope_of(user).may_see(unit.region_id):
        return None
    told = _("kesehatan sampai remaja, dengan target dan OPD")
    return Line(_("Rapor kampung"), told, reverse("scorecard:village", args=[unit.region_id]), "clipboard-data")


def home_line(user: User) -> Line | None:
    """The villages of one city or kecamatan side by side, for who sees their figures. No query."""
    codes = scope_of(user).codes()
    code = next(iter(codes)) if len(codes) == 1 else ""
    if len(code) < CITY_LENGTH or is_village(code):
        return None
    told = _("satu baris untuk semua kampung, berdampingan")
    return Line(_("Rapor kampung"), told, reverse("scorecard:region", args=[code]), "clipboard-data")
