"""One line of the scorecard over the villages of a region."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.views.months import month_asked
from guyub.apps.scorecard.presentation.region import region_page
from guyub.apps.territory.codes import CITY_LENGTH, Level
from guyub.apps.territory.models import Region
from guyub.data.privacy_files import load_disclosure_rule
from guyub.data.scorecard_files import load_scorecard


@login_required
@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """The villages of a city or kecamatan side by side, by one line."""
    if len(code) < CITY_LENGTH or not scope_of(request.user).may(Right.SEE_FIGURES, code):
        raise Http404
    found = get_object_or_404(Region.objects.exclude(level=Level.VILLAGE), code=code)
    rules = load_scorecard()
    line = rules.by_code.get(request.GET.get("baris", ""), rules.lines[0])
    page = region_page(request.user, found, line, timezone.localdate(), month_asked(request))
    context = {
        "region": found,
        "page": page,
        "rules": rules,
        "withheld": any(row.figure is None for row in page.rows),
        "disclosure": load_disclosure_rule(),
        "synthetic": found.synthetic,
        "trail": [(found.name, reverse("assessment:region", args=[code])), (_("Rapor kampung"), "")],
    }
    return render(request, "scorecard/region.html", context)
