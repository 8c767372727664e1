"""Record an event of a family: fill in, look at what follows, record."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.people import services
from guyub.apps.people.access import family_or_404
from guyub.apps.people.forms.base import EventForm
from guyub.apps.people.forms.events import FAMILY_EVENTS
from guyub.apps.people.models import Family
from guyub.apps.people.presentation.family import with_names
from guyub.apps.people.views.family import family_trail
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def family_event(request: HttpRequest, code: str, family_code: str, event: str) -> HttpResponse:
    """The form of an event; then its consequences; then it is recorded and the family's page shows it."""
    kind = FAMILY_EVENTS.get(event)
    if kind is None:
        raise Http404
    family = family_or_404(request, code, family_code, Right.EDIT_PEOPLE)
    if family.until is not None:
        messages.warning(request, _("Keluarga ini sudah berakhir atau pindah; tidak ada lagi yang dicatat untuknya."))
        return redirect("people:family", code=code, family_code=family_code)
    today = timezone.localdate()
    known = {"view": with_names(services.family_on(family)), "actor": request.user, "today": today}
    if request.method != "POST":
        return _page(request, "people/event.html", family, kind(initial=_preset(request, kind), **known))
    form = kind(request.POST, **known)
    if "change" in request.POST or not form.is_valid():
        return _page(request, "people/event.html", family, form)
    if "confirm" not in request.POST:
        if (refused := services.refusal_of(form.perform)) is None:
            return _page(request, "people/event_confirm.html", family, form)
        return _refused(request, family, form, refused)
    try:
        shown = form.perform()
    except DomainError as error:
        return _refused(request, family, form, error)
    messages.success(request, _("Tercatat: {event}.").format(event=kind.title))
    return redirect("people:family", code=shown.village_id, family_code=shown.code)


def _refused(request: HttpRequest, family: Family, form: EventForm, error: DomainError) -> HttpResponse:
    form.add_error(None, sentence(error, page_language()))
    return _page(request, "people/event.html", family, form)


def _preset(request: HttpRequest, kind: type[EventForm]) -> dict[str, str]:
    """The member that another page already knows, by the code of the person."""
    code = request.GET.get("orang", "")[:11]
    return {"person": code} if code and "person" in kind.base_fields else {}


def _page(request: HttpRequest, template: str, family: Family, form: EventForm) -> HttpResponse:
    context = {
        "family": family,
        "form": form,
        "village": family.village,
        "synthetic": family.village.synthetic,
        "trail": family_trail(family, (str(form.title), "")),
    }
    return render(request, template, context)
