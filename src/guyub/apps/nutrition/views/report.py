"""The month of a kitchen and of supplementary food, on a page and as files."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import TABLES, file_answer, table_answer
from guyub.apps.growth.presentation.area_counts import months_to
from guyub.apps.growth.templatetags.growth import month_words
from guyub.apps.growth.views.months import month_asked
from guyub.apps.nutrition.documents.month import dashat_pdf, notes_of, pmt_pdf
from guyub.apps.nutrition.presentation.report import dashat_month, pmt_month, pmt_rows
from guyub.apps.nutrition.presentation.words import outcome_name
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import village_or_404
from guyub.data.nutrition_files import load_pmt_rules, load_running_rules

MONTHS_SHOWN = 12
DASHAT, PMT = "dashat", "pmt"


@login_required
@require_safe
def month(request: HttpRequest, code: str) -> HttpResponse:
    """Both reports of a month; the present one where none is asked for."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    first = _month(request)
    outcomes = {code: outcome_name(code) for code in load_pmt_rules().outcomes}
    pmt = pmt_month(request.user, code, first)
    context = {
        "village": village,
        "month": first,
        "dashat": dashat_month(code, first),
        "pmt": [(one, [(outcomes[code], count) for code, count in one.ended.items()]) for one in pmt],
        "months": months_to(timezone.localdate(), MONTHS_SHOWN)[::-1],
        "safety": load_running_rules().safety,
        "synthetic": village.synthetic,
        "trail": village_trail(
            village, (_("Dapur Dashat"), reverse("nutrition:kitchen", args=[code])), (_("Laporan bulanan"), "")
        ),
    }
    return render(request, "nutrition/report.html", context)


@login_required
@require_safe
def month_file(request: HttpRequest, code: str, kind: str, fmt: str) -> HttpResponse:
    """One of them as a file."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    if kind not in (DASHAT, PMT) or fmt not in {*TABLES, "pdf"}:
        raise Http404
    first = _month(request)
    name = f"{kind}-{code}-{first:%Y-%m}"
    if kind == DASHAT:
        found = dashat_month(code, first)
        if fmt == "pdf":
            return file_answer(dashat_pdf(request.user, village, found, first), f"{name}.pdf")
        return table_answer(
            fmt, name, _("Dashat {month}").format(month=month_words(first)), found.rows(), notes_of(kind)
        )
    rows = pmt_month(request.user, code, first)
    if fmt == "pdf":
        return file_answer(pmt_pdf(request.user, village, rows, first), f"{name}.pdf")
    return table_answer(fmt, name, _("PMT {month}").format(month=month_words(first)), pmt_rows(rows), notes_of(kind))


def _month(request: HttpRequest) -> date:
    """The month asked for, or the present one."""
    return month_asked(request) or timezone.localdate().replace(day=1)
