"""Long-term care of an elder: plan it, visit, and end it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.elders.forms import CareVisitForm, EndCareForm, PlanForm, today_first
from guyub.apps.elders.models import CarePlan
from guyub.apps.elders.presentation.words import companion_reasons_told
from guyub.apps.elders.services import end_care, plan_care, record_care_visit
from guyub.apps.elders.standing import standing_of
from guyub.apps.elders.views.pages import answered
from guyub.apps.people.access import person_or_404
from guyub.apps.people.models import Membership, Person
from guyub.data.elder_files import load_elder_care


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, person_code: str) -> HttpResponse:
    """Plan long-term care, or change the plan."""
    found = person_or_404(request, person_code, Right.EDIT_ELDERS)
    one = standing_of(found, timezone.localdate())
    form = PlanForm(request.POST or None, family=_family_of(request, found), known=one.plan)
    reasons = companion_reasons_told(one.companion_reasons)
    return answered(
        request,
        found,
        form,
        lambda: plan_care(request.user, found, form.care()),
        title=_("Atur pendampingan (PJP)"),
        lead="; ".join(reasons),
        button=_("Simpan rencana"),
        rule=load_elder_care().plan,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Record a visit of the companion."""
    found = person_or_404(request, person_code, Right.EDIT_ELDERS)
    running = get_object_or_404(_plans(request, found), pk=pk)
    form = CareVisitForm(request.POST or None, plan=running, initial=today_first())
    return answered(
        request,
        found,
        form,
        lambda: record_care_visit(request.user, running, form.cleaned_data["day"], form.cleaned_data["done"]),
        title=_("Catat kunjungan pendamping"),
        button=_("Simpan"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Say that long-term care is over."""
    found = person_or_404(request, person_code, Right.EDIT_ELDERS)
    running = get_object_or_404(_plans(request, found), pk=pk)
    form = EndCareForm(request.POST or None)
    return answered(
        request,
        found,
        form,
        lambda: end_care(request.user, running, form.cleaned_data["ended"]),
        title=_("Akhiri pendampingan"),
        lead=_("Kunjungan yang tercatat tetap tersimpan."),
        button=_("Akhiri pendampingan"),
    )


def _plans(request: HttpRequest, found: Person) -> object:
    return CarePlan.objects.permitted(request.user, Right.EDIT_ELDERS).filter(elder=found, ended_on=None)


def _family_of(request: HttpRequest, elder: Person) -> list[Person]:
    """Living members of the elder's family whom the reader may see."""
    own = Membership.objects.filter(person=elder, until=None).values("family")
    seen = Person.objects.permitted(request.user, Right.SEE_ELDERS).filter(state=Person.State.LIVING)
    members = seen.filter(memberships__family__in=own, memberships__until=None).exclude(pk=elder.pk)
    return list(members.order_by("memberships__line"))
