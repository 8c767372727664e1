"""The page of one person, and corrections of a person or family."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people import services
from guyub.apps.people.access import family_or_404, person_or_404, village_trail
from guyub.apps.people.forms.corrections import FamilyCorrection, KkForm, NikForm, PersonCorrection, ReasonForm
from guyub.apps.people.models import Family, Membership, Person
from guyub.apps.people.presentation import timeline
from guyub.apps.people.presentation.family import masked_niks
from guyub.apps.people.views.family import family_trail
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence

EDITABLE = (Person.State.LIVING, Person.State.DEAD, Person.State.LEFT)


@login_required
@require_safe
def person(request: HttpRequest, person_code: str) -> HttpResponse:
    """What is known of someone, in which families they lived, and what happened."""
    found = person_or_404(request, person_code)
    kept = services.standing_for(found)
    if kept != found and scope_of(request.user).may(Right.SEE_PEOPLE, kept.place):
        return redirect("people:person", person_code=kept.code)
    scope = scope_of(request.user)
    memberships = Membership.objects.filter(person=found).select_related("family").order_by("-since", "-pk")
    seen = [row for row in memberships if scope.may(Right.SEE_PEOPLE, row.family.place)]
    mother = found.mother if found.mother and scope.may(Right.SEE_PEOPLE, found.mother.place) else None
    context = {
        "person": found,
        "today": timezone.localdate(),
        "memberships": seen,
        "current": next((row for row in seen if row.until is None), None),
        "mother": mother,
        "nik": masked_niks([found]).get(found.pk, ""),
        "may_edit": found.state in EDITABLE and scope.may(Right.EDIT_PEOPLE, found.place),
        "may_reveal": scope.may(Right.REVEAL_IDENTITY, found.place),
        "may_erase": found.state != Person.State.ERASED and scope.may(Right.ERASE_PEOPLE, found.place),
        "happenings": timeline.of_person(request.user, found),
        "village": found.village,
        "synthetic": found.village.synthetic,
        "trail": person_trail(found),
    }
    return render(request, "people/person.html", context)


def person_trail(found: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, families, this person by the code."""
    own = reverse("people:person", args=[found.code]) if further else ""
    families = (_("Keluarga"), reverse("people:families", args=[found.village_id]))
    return village_trail(found.village, families, (found.code, own), *further)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_person(request: HttpRequest, person_code: str) -> HttpResponse:
    """Put right what was written down wrongly about a person."""
    found = person_or_404(request, person_code, Right.EDIT_PEOPLE)
    form = PersonCorrection(request.POST or None, person=found)
    title = _("Perbaiki data orang")
    if form.is_valid() and _done(
        request,
        form,
        lambda: services.correct_person(request.user, found, form.for_service(), form.cleaned_data["reason"]),
    ):
        return redirect("people:person", person_code=person_code)
    return _form_page(
        request, form, title, person_trail(found, (title, "")), found, reverse("people:person", args=[found.code])
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_nik(request: HttpRequest, person_code: str) -> HttpResponse:
    """Enter a NIK, or another one instead of a wrong one."""
    found = person_or_404(request, person_code, Right.EDIT_PEOPLE)
    form = NikForm(request.POST or None, replaces=bool(found.nik_sealed))
    title = _("Ganti NIK") if found.nik_sealed else _("Isi NIK")
    if form.is_valid() and _done(
        request,
        form,
        lambda: services.set_nik(
            request.user, found, form.cleaned_data["number"], reason=form.cleaned_data.get("reason", "")
        ),
    ):
        return redirect("people:person", person_code=person_code)
    return _form_page(
        request, form, title, person_trail(found, (title, "")), found, reverse("people:person", args=[found.code])
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_family(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """Put right what was written down wrongly about a family."""
    found = family_or_404(request, code, family_code, Right.EDIT_PEOPLE)
    form = FamilyCorrection(request.POST or None, family=found)
    title = _("Perbaiki data keluarga")
    if form.is_valid() and _done(
        request,
        form,
        lambda: services.correct_family(request.user, found, form.for_service(), form.cleaned_data["reason"]),
    ):
        return redirect("people:family", code=code, family_code=family_code)
    return _form_page(request, form, title, family_trail(found, (title, "")), found, _family_url(found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_kk(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """Enter the number of the family card."""
    found = family_or_404(request, code, family_code, Right.EDIT_PEOPLE)
    form = KkForm(request.POST or None, replaces=bool(found.kk_sealed))
    title = _("Ganti nomor KK") if found.kk_sealed else _("Isi nomor KK")
    if form.is_valid() and _done(
        request,
        form,
        lambda: services.set_kk(
            request.user, found, form.cleaned_data["number"], reason=form.cleaned_data.get("reason", "")
        ),
    ):
        return redirect("people:family", code=code, family_code=family_code)
    return _form_page(request, form, title, family_trail(found, (title, "")), found, _family_url(found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_family(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """A family that was entered by mistake is in the list no longer."""
    found = family_or_404(request, code, family_code, Right.EDIT_PEOPLE)
    form = ReasonForm(request.POST or None)
    title = _("Keluarga ini salah catat")
    if form.is_valid() and _done(
        request, form, lambda: services.withdraw_family(request.user, found, form.cleaned_data["reason"])
    ):
        return redirect("people:families", code=code)
    return _form_page(request, form, title, family_trail(found, (title, "")), found, _family_url(found))


def _done(request: HttpRequest, form: Form, act: Any) -> bool:
    """Do it; a refusal stands in the form in the reader's language."""
    try:
        act()
    except DomainError as error:
        form.add_error(None, sentence(error, page_language()))
        return False
    messages.success(request, _("Tersimpan."))
    return True


def _family_url(found: Family) -> str:
    return reverse("people:family", args=[found.village_id, found.code])


def _form_page(
    request: HttpRequest, form: Form, title: str, trail: list[tuple[str, str]], row: Family | Person, back: str
) -> HttpResponse:
    context = {"form": form, "heading": title, "trail": trail, "back": back, "synthetic": row.village.synthetic}
    return render(request, "people/form.html", context)
