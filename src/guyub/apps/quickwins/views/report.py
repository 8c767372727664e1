"""The month of the ministry's programmes, and an activity of fathers."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.documents.tables import file_answer
from guyub.apps.growth.presentation.area_counts import months_to
from guyub.apps.growth.views.months import month_asked
from guyub.apps.quickwins.forms import ActivityForm
from guyub.apps.quickwins.presentation.report import parts_of
from guyub.apps.quickwins.presentation.sheets import month_workbook
from guyub.apps.quickwins.services import record_activity
from guyub.apps.quickwins.views.pages import form_page, programme_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.forms import recorded
from guyub.data.quickwin_files import load_quick_wins

MONTHS_SHOWN = 12


@login_required
@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """What is to be typed into each portal for a month; the present one where none is asked for."""
    village, month = village_or_404(request, code, Right.SEE_HEALTH), _month(request)
    context = {
        "village": village,
        "month": month,
        "months": months_to(timezone.localdate(), MONTHS_SHOWN)[::-1],
        "parts": parts_of(request.user, code, month),
        "may_run": scope_of(request.user).may(Right.RUN_QUICK_WINS, code),
        "synthetic": village.synthetic,
        "trail": programme_trail(village, (_("Laporan bulanan"), "")),
    }
    return render(request, "quickwins/report.html", context)


@login_required
@require_safe
def report_file(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a workbook, without names."""
    village, month = village_or_404(request, code, Right.SEE_HEALTH), _month(request)
    content = month_workbook(village, month, parts_of(request.user, code, month))
    return file_answer(content, f"program-nasional-{code}-{month:%Y-%m}.xlsx")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: HttpRequest, code: str) -> HttpResponse:
    """Put an activity of fathers on record."""
    if not scope_of(request.user).may(Right.RUN_QUICK_WINS, code):
        raise Http404
    village = village_or_404(request, code, Right.RUN_QUICK_WINS)
    form = ActivityForm(request.POST or None, initial={"day": timezone.localdate()})
    back = reverse("quickwins:report", args=[code])
    if recorded(form, lambda: _recorded(request, village, form)):
        return redirect(back)
    return form_page(request, village, form, back, _("Catat kegiatan GATI"), rule=load_quick_wins().gati.channels)


def _recorded(request: HttpRequest, village: Region, form: ActivityForm) -> object:
    fathers, boys = form.people()
    typed = form.cleaned_data
    return record_activity(request.user, village, typed["day"], typed["channel"], fathers, boys)


def _month(request: HttpRequest) -> date:
    return month_asked(request) or timezone.localdate().replace(day=1)
