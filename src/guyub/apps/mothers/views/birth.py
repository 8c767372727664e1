"""Record a birth, put it right, and say which child of the registry was born."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.mothers.forms import BirthFactsForm, BirthForm, NameChildForm, facts_on_record
from guyub.apps.mothers.models import Birth, Pregnancy
from guyub.apps.mothers.services import children_to_choose, correct_birth, name_child, record_birth, record_birth_of
from guyub.apps.mothers.views.pages import answered
from guyub.apps.people.access import person_or_404
from guyub.apps.people.models import Person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def birth(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Record a birth of a pregnancy that lasts, or of a twin."""
    found = person_or_404(request, person_code, Right.EDIT_MOTHERS)
    with_child = Q(ended_on=None) | Q(outcome=Pregnancy.Outcome.BIRTH)
    pregnancies = Pregnancy.objects.permitted(request.user, Right.EDIT_MOTHERS).filter(with_child, mother=found)
    pregnancy = get_object_or_404(pregnancies, pk=pk)
    form = BirthForm(
        request.POST or None,
        children=list(children_to_choose(pregnancy)),
        may_enter=_may_enter(request, found),
        later=True,
    )
    return answered(
        request,
        found,
        form,
        lambda: record_birth(request.user, pregnancy, form.facts(form.cleaned_data["day"]), form.born()),
        title=_("Catat kelahiran"),
        lead=_("Angkanya ada di buku KIA; yang tidak diketahui kosongkan. Anak kembar dicatat satu per satu."),
        button=_("Catat kelahiran"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def birth_of(request: HttpRequest, person_code: str) -> HttpResponse:
    """Record the birth of a child whose mother the registry knows."""
    child = person_or_404(request, person_code, Right.EDIT_MOTHERS)
    mothers = Person.objects.permitted(request.user, Right.EDIT_MOTHERS).select_related("village")
    found = get_object_or_404(mothers, pk=child.mother_id)
    form = BirthFactsForm(request.POST or None)
    return answered(
        request,
        found,
        form,
        lambda: record_birth_of(request.user, child, form.facts(child.birth_date)),
        title=_("Isi data kelahiran"),
        lead=_("Angkanya ada di buku KIA; yang tidak diketahui kosongkan."),
        button=_("Simpan"),
        day=child.birth_date,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Put the figures and circumstances of a birth right."""
    found = person_or_404(request, person_code, Right.EDIT_MOTHERS)
    one = get_object_or_404(_births(request, found), pk=pk)
    form = BirthFactsForm(request.POST or None, initial=facts_on_record(BirthFactsForm, one))
    return answered(
        request,
        found,
        form,
        lambda: correct_birth(request.user, one, form.facts(one.day)),
        title=_("Perbaiki catatan kelahiran"),
        lead=_("Tanggal lahir dan nama anak diperbaiki di data orangnya."),
        button=_("Simpan perbaikan"),
        day=one.day,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Say which child a birth on record was."""
    found = person_or_404(request, person_code, Right.EDIT_MOTHERS)
    one = get_object_or_404(_births(request, found).filter(child=None).select_related("pregnancy__mother"), pk=pk)
    children = children_to_choose(one.pregnancy).filter(birth_date=one.day)
    form = NameChildForm(
        request.POST or None, children=list(children), may_enter=_may_enter(request, found), later=False
    )
    return answered(
        request,
        found,
        form,
        lambda: name_child(request.user, one, form.born()),
        title=_("Hubungkan anaknya"),
        lead=_("Anak yang sudah terdaftar dipilih; yang belum didaftarkan di keluarga ibunya."),
        button=_("Hubungkan"),
        day=one.day,
    )


def _births(request: HttpRequest, found: Person) -> QuerySet[Birth]:
    return Birth.objects.permitted(request.user, Right.EDIT_MOTHERS).filter(pregnancy__mother=found)


def _may_enter(request: HttpRequest, found: Person) -> bool:
    return scope_of(request.user).may(Right.EDIT_PEOPLE, found.place)
