"""Record a check of a mother, and put one right."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.mothers.forms import CheckForm
from guyub.apps.mothers.models import MotherCheck
from guyub.apps.mothers.services import born_before, correct_check, record_check
from guyub.apps.mothers.views.pages import answered
from guyub.apps.people.access import person_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, person_code: str) -> HttpResponse:
    """Record a check."""
    found, today = person_or_404(request, person_code, Right.EDIT_MOTHERS), timezone.localdate()
    form = CheckForm(
        request.POST or None,
        mother=found,
        nursing=born_before(found, today) is not None,
        initial={"day": today},
    )
    return answered(
        request,
        found,
        form,
        lambda: record_check(request.user, found, form.cleaned_data["day"], form.figures()),
        title=_("Catat pemeriksaan"),
        lead=_("Isi yang diukur hari itu; yang lain kosongkan."),
        button=_("Simpan"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Put a check right; the former stays on the page with the reason."""
    found = person_or_404(request, person_code, Right.EDIT_MOTHERS)
    checks = MotherCheck.objects.permitted(request.user, Right.EDIT_MOTHERS).filter(mother=found, replaced_by=None)
    one = get_object_or_404(checks, pk=pk)
    form = CheckForm(request.POST or None, mother=found, nursing=one.pregnancy_id is None, check=one)
    return answered(
        request,
        found,
        form,
        lambda: correct_check(request.user, one, form.figures(), form.cleaned_data["reason"]),
        title=_("Perbaiki pemeriksaan"),
        lead=_("Yang lama tetap tersimpan bersama alasannya."),
        button=_("Simpan perbaikan"),
        day=one.day,
    )
