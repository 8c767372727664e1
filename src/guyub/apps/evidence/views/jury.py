"""What the jury will see of a village: one page to read, and the same as a document."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.documents.tables import file_answer
from guyub.apps.evidence.documents.portfolio import file_name, portfolio_pdf
from guyub.apps.evidence.presentation.portfolio import portfolio_of
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language


@login_required
@require_safe
def jury(request: HttpRequest, code: str) -> HttpResponse:
    """The portfolio to read; nothing can be changed here."""
    unit = _unit(request, code)
    portfolio = portfolio_of(unit, page_language())
    context = {
        "unit": unit,
        "portfolio": portfolio,
        "village": portfolio.village,
        "synthetic": unit.region.synthetic,
        "trail": village_trail(unit.region, _("Yang dilihat juri")),
    }
    return render(request, "evidence/jury.html", context)


@login_required
@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """The portfolio as PDF/A."""
    language = page_language()
    portfolio = portfolio_of(_unit(request, code), language)
    return file_answer(portfolio_pdf(portfolio, language), file_name(portfolio))


def _unit(request: HttpRequest, code: str) -> Unit:
    """The village, for someone who may see its proofs; it does not exist for others."""
    if not scope_of(request.user).may(Right.SEE_EVIDENCE, code):
        raise Http404
    return get_object_or_404(Unit.objects.with_region().active(), region_id=code)
