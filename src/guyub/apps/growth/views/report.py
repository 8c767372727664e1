"""The monthly report of a village's posyandu, on a page and as a file."""

import re
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import TABLES, table_answer
from guyub.apps.growth.presentation.quality import quality_of
from guyub.apps.growth.presentation.skdn_report import COLUMNS, last_day, report
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.growth_files import load_indonesian_growth, load_quality_rules

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
        "columns": COLUMNS,
        "told": quality_of(request.user, code, last_day(month)),
        "quality": load_quality_rules(),
        "months": _months(timezone.localdate()),
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
    if fmt not in TABLES:
        raise Http404
    month, language, rule = _month(request), page_language(), load_indonesian_growth().skdn
    rows = report(request.user, code, month).rows_for_file(language)
    notes = [
        (_("Wilayah"), village.name),
        (_("Aturan"), f"{rule.source.in_language(language)} ({grade_word(rule.grade)})"),
        ("N/D'", f"{rule.corrected.in_language(language)} ({grade_word(rule.corrected_grade)})"),
        ("K", _("Balita yang pernah diukur di sini; kepemilikan buku KIA tidak dicatat.")),
        (_("Bukan survei"), _("Hanya anak yang datang yang terhitung; jangan dicampur dengan angka survei.")),
    ]
    return table_answer(fmt, f"skdn-{code}-{month:%Y-%m}", _("SKDN"), rows, notes)


def _month(request: HttpRequest) -> date:
    """The month asked for, not after the present one."""
    today = timezone.localdate().replace(day=1)
    asked = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", request.GET.get("bulan", ""))
    return min(date(int(asked[1]), int(asked[2]), 1), today) if asked else today


def _months(today: date) -> list[date]:
    """The present month and those before it."""
    months = [today.replace(day=1)]
    while len(months) < MONTHS_SHOWN:
        last = months[-1]
        months.append(last.replace(year=last.year - (last.month == 1), month=(last.month - 2) % 12 + 1))
    return months
