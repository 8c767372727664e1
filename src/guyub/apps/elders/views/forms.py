"""Ask and measure an elder, and put that right."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.elders.forms import CheckForm, ScreeningForm, SituationForm, today_first
from guyub.apps.elders.kinds import rule_of
from guyub.apps.elders.models import ElderCheck, ElderScreening
from guyub.apps.elders.presentation.words import form_name, said
from guyub.apps.elders.services import (
    correct_elder_check,
    correct_screening,
    note_situation,
    record_elder_check,
    record_screening,
)
from guyub.apps.elders.standing import standing_of
from guyub.apps.elders.views.pages import answered
from guyub.apps.people.access import person_or_404
from guyub.data.elder_files import load_elder_care, load_elder_checks


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, person_code: str, form: str) -> HttpResponse:
    """Ask one form."""
    found = person_or_404(request, person_code, Right.EDIT_ELDERS)
    if form not in ElderScreening.Form.values:
        raise Http404
    asked = ScreeningForm(request.POST or None, form=form, elder=found, former=None, initial=today_first())
    rule = rule_of(form)
    return answered(
        request,
        found,
        asked,
        lambda: record_screening(request.user, found, form, asked.cleaned_data["day"], asked.answers()),
        title=form_name(form),
        lead=said(rule.lead)
        if hasattr(rule, "lead")
        else _("Yang tidak ditanyakan kosongkan; hasilnya bukan diagnosis."),
        button=_("Simpan dan lihat hasilnya"),
        rule=rule,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_screen(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Put a screening right; the former stays on the page with the reason."""
    found = person_or_404(request, person_code, Right.EDIT_ELDERS)
    screenings = ElderScreening.objects.permitted(request.user, Right.EDIT_ELDERS).filter(elder=found, replaced_by=None)
    one = get_object_or_404(screenings, pk=pk)
    form = ScreeningForm(request.POST or None, form=one.form, elder=found, former=one)
    return answered(
        request,
        found,
        form,
        lambda: correct_screening(request.user, one, form.answers(), form.cleaned_data["reason"]),
        title=_("Perbaiki: {form}").format(form=form_name(one.form)),
        lead=_("Yang lama tetap tersimpan bersama alasannya."),
        button=_("Simpan perbaikan"),
        day=one.day,
        rule=rule_of(one.form),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, person_code: str) -> HttpResponse:
    """Record pressure and weight."""
    found = person_or_404(request, person_code, Right.EDIT_ELDERS)
    before = ElderCheck.objects.filter(elder=found, replaced_by=None).order_by("day", "pk").last()
    form = CheckForm(request.POST or None, elder=found, former=None, before=before, initial=today_first())
    return answered(
        request,
        found,
        form,
        lambda: record_elder_check(request.user, found, form.cleaned_data["day"], form.figures()),
        title=_("Catat tekanan darah dan berat"),
        lead=_("Isi yang diukur hari itu; yang lain kosongkan."),
        button=_("Simpan"),
        bounds=load_elder_checks(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_check(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Put a check right; the former stays on the page with the reason."""
    found = person_or_404(request, person_code, Right.EDIT_ELDERS)
    checks = ElderCheck.objects.permitted(request.user, Right.EDIT_ELDERS).filter(elder=found, replaced_by=None)
    one = get_object_or_404(checks, pk=pk)
    form = CheckForm(request.POST or None, elder=found, former=one, before=None)
    return answered(
        request,
        found,
        form,
        lambda: correct_elder_check(request.user, one, form.figures(), form.cleaned_data["reason"]),
        title=_("Perbaiki pemeriksaan"),
        lead=_("Yang lama tetap tersimpan bersama alasannya."),
        button=_("Simpan perbaikan"),
        day=one.day,
        bounds=load_elder_checks(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def situation(request: HttpRequest, person_code: str) -> HttpResponse:
    """Note illnesses, and whether daily affairs are still done alone."""
    found = person_or_404(request, person_code, Right.EDIT_ELDERS)
    form = SituationForm(request.POST or None, known=standing_of(found, timezone.localdate()).situation)
    return answered(
        request,
        found,
        form,
        lambda: note_situation(request.user, found, *form.told()),
        title=_("Penyakit dan kegiatan sehari-hari"),
        lead=_("Tulis yang diketahui hari ini; yang terakhir yang dipakai."),
        button=_("Simpan"),
        rule=load_elder_care().companion,
    )
