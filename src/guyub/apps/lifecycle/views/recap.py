"""The recap forms of a month, on a page and as a file."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import file_answer
from guyub.apps.growth.models import Posyandu
from guyub.apps.growth.presentation.area_counts import months_to
from guyub.apps.growth.views.months import month_asked
from guyub.apps.lifecycle.documents.recap import recap_pdf, recap_workbook
from guyub.apps.lifecycle.presentation.recap import recaps_of
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.lifecycle_files import load_lifecycle_rules

MONTHS_SHOWN = 12


@login_required
@require_safe
def recap(request: HttpRequest, code: str) -> HttpResponse:
    """The forms of a month; the present one where none is asked for."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    month, post = _month(request), _post(request, code)
    context = {
        "village": village,
        "month": month,
        "months": months_to(timezone.localdate(), MONTHS_SHOWN)[::-1],
        "recaps": recaps_of(request.user, code, month, post.pk if post else None),
        "posts": Posyandu.objects.permitted(request.user, Right.SEE_GROWTH).filter(village=village),
        "post": post,
        "rules": load_lifecycle_rules(),
        "synthetic": village.synthetic,
        "trail": village_trail(
            village, (_("Posyandu ILP"), reverse("lifecycle:posts", args=[code])), (_("Rekap bulanan"), "")
        ),
    }
    return render(request, "lifecycle/recap.html", context)


@login_required
@require_safe
def recap_file(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """All forms as a workbook, or one (``formulir``) as PDF."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    month, post, language = _month(request), _post(request, code), page_language()
    recaps = recaps_of(request.user, code, month, post.pk if post else None)
    name = f"rekap-posyandu-{code}-{month:%Y-%m}"
    if fmt == "xlsx":
        return file_answer(recap_workbook(village, month, recaps, language), f"{name}.xlsx")
    wanted = next((one for one in recaps if one.form.code == request.GET.get("formulir", recaps[0].form.code)), None)
    if fmt != "pdf" or wanted is None:
        raise Http404
    return file_answer(recap_pdf(request.user, village, month, wanted, language), f"{name}-{wanted.form.code}.pdf")


def _month(request: HttpRequest) -> date:
    return month_asked(request) or timezone.localdate().replace(day=1)


def _post(request: HttpRequest, code: str) -> Posyandu | None:
    asked = request.GET.get("pos", "")
    if not asked.isdecimal() or len(asked) > 9:
        return None
    seen = Posyandu.objects.permitted(request.user, Right.SEE_GROWTH).filter(village=code)
    return get_object_or_404(seen, pk=int(asked))
