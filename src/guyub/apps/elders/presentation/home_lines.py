"""A line of the first page: elders who wait for the answer of the puskesmas."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.assessment.panels import Line
from guyub.apps.elders.models import ElderReferral
from guyub.apps.growth.presentation.home_lines import waiting_for


def waiting_elders_line(user: User) -> Line | None:
    """How many wait and how many are late; it opens the village whose answer is due first. One query."""
    waiting = waiting_for(user, ElderReferral)
    if waiting is None:
        return None
    told = _("{n} lansia").format(n=waiting.count) + waiting.late_told
    url = reverse("elders:elders_of", args=[waiting.village, "menunggu-jawaban"])
    return Line(_("Rujukan lansia menunggu jawaban"), told, url, "person-circle", waiting.late > 0)
