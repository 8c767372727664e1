"""Record cash, permits, mentoring, loans and income of a business, and put them right."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.livelihoods.forms import CashForm, NoteForm, PermitForm
from guyub.apps.livelihoods.models import BusinessNote
from guyub.apps.livelihoods.services import (
    correct_cash,
    correct_note,
    correct_permit,
    record_cash,
    record_note,
    record_permit,
)
from guyub.apps.livelihoods.views.pages import answered, running_or_404
from guyub.data.business_files import load_business_rules
from guyub.domain.rulefiles import Choices


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cash(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down money that came in or went out."""
    business = running_or_404(request, pk)
    form = CashForm(request.POST or None, business=business, today=timezone.localdate())
    return answered(
        request,
        business,
        form,
        lambda: record_cash(request.user, business, form.facts(), another=form.cleaned_data.get("another", False)),
        title=_("Catat kas"),
        lead=business.name,
        button=_("Simpan"),
        rule=load_business_rules().categories,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_cash_entry(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Put an entry right; the former stays on the page with the reason."""
    business = running_or_404(request, pk)
    one = get_object_or_404(business.cash.filter(replaced_by=None), pk=entry)
    form = CashForm(request.POST or None, business=business, today=timezone.localdate(), entry=one)
    return answered(
        request,
        business,
        form,
        lambda: correct_cash(request.user, one, form.facts(), form.cleaned_data["reason"]),
        title=_("Perbaiki kas"),
        lead=_("Yang lama tetap tersimpan bersama alasannya."),
        button=_("Simpan perbaikan"),
        rule=load_business_rules().categories,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def permit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a permit."""
    business, form = running_or_404(request, pk), PermitForm(request.POST or None)
    return answered(
        request,
        business,
        form,
        lambda: record_permit(request.user, business, form.facts()),
        title=_("Catat izin"),
        lead=business.name,
        button=_("Simpan"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_held_permit(request: HttpRequest, pk: int, permit: int) -> HttpResponse:
    """Put a permit right, or enter the new one; the former stays."""
    business = running_or_404(request, pk)
    one = get_object_or_404(business.permits.filter(replaced_by=None), pk=permit)
    form = PermitForm(request.POST or None, permit=one)
    return answered(
        request,
        business,
        form,
        lambda: correct_permit(request.user, one, form.facts(), form.cleaned_data["reason"]),
        title=_("Perbarui izin"),
        lead=_("Yang lama tetap tersimpan bersama alasannya."),
        button=_("Simpan perbaikan"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int, about: str) -> HttpResponse:
    """Record a mentoring visit, how a loan stands, or how the family's income changed."""
    if about not in BusinessNote.About.values:
        raise Http404
    business = running_or_404(request, pk)
    form = NoteForm(request.POST or None, about=about, today=timezone.localdate())
    titles = {
        "mentoring": _("Catat pendampingan"),
        "loan": _("Catat pinjaman"),
        "income": _("Catat pendapatan keluarga"),
    }
    return answered(
        request,
        business,
        form,
        lambda: record_note(request.user, business, about, form.facts()),
        title=titles[about],
        lead=business.name,
        button=_("Simpan"),
        rule=_choices(about),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_held_note(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """Put a note right; the former stays on the page with the reason."""
    business = running_or_404(request, pk)
    one = get_object_or_404(business.notes.filter(replaced_by=None), pk=note)
    form = NoteForm(request.POST or None, about=one.about, today=timezone.localdate(), former=one)
    return answered(
        request,
        business,
        form,
        lambda: correct_note(request.user, one, form.facts(), form.cleaned_data["reason"]),
        title=_("Perbaiki catatan"),
        lead=_("Yang lama tetap tersimpan bersama alasannya."),
        button=_("Simpan perbaikan"),
        rule=_choices(one.about),
    )


def _choices(about: str) -> Choices:
    rules = load_business_rules()
    return {"mentoring": rules.mentoring, "loan": rules.loans, "income": rules.incomes}[about]
