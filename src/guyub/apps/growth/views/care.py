"""Mark what a child was given or asked, one kind a page; withdraw a mistaken mark."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.growth.forms_care import FORMS, DoseForm
from guyub.apps.growth.models import CareMark
from guyub.apps.growth.presentation.care import graded, said_of
from guyub.apps.growth.services import mark_care, withdraw_mark
from guyub.apps.people.access import person_or_404, village_trail
from guyub.apps.people.forms.corrections import ReasonForm
from guyub.apps.people.models import Person
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence

PLACE = "perawatan"  # of the panel on the child's page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, person_code: str, kind: str) -> HttpResponse:
    """Ask about one kind of mark, and put it on record."""
    found = person_or_404(request, person_code, Right.EDIT_GROWTH)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None, initial={"day": timezone.localdate()})
    if form.is_valid():
        try:
            mark_care(request.user, found, form.mark())
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            return _back(found)
    if isinstance(form, DoseForm) and not form.is_bound:
        form.leave_out(CareMark.objects.counting().filter(child=found, kind=kind).values_list("code", flat=True))
    known = graded(kind)
    context = _context(found, str(form.title)) | {"form": form, "known": known}
    return render(request, "growth/care_mark.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Say why a mark was a mistake; it stays on the page, and counts no more."""
    found = person_or_404(request, person_code, Right.EDIT_GROWTH)
    one = get_object_or_404(CareMark.objects.counting().select_related("child"), child=found, pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_mark(request.user, one, form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            return _back(found)
    context = _context(found, _("Batalkan catatan")) | {"form": form, "noted": said_of(one, page_language())}
    return render(request, "growth/care_withdraw.html", context, status=422 if form.errors else 200)


def _back(found: Person) -> HttpResponse:
    return redirect(f"{reverse('growth:child', args=[found.code])}#{PLACE}")


def _context(found: Person, title: str) -> dict[str, object]:
    own = reverse("growth:child", args=[found.code])
    return {
        "child": found,
        "name": shown_name(found.name, found.code),
        "title": title,
        "synthetic": found.village.synthetic,
        "trail": village_trail(found.village, (_("Anak {code}").format(code=found.code), own), (title, "")),
    }
