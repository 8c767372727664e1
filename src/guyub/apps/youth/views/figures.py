"""Figures of a village's young people and of its youth posts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.youth.confidential import outcomes_told
from guyub.apps.youth.presentation.outcomes import outcome_lines
from guyub.data.privacy_files import load_disclosure_rule
from guyub.data.youth_files import load_youth_rules


@login_required
@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """What the posts of a village come to."""
    village, today = village_or_404(request, code, Right.SEE_YOUTH), timezone.localdate()
    context = {
        "village": village,
        "today": today,
        "outcomes": outcome_lines(outcomes_told(code, today), code),
        "interview": load_youth_rules().interview,
        "disclosure": load_disclosure_rule(),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Remaja"), reverse("youth:young", args=[code])), (_("Angka"), "")),
    }
    return render(request, "youth/figures.html", context)
