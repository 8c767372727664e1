"""Who runs a group."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.models import Person
from guyub.apps.programmes.forms import DayForm, OfficerForm
from guyub.apps.programmes.models import Group, GroupOfficer
from guyub.apps.programmes.presentation.words import officer_name
from guyub.apps.programmes.services import appoint, end_post, record_training
from guyub.apps.programmes.views.pages import answered, group_to_run
from guyub.domain.families.names import name_key

MOST_FOUND = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put an office or someone of the registry on a post."""
    group = group_to_run(request, code, pk)
    found = _called(request, group, request.POST.get("name", ""))
    form = OfficerForm(request.POST or None, found=found)
    return answered(
        request,
        group,
        form,
        lambda: _appoint(request, group, form, found),
        title=_("Catat pengurus"),
        lead=_("Warga dipilih dari data keluarga; pembina dari luar dicatat jabatannya."),
        button=_("Simpan"),
    )


def _appoint(request: HttpRequest, group: Group, form: OfficerForm, found: list[Person]) -> None:
    typed = form.cleaned_data
    chosen = {one.code: one for one in found}.get(typed.get("person") or "")
    appoint(request.user, group, typed["post"], chosen or typed["office"], typed["since"], typed["trained_on"])


def _called(request: HttpRequest, group: Group, typed: str) -> list[Person]:
    key = name_key(typed[:60])
    if not key:
        return []
    seen = Person.objects.visible_in(request.user, group.village_id).filter(state=Person.State.LIVING)
    return list(seen.filter(name_key__contains=key).order_by("name_key", "code")[:MOST_FOUND])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, code: str, pk: int, officer: int) -> HttpResponse:
    """Say until when someone had a post."""
    group = group_to_run(request, code, pk)
    one, form = _officer(group, officer), DayForm(request.POST or None)
    return answered(
        request,
        group,
        form,
        lambda: end_post(request.user, one, form.cleaned_data["day"]),
        title=_("Akhiri tugas"),
        about=officer_name(one, scope_of(request.user)),
        button=_("Akhiri"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def train(request: HttpRequest, code: str, pk: int, officer: int) -> HttpResponse:
    """Say when someone was trained."""
    group = group_to_run(request, code, pk)
    one = _officer(group, officer)
    form = DayForm(request.POST or None, initial={"day": one.trained_on or timezone.localdate()})
    return answered(
        request,
        group,
        form,
        lambda: record_training(request.user, one, form.cleaned_data["day"]),
        title=_("Catat pelatihan"),
        about=officer_name(one, scope_of(request.user)),
        button=_("Simpan"),
    )


def _officer(group: Group, pk: int) -> GroupOfficer:
    return get_object_or_404(group.officers.filter(until=None).select_related("group", "person"), pk=pk)
