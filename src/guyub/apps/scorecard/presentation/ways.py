"""The ways to the scorecard: from the village page, and from the first page of who works in one village."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.territory.codes import CITY_LENGTH, is_village
from guyub.apps.territory.models import Unit


def village_line(user: User, unit: Unit) -> Line | None:
    """ "Rapor kampung", for who sees the village. No query."""
    return _line(unit.region_id) if scope_of(user).may_see(unit.region_id) else None


def home_line(user: User) -> Line | None:
    """The same for who sees the figures of one village and no others, or of one city or kecamatan. No query."""
    codes = scope_of(user).codes()
    code = next(iter(codes)) if len(codes) == 1 else ""
    if is_village(code):
        return _line(code)
    if len(code) < CITY_LENGTH:
        return None
    told = _("satu baris untuk semua kampung, berdampingan")
    return Line(_("Rapor kampung"), told, reverse("scorecard:region", args=[code]), "clipboard-data")


def _line(village: str) -> Line:
    told = _("kesehatan sampai remaja, dengan target dan OPD")
    return Line(_("Rapor kampung"), told, reverse("scorecard:village", args=[village]), "clipboard-data")
