"""The monthly report of a village's posyandu, on a page and as a file."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import TABLES, file_answer, table_answer
from guyub.apps.growth.documents.monthly import monthly_pdf
from guyub.apps.growth.presentation.area_counts import months_to
from guyub.apps.growth.presentation.quality import quality_of
from guyub.apps.growth.presentation.skdn_report import COLUMNS, report
from guyub.apps.growth.views.months import month_asked
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.growth_files import load_indonesian_growth, load_quality_rules
from guyub.domain.growth.ages import last_day, months_before

MONTHS_SHOWN = 12


@login_required
@require_safe
def skdn(request: HttpRequest, code: str) -> HttpResponse:
    """The report of a month; the present one where none is asked for."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    month = _month(request)
    context = {
        "village": village,
        "report": report(request.user, code, month),
        "before": months_before(month, 1),
        "columns": COLUMNS,
        "told": quality_of(request.user, code, last_day(month)),
        "quality": load_quality_rules(),
        "months": months_to(timezone.localdate(), MONTHS_SHOWN)[::-1],
        "rule": load_indonesian_growth().skdn,
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Laporan bulanan posyandu"), "")),
    }
    return render(request, "growth/skdn.html", context)


@login_required
@require_safe
def skdn_file(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """The same as a file."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    if fmt not in {*TABLES, "pdf"}:
        raise Http404
    month, language, rule = _month(request), page_language(), load_indonesian_growth().skdn
    name, found = f"skdn-{code}-{month:%Y-%m}", report(request.user, code, month)
    if fmt == "pdf":
        return file_answer(monthly_pdf(request.user, village, found, language), f"{name}.pdf")
    notes = [
        (_("Wilayah"), village.name),
        (_("Aturan"), f"{rule.source.in_language(language)} ({grade_word(rule.grade)})"),
        ("N/D'", f"{rule.corrected.in_language(language)} ({grade_word(rule.corrected_grade)})"),
        ("K", _("Balita yang pernah diukur di sini; kepemilikan buku KIA tidak dicatat.")),
        (_("Bukan survei"), _("Hanya anak yang datang yang terhitung; jangan dicampur dengan angka survei.")),
    ]
    return table_answer(fmt, name, _("SKDN"), found.rows_for_file(language, as_words=fmt == "csv"), notes)


def _month(request: HttpRequest) -> date:
    """The month asked for, or the present one."""
    return month_asked(request) or timezone.localdate().replace(day=1)
