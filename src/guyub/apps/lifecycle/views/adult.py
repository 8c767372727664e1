"""Adults (and children of 5 to 9 years): lists, their page, checks, and what the puskesmas answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.forms import OUTCOMES
from guyub.apps.lifecycle.forms import CheckForm
from guyub.apps.lifecycle.models import StageCheck, StageReferral
from guyub.apps.lifecycle.presentation import lists
from guyub.apps.lifecycle.presentation.words import advice, check_told, reasons_told, told
from guyub.apps.lifecycle.services import answer_referral, correct_check, of_age, record_check, refer
from guyub.apps.lifecycle.standing import standing_of, standings_of_village
from guyub.apps.people.access import person_or_404, village_trail
from guyub.apps.people.models import Person
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.people.views.about import FormAbout
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import page_language
from guyub.apps.youth.forms import AnswerForm
from guyub.data.growth_files import load_indonesian_growth
from guyub.errors import DomainError
from guyub.language import sentence

PAGE_SIZE = 50
OUTCOME_WORDS = {str(code): words for code, words in OUTCOMES}


@login_required
@require_safe
def adults(request: HttpRequest, code: str, name: str = "dirujuk") -> HttpResponse:
    """The lists of a village with their counts, and one of them."""
    village = village_or_404(request, code, Right.SEE_ADULTS)
    if name not in lists.KINDS:
        raise Http404
    kind, today = lists.KINDS[name], timezone.localdate()
    standings = standings_of_village(request.user, code, today)
    page = Paginator(lists.listed(kind, standings), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "village": village,
        "kind": kind,
        "counts": lists.counts(standings),
        "page": page,
        "lines": [lists.line_of(one) for one in page.object_list],
        "today": today,
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Dewasa"), "")),
    }
    return render(request, "lifecycle/adults.html", context)


@login_required
@require_safe
def adult(request: HttpRequest, person_code: str) -> HttpResponse:
    """What was measured of somebody, and what follows."""
    found, today = person_or_404(request, person_code, Right.SEE_ADULTS), timezone.localdate()
    scope, standing = scope_of(request.user), standing_of(found, today)
    former = StageCheck.objects.filter(person=found, replaced_by__isnull=False).select_related("replaced_by")
    context = {
        "adult": found,
        "name": shown_name(found.name, found.code),
        "today": today,
        "standing": standing,
        "found": told(standing.found),
        "advice": advice(standing),
        "checks": [(one, check_told(one)) for one in reversed(standing.checks)],
        "former": [(one, check_told(one)) for one in former.order_by("-day", "-pk")],
        "referrals": [
            (one, reasons_told(one.reasons), OUTCOME_WORDS.get(one.outcome, "")) for one in standing.referrals
        ],
        "may_edit": scope.may(Right.EDIT_ADULTS, found.place) and of_age(found, today),
        "may_answer": scope.may(Right.ANSWER_REFERRALS, found.place),
        "may_open_person": scope.may(Right.SEE_PEOPLE, found.place),
        "synthetic": found.village.synthetic,
        "trail": _trail(found),
    }
    return render(request, "lifecycle/adult.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, person_code: str) -> HttpResponse:
    """Record a check."""
    found, today = person_or_404(request, person_code, Right.EDIT_ADULTS), timezone.localdate()
    form = CheckForm(request.POST or None, who=found, today=today, initial={"day": today})
    return _answered(
        request,
        found,
        form,
        lambda: record_check(request.user, found, form.cleaned_data["day"], form.figures()),
        title=_("Catat pemeriksaan posyandu"),
        lead=_("Isi yang diukur hari itu; yang lain kosongkan."),
        button=_("Simpan"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Put a check right; the former stays on the page with the reason."""
    found = person_or_404(request, person_code, Right.EDIT_ADULTS)
    checks = StageCheck.objects.permitted(request.user, Right.EDIT_ADULTS).filter(person=found, replaced_by=None)
    one = get_object_or_404(checks, pk=pk)
    form = CheckForm(request.POST or None, who=found, today=timezone.localdate(), check=one)
    return _answered(
        request,
        found,
        form,
        lambda: correct_check(request.user, one, form.figures(), form.cleaned_data["reason"]),
        title=_("Perbaiki pemeriksaan posyandu"),
        lead=_("Yang lama tetap tersimpan bersama alasannya."),
        button=_("Simpan perbaikan"),
        day=one.day,
    )


@login_required
@require_POST
def send(request: HttpRequest, person_code: str) -> HttpResponse:
    """Send somebody to the puskesmas for what was found."""
    found = person_or_404(request, person_code, Right.EDIT_ADULTS)
    try:
        refer(request.user, found)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("lifecycle:adult", person_code=found.code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """The puskesmas says what came of a referral."""
    found = person_or_404(request, person_code, Right.ANSWER_REFERRALS)
    referrals = StageReferral.objects.permitted(request.user, Right.ANSWER_REFERRALS).filter(person=found)
    referral = get_object_or_404(referrals, pk=pk, answered_on=None)
    form = AnswerForm(request.POST or None)
    return _answered(
        request,
        found,
        form,
        lambda: answer_referral(request.user, referral, form.cleaned_data["outcome"]),
        title=_("Jawab rujukan dewasa"),
        lead="; ".join(reasons_told(referral.reasons)),
        button=_("Kirim jawaban"),
        day=referral.referred_on,
        due_on=referral.due_on,
        rule=load_indonesian_growth().referral,
    )


def _trail(found: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    own = reverse("lifecycle:adult", args=[found.code]) if further else ""
    of_all = (_("Dewasa"), reverse("lifecycle:adults", args=[found.village_id]))
    return village_trail(found.village, of_all, (_("Orang {code}").format(code=found.code), own), *further)


_answered = FormAbout("adult", "lifecycle/form.html", "lifecycle:adult", _trail)
