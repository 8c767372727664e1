"""Record a check of a young person, and put one right."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import person_or_404
from guyub.apps.youth.forms import CheckForm
from guyub.apps.youth.models import YouthCheck
from guyub.apps.youth.services import correct_check, record_check
from guyub.apps.youth.views.pages import answered


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, person_code: str) -> HttpResponse:
    """Record a check."""
    found, today = person_or_404(request, person_code, Right.EDIT_YOUTH), timezone.localdate()
    form = CheckForm(request.POST or None, young=found, today=today, initial={"day": today})
    return answered(
        request,
        found,
        form,
        lambda: record_check(request.user, found, form.cleaned_data["day"], form.facts()),
        title=_("Catat pemeriksaan remaja"),
        lead=_("Isi yang diukur hari itu; yang lain kosongkan."),
        button=_("Simpan"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Put a check right; the former stays on the page with the reason."""
    found = person_or_404(request, person_code, Right.EDIT_YOUTH)
    checks = YouthCheck.objects.permitted(request.user, Right.EDIT_YOUTH).filter(person=found, replaced_by=None)
    one = get_object_or_404(checks, pk=pk)
    form = CheckForm(request.POST or None, young=found, today=timezone.localdate(), check=one)
    return answered(
        request,
        found,
        form,
        lambda: correct_check(request.user, one, form.facts(), form.cleaned_data["reason"]),
        title=_("Perbaiki pemeriksaan remaja"),
        lead=_("Yang lama tetap tersimpan bersama alasannya."),
        button=_("Simpan perbaikan"),
        day=one.day,
    )
