"""The scorecard of a village, on a page and as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.documents.tables import TABLES, file_answer, table_answer
from guyub.apps.growth.views.months import month_asked
from guyub.apps.resilience.views.pages import village_with_figures
from guyub.apps.scorecard.documents.month import notes, rows, scorecard_pdf
from guyub.apps.scorecard.presentation.page import scorecard
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.privacy_files import load_disclosure_rule
from guyub.data.scorecard_files import load_scorecard

FORMATS = (("pdf", "file-earmark-pdf"), ("xlsx", "file-earmark-spreadsheet"), ("csv", "filetype-csv"))


@login_required
@require_safe
def village(request: HttpRequest, code: str) -> HttpResponse:
    """The lurah's picture of a month."""
    region = village_with_figures(request, code)
    context = {
        "village": region,
        "page": scorecard(request.user, region, timezone.localdate(), month_asked(request)),
        "rules": load_scorecard(),
        "formats": FORMATS,
        "disclosure": load_disclosure_rule(),
        "synthetic": region.synthetic,
        "trail": [(region.name, reverse("assessment:village", args=[code])), (_("Rapor kampung"), "")],
    }
    return render(request, "scorecard/village.html", context)


@login_required
@require_safe
def download(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """The same as PDF, XLSX or CSV."""
    region = village_with_figures(request, code)
    if fmt not in {*TABLES, "pdf"}:
        raise Http404
    page, language = scorecard(request.user, region, timezone.localdate(), month_asked(request)), page_language()
    name = f"rapor-{code}-{page.month:%Y-%m}"
    if fmt == "pdf":
        return file_answer(scorecard_pdf(request.user, page, language), f"{name}.pdf")
    return table_answer(
        fmt, name, _("Rapor kampung"), rows(page, language, as_words=fmt == "csv"), notes(page, language)
    )
