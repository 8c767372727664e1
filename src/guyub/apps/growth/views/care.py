"""Mark what a child was given or asked, one kind a page; withdraw a mistaken mark."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.growth.forms_care import FORMS, DoseForm
from guyub.apps.growth.models import CareMark
from guyub.apps.growth.presentation.care import graded, said_of
from guyub.apps.growth.services import mark_care, withdraw_mark
from guyub.apps.growth.views.pages import answered
from guyub.apps.people.access import person_or_404
from guyub.apps.people.forms.corrections import ReasonForm
from guyub.apps.ui.templatetags.ui import page_language

PLACE = "perawatan"  # of the panel on the child's page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, person_code: str, kind: str) -> HttpResponse:
    """Ask about one kind of mark, and put it on record."""
    found = person_or_404(request, person_code, Right.EDIT_GROWTH)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None, initial={"day": timezone.localdate()})
    if isinstance(form, DoseForm) and not form.is_bound:
        form.leave_out(CareMark.objects.counting().filter(child=found, kind=kind).values_list("code", flat=True))
    return answered(
        request,
        found,
        form,
        lambda: mark_care(request.user, found, form.mark()),
        part=PLACE,
        title=str(form.title),
        button=_("Simpan"),
        known=graded(kind),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Say why a mark was a mistake; it stays on the page, and counts no more."""
    found = person_or_404(request, person_code, Right.EDIT_GROWTH)
    one = get_object_or_404(CareMark.objects.counting().select_related("child"), child=found, pk=pk)
    form = ReasonForm(request.POST or None)
    return answered(
        request,
        found,
        form,
        lambda: withdraw_mark(request.user, one, form.cleaned_data["reason"]),
        template="growth/care_withdraw.html",
        part=PLACE,
        title=_("Batalkan catatan"),
        button=_("Batalkan catatan"),
        noted=said_of(one, page_language()),
    )
