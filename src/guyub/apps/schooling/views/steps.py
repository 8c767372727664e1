"""Record a step for a child who is not in school, and put one right."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import person_or_404
from guyub.apps.schooling.forms import StepForm
from guyub.apps.schooling.models import SchoolStep
from guyub.apps.schooling.services import correct_step, record_step
from guyub.apps.schooling.standing import standing_of
from guyub.apps.schooling.views.pages import answered
from guyub.data.schooling_files import load_schooling_rules


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, person_code: str) -> HttpResponse:
    """Record a step."""
    found = person_or_404(request, person_code, Right.EDIT_SCHOOLING)
    form = StepForm(request.POST or None, standing=standing_of(found, timezone.localdate()))
    return answered(
        request,
        found,
        form,
        lambda: record_step(request.user, found, form.facts()),
        title=_("Catat langkah"),
        lead=_("Isi siapa yang menangani berikutnya, atau hasilnya."),
        button=_("Simpan"),
        rule=load_schooling_rules().causes,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Put a step right; the former stays on the page with the reason."""
    found = person_or_404(request, person_code, Right.EDIT_SCHOOLING)
    steps = SchoolStep.objects.permitted(request.user, Right.EDIT_SCHOOLING).filter(person=found, replaced_by=None)
    one = get_object_or_404(steps, pk=pk)
    form = StepForm(request.POST or None, standing=standing_of(found, timezone.localdate()), step=one)
    return answered(
        request,
        found,
        form,
        lambda: correct_step(request.user, one, form.facts(), form.cleaned_data["reason"]),
        title=_("Perbaiki langkah"),
        lead=_("Yang lama tetap tersimpan bersama alasannya."),
        button=_("Simpan perbaikan"),
        rule=load_schooling_rules().causes,
    )
