"""The verification forecast of an entry, and a rehearsal of the visit: for those who claim, and those who verify."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.appraisal.models import Entry
from guyub.apps.appraisal.presentation.forecast import factor_rows, forecast_view, prior_rows, rehearsal
from guyub.apps.appraisal.services.forecasting import forecast_of
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_instrument
from guyub.data.forecast_files import load_forecast_rule
from guyub.data.panel_files import load_panel_rules, load_question_bank

MOST_DRAWS = 1_000_000


@require_safe
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The page. Jurors and other villages learn nothing of it: it is the village's own preparation."""
    entries = Entry.objects.visible_to(request.user)
    entry = get_object_or_404(entries.select_related("cycle", "unit__region__parent__parent__parent"), pk=pk)
    scope, code = scope_of(request.user), entry.unit.region_id
    if not scope.may(Right.CLAIM, code) and not scope.may(Right.VERIFY, code):
        raise Http404
    language, rule = page_language(), load_forecast_rule()
    whole = forecast_of(entry)
    seed = _seed(request)
    bank = load_question_bank()
    return render(
        request,
        "appraisal/forecast.html",
        {
            "entry": entry,
            "view": forecast_view(whole, load_instrument(entry.cycle.definition["instrument"]), language),
            "rule": rule,
            "rule_source": rule.source.in_language(language),
            "priors": prior_rows(rule),
            "factors": factor_rows(rule),
            "sections": rehearsal(bank, seed, load_panel_rules().questions_per_section, language),
            "bank": bank,
            "bank_source": bank.source.in_language(language),
            "next_draw": seed + 1,
            "synthetic": entry.unit.region.synthetic,
            "trail": village_trail(entry.unit.region, _("Ramalan verifikasi")),
        },
    )


def _seed(request: HttpRequest) -> int:
    """Which draw of questions; 1 where none was asked for."""
    text = request.GET.get("undian", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 and int(text) <= MOST_DRAWS else 1
