"""Confidential interviews: record, read and put right, for the youth counsellor and the puskesmas alone."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import person_or_404, village_trail
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.forms import recorded
from guyub.apps.youth.confidential import interviews_of, latest_of_village, opened
from guyub.apps.youth.forms import InterviewForm
from guyub.apps.youth.models import YouthInterview
from guyub.apps.youth.presentation.words import interview_told
from guyub.apps.youth.services import correct_interview, of_age, record_interview
from guyub.apps.youth.views.pages import young_trail
from guyub.data.youth_files import load_youth_rules

PAGE_SIZE = 50


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def counselling(request: HttpRequest, person_code: str) -> HttpResponse:
    """Interviews with a young person, and a new one."""
    found, today = person_or_404(request, person_code, Right.COUNSEL_YOUTH), timezone.localdate()
    form = InterviewForm(request.POST or None, initial={"day": today})
    if request.method == "POST" and recorded(
        form, lambda: record_interview(request.user, found, form.cleaned_data["day"], form.areas()), request
    ):
        return redirect("youth:counselling", person_code=found.code)
    told = [interview_told(one) for one in interviews_of(request.user, found)]
    context = {
        "young": found,
        "name": shown_name(found.name, found.code),
        "today": today,
        "form": form if of_age(found, today) else None,
        "interviews": [one for one in told if not one.replaced],
        "former": [one for one in told if one.replaced],
        "rule": load_youth_rules().interview,
        "synthetic": found.village.synthetic,
        "trail": young_trail(found, (_("Konseling"), "")),
    }
    return render(request, "youth/counselling.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Put an interview right; the former stays with the reason."""
    found = person_or_404(request, person_code, Right.COUNSEL_YOUTH)
    interviews = YouthInterview.objects.permitted(request.user, Right.COUNSEL_YOUTH).select_related("key", "person")
    one = get_object_or_404(interviews, pk=pk, person=found, replaced_by=None)
    form = InterviewForm(request.POST or None, former=opened(one))
    if recorded(form, lambda: correct_interview(request.user, one, form.areas(), form.cleaned_data["reason"]), request):
        return redirect("youth:counselling", person_code=found.code)
    context = {
        "title": _("Perbaiki catatan konseling"),
        "lead": _("Yang lama tetap tersimpan bersama alasannya."),
        "button": _("Simpan perbaikan"),
        "day": one.day,
        "young": found,
        "name": shown_name(found.name, found.code),
        "form": form,
        "back": reverse("youth:counselling", args=[found.code]),
        "synthetic": found.village.synthetic,
        "trail": young_trail(found, (_("Konseling"), "")),
    }
    return render(request, "youth/form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def follow_ups(request: HttpRequest, code: str) -> HttpResponse:
    """Whom to look after following the last interview, the most serious first."""
    village = village_or_404(request, code, Right.COUNSEL_YOUTH)
    page = Paginator(latest_of_village(request.user, code), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "village": village,
        "page": page,
        "lines": [interview_told(one) for one in page.object_list],
        "today": timezone.localdate(),
        "rule": load_youth_rules().interview,
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Remaja"), reverse("youth:young", args=[code])), (_("Konseling"), "")),
    }
    return render(request, "youth/follow_ups.html", context)
