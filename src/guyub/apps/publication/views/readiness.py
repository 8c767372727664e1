"""The monthly readiness of a village, for those who see its figures."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.publication.presentation.readiness import alarms
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.publication_files import load_publication_rules


@require_safe
@login_required
def readiness(request: HttpRequest, code: str) -> HttpResponse:
    """What is about to decay, as of today."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).active().with_region(), region_id=code)
    today = timezone.localdate()
    context = {
        "unit": unit,
        "today": today,
        "rules": load_publication_rules(),
        "alarms": alarms(request.user, unit, today, page_language()),
        "synthetic": unit.region.synthetic,
        "trail": village_trail(unit.region, _("Kesiapan bulan ini")),
    }
    return render(request, "publication/readiness.html", context)
