"""A weekly visit of a round of supplementary food."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guyub.apps.accounts.rights import Right
from guyub.apps.nutrition.forms_visit import VisitForm
from guyub.apps.nutrition.services import record_visit
from guyub.apps.nutrition.views.rounds import round_of, show_round
from guyub.apps.ui.forms import recorded


@login_required
@require_POST
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put on record which red flags were seen."""
    one = round_of(request, pk, Right.EDIT_NUTRITION)
    form = VisitForm(request.POST, one=one)
    if recorded(
        form, lambda: record_visit(request.user, one, form.cleaned_data["visited"], form.cleaned_data["signs"])
    ):
        if form.cleaned_data["signs"]:
            messages.warning(request, _("Ada tanda bahaya: bawa ke puskesmas hari ini juga."))
        else:
            messages.success(request, _("Kunjungan tersimpan."))
        return redirect("nutrition:round", pk=pk)
    return show_round(request, one, visit=form)
