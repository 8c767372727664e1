"""What pages of proofs share: whose they are, who may open them, and where they stand."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.evidence.models import Evidence
from guyub.apps.territory.models import Unit


def unit_or_404(request: HttpRequest, code: str, *rights: Right) -> Unit:
    """The unit of a village, for someone who holds one of these rights in it."""
    if not any(scope_of(request.user).may(right, code) for right in rights):
        raise Http404
    return get_object_or_404(Unit.objects.with_region().active(), region_id=code)


def proof_or_404(request: HttpRequest, code: str, pk: int) -> Evidence:
    """A proof of a village that the person may see."""
    seen = Evidence.objects.visible_to(request.user).select_related("unit__region__parent__parent__parent", "added_by")
    return get_object_or_404(seen, pk=pk, unit__region_id=code)


def trail(unit: Unit, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb down to the proofs of a village, and what stands below them."""
    above = village_trail(unit.region, _("Bukti"))
    if further:
        above[-1] = (above[-1][0], reverse("evidence:board", args=[unit.region_id]))
    return [*above, *further]
