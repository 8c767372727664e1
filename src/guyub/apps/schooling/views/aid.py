"""Record scholarship or aid of a child, and update it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import person_or_404
from guyub.apps.schooling.forms import AidForm
from guyub.apps.schooling.models import SchoolAid
from guyub.apps.schooling.services import correct_aid, record_aid
from guyub.apps.schooling.views.pages import answered
from guyub.data.schooling_files import load_schooling_rules


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, person_code: str) -> HttpResponse:
    """Record an aid."""
    found = person_or_404(request, person_code, Right.EDIT_SCHOOLING)
    form = AidForm(request.POST or None, today=timezone.localdate())
    return answered(
        request,
        found,
        form,
        lambda: record_aid(request.user, found, form.facts()),
        title=_("Catat bantuan sekolah"),
        lead="",
        button=_("Simpan"),
        rule=load_schooling_rules().aids,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Say how an aid stands now; the former stays on the page with the reason."""
    found = person_or_404(request, person_code, Right.EDIT_SCHOOLING)
    aids = SchoolAid.objects.permitted(request.user, Right.EDIT_SCHOOLING).filter(person=found, replaced_by=None)
    one = get_object_or_404(aids, pk=pk)
    form = AidForm(request.POST or None, today=timezone.localdate(), aid=one)
    return answered(
        request,
        found,
        form,
        lambda: correct_aid(request.user, one, form.facts(), form.cleaned_data["reason"]),
        title=_("Perbarui bantuan sekolah"),
        lead=_("Yang lama tetap tersimpan bersama alasannya."),
        button=_("Simpan perbaikan"),
        rule=load_schooling_rules().aids,
    )
