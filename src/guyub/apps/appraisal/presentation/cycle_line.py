"""The line of a village page that leads to its assessment cycles."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.territory.models import Unit


def cycle_line(user: User, unit: Unit) -> Line | None:
    """For those who claim for the village or verify its claims; asks the database nothing."""
    scope = scope_of(user)
    if not scope.may(Right.CLAIM, unit.region_id) and not scope.may(Right.VERIFY, unit.region_id):
        return None
    return Line(_("Penilaian mandiri"), _("Siklus penilaian"), reverse("cycles:all"), "clipboard-data")
