"""The companion team's work: whom to visit, the visits of a family, and a visit's form on the phone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.access import family_or_404
from guyub.apps.people.models import Family
from guyub.apps.resilience.models import FamilyState, Visit
from guyub.apps.resilience.presentation import krs_list
from guyub.apps.resilience.presentation import visits as presentation
from guyub.apps.resilience.services import NewVisit, record_visit, resolve_factor
from guyub.apps.resilience.views.pages import health_page
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.visits import load_visit_forms
from guyub.errors import DomainError
from guyub.language import sentence

PAGE_SIZE = 50


@login_required
@require_safe
def work(request: HttpRequest, code: str) -> HttpResponse:
    """Whom to visit: families at risk that waited longest first."""
    village, language = village_or_404(request, code, Right.SEE_HEALTH), page_language()
    today = timezone.localdate()
    page = Paginator(krs_list.to_visit(request.user, code, today), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [krs_list.risk_line(state, language, today) for state in page.object_list],
        "forms": load_visit_forms(),
    }
    return health_page(request, "resilience/work.html", village, context, (_("Siapa dikunjungi"), ""))


@login_required
@require_safe
def family(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """A family's visits, what puts it at risk, and the forms to choose from."""
    found, state = _family(request, code, family_code, Right.SEE_HEALTH)
    language = page_language()
    forms = presentation.fitting_forms(state)
    visits = Visit.objects.permitted(request.user, Right.SEE_HEALTH).filter(family=found)
    visits = visits.select_related("person__merged_into")
    context = {
        "family": found,
        "line": krs_list.risk_line(state, language, timezone.localdate()) if state else None,
        "visits": [presentation.visit_line(visit, language) for visit in visits],
        "fitting": [(form.id, form.name.in_language(language)) for form, fits in forms if fits],
        "others": [(form.id, form.name.in_language(language)) for form, fits in forms if not fits],
        "may_visit": scope_of(request.user).may(Right.EDIT_HEALTH, found.place),
        "today": timezone.localdate(),
        "language": language,
    }
    return _page(request, "resilience/visits.html", found, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, code: str, family_code: str, form: str) -> HttpResponse:
    """One form, filled in at the door."""
    found, state = _family(request, code, family_code, Right.EDIT_HEALTH)
    asked = load_visit_forms().by_id.get(form)
    if asked is None:
        raise Http404
    language = page_language()
    data = [request.POST] if request.method == "POST" else []
    entry = presentation.VisitEntry(asked, presentation.members_of(found), state, language, *data)
    if request.method == "POST" and entry.is_valid() and _recorded(request, found, asked.id, entry):
        return redirect("resilience:visits", code=code, family_code=family_code)
    context = {
        "family": found,
        "entry": entry,
        "form": asked,
        "name": asked.name.in_language(language),
        "lead": asked.lead.in_language(language),
    }
    return _page(request, "resilience/visit.html", found, context)


@login_required
@require_POST
def resolve(request: HttpRequest, code: str, family_code: str, pk: int) -> HttpResponse:
    """State that a factor is gone as of today, or take that back."""
    found, _state = _family(request, code, family_code, Right.EDIT_HEALTH)
    done = get_object_or_404(Visit.objects.select_related("family"), family=found, pk=pk)
    resolve_factor(request.user, done, None if done.resolved_on else timezone.localdate())
    messages.success(request, _("Tersimpan."))
    return redirect("resilience:visits", code=code, family_code=family_code)


def _recorded(request: HttpRequest, family: Family, form: str, entry: presentation.VisitEntry) -> bool:
    given = entry.cleaned_data
    new = NewVisit(
        form=form,
        day=given["day"],
        answers=entry.answers,
        person=entry.who,
        assistance=tuple(int(kind) for kind in given["assistance"]),
        factor=given["factor"],
        resolved=given["resolved"],
        next_on=given["next_on"],
    )
    try:
        done = record_visit(request.user, family, new)
    except DomainError as error:
        entry.add_error(None, sentence(error, page_language()))
        return False
    signs = len(done.findings)
    text = _("Kunjungan tersimpan. {signs} hal perlu diperhatikan.") if signs else _("Kunjungan tersimpan.")
    messages.success(request, text.format(signs=signs))
    return True


def _family(request: HttpRequest, village: str, code: str, right: Right) -> tuple[Family, FamilyState | None]:
    found = family_or_404(request, village, code, right)
    return found, FamilyState.objects.filter(family=found).select_related("family__head").first()


def _page(request: HttpRequest, template: str, family: Family, context: dict[str, Any]) -> HttpResponse:
    above = (_("Siapa dikunjungi"), reverse("resilience:work", args=[family.village_id]))
    return health_page(request, template, family.village, context, above, (family.code, ""))
