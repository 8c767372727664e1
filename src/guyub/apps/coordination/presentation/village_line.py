"""Lines that other pages show: the promises of a village or a city, and what waits in a person's inbox."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.coordination.models import Commitment, CommitmentQuerySet
from guyub.apps.coordination.services.counts import standing
from guyub.apps.territory.codes import CITY_LENGTH
from guyub.apps.territory.models import Unit


def village_line(user: User, unit: Unit) -> Line | None:
    """ "Janji OPD", "4 berjalan · 1 terlambat", for who sees the village. One query."""
    if not scope_of(user).may_see(unit.region_id):
        return None
    return _line(_("Janji OPD"), Commitment.objects.filter(villages=unit), unit.region_id)


def city_line(user: User) -> Line | None:
    """The way to the promises for a city's villages, for who coordinates there. One query; none for others."""
    codes = sorted(code for code in scope_of(user).codes(Right.COORDINATE) if len(code) == CITY_LENGTH)
    return _line(_("Janji OPD kota"), Commitment.objects.filter(region=codes[0]), codes[0]) if codes else None


def inbox_line(user: User) -> Line | None:
    """What waits for who answers for an office; nothing for others. One query."""
    if not scope_of(user).has(Right.ANSWER):
        return None
    found = standing(Commitment.objects.answerable_by(user), timezone.localdate())
    told = _("{answers} menunggu jawaban · {late} terlambat").format(answers=found.answers, late=found.late)
    return Line(_("Kotak OPD"), told, reverse("commitments:inbox"), "clipboard-data", found.answers + found.late > 0)


def _line(label: str, commitments: CommitmentQuerySet, code: str) -> Line:
    found = standing(commitments, timezone.localdate())
    told = _("{running} berjalan · {late} terlambat").format(running=found.running, late=found.late)
    return Line(label, told, reverse("commitments:region", args=[code]), "list", found.late > 0)
