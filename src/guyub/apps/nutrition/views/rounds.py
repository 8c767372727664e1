"""A round of supplementary food: its beginning, its days, its end."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.presentation.lists import with_latest
from guyub.apps.mothers.services import pregnancy_on
from guyub.apps.nutrition.forms import BeginForm, EndForm, ServingForm
from guyub.apps.nutrition.forms_visit import VisitForm
from guyub.apps.nutrition.models import PmtRound
from guyub.apps.nutrition.presentation import words
from guyub.apps.nutrition.presentation.candidates import category_of
from guyub.apps.nutrition.presentation.days import days_of, replaced
from guyub.apps.nutrition.presentation.outcomes import RECOVERED, REFERRED
from guyub.apps.nutrition.presentation.standing import standing_of
from guyub.apps.nutrition.presentation.visits import red_flag_rules, visits_of
from guyub.apps.nutrition.services import begin_round, end_round, record_serving
from guyub.apps.nutrition.views.pages import answered, pmt_trail
from guyub.apps.people.access import person_or_404
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.ui.forms import recorded
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.nutrition.pmt import KEK, Who


@login_required
@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where somebody's round stands, and each of its days."""
    return show_round(request, round_of(request, pk, Right.SEE_GROWTH))


@login_required
@require_POST
def serve(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a day's serving on record."""
    one = round_of(request, pk, Right.EDIT_NUTRITION)
    form = ServingForm(request.POST)
    if recorded(form, lambda: record_serving(request.user, one, *form.answer())):
        messages.success(request, _("Porsi tersimpan."))
        return redirect("nutrition:round", pk=pk)
    return show_round(request, one, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, person_code: str) -> HttpResponse:
    """Begin a round of somebody."""
    person = person_or_404(request, person_code, Right.EDIT_NUTRITION)
    today = timezone.localdate()
    pregnant = pregnancy_on(person, today) is not None
    child = with_latest(request.user, today).filter(pk=person.pk).first()
    category = KEK if pregnant else category_of(child, today) if child else ""
    initial = {"category": category, "begun": today}
    form = BeginForm(request.POST or None, who=Who.MOTHER if pregnant else Who.CHILD, initial=initial)
    rules = load_pmt_rules()
    return answered(
        request,
        person,
        form,
        lambda: begin_round(request.user, person, form.cleaned_data["category"], form.cleaned_data["begun"]),
        back=reverse("mothers:mother" if pregnant else "growth:child", args=[person.code]),
        title=_("Mulai PMT"),
        lead=_("Tambahan di luar makanan utama, dengan dua sumber hewani. Anak di bawah dua tahun tetap diberi ASI."),
        button=_("Mulai PMT"),
        edition=rules.editions[rules.edition],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a round ended."""
    one = round_of(request, pk, Right.EDIT_NUTRITION)
    today = timezone.localdate()
    standing = standing_of(one, today)
    suggested = REFERRED if standing.red_flags else RECOVERED if standing.recovered else ""
    initial = {"outcome": suggested, "day": today}
    form = EndForm(
        request.POST or None, suggested=suggested, doubt=words.doubt_about_recovery(standing), initial=initial
    )
    return answered(
        request,
        one.person,
        form,
        lambda: end_round(request.user, one, form.cleaned_data["outcome"], form.cleaned_data["day"]),
        back=reverse("nutrition:round", args=[pk]),
        title=_("Akhiri PMT"),
        lead=_("Yang sudah tercatat tetap tersimpan."),
        button=_("Akhiri PMT"),
        recovery=load_pmt_rules().recovery.get(one.category),
    )


def show_round(
    request: HttpRequest, one: PmtRound, form: ServingForm | None = None, visit: VisitForm | None = None
) -> HttpResponse:
    """The page of a round; with a form whose answer cannot be recorded, what is wrong stands in it."""
    today, rules = timezone.localdate(), load_pmt_rules()
    standing = standing_of(one, today)
    may_edit = scope_of(request.user).may(Right.EDIT_NUTRITION, one.person.place)
    unserved = [line.day for line in days_of(standing) if not line.serving]
    next_day = unserved[-1] if unserved else min(today, standing.end + timedelta(days=1))
    context = {
        "round": one,
        "standing": standing,
        "name": shown_name(one.person.name, one.person.code),
        "page_of_person": reverse("mothers:mother" if standing.of_mother else "growth:child", args=[one.person.code]),
        "category": words.category_name(one.category),
        "outcome": words.outcome_name(one.outcome) if one.outcome else "",
        "refer": words.refer_words(standing),
        "progress": words.progress_words(standing),
        "indicator": words.SHORT_NAMES.get(standing.indicator, ""),
        "plan": words.plan_of(one),
        "days": days_of(standing),
        "replaced": replaced(one),
        "recovery": rules.recovery.get(one.category),
        "rules": rules,
        "form": form or ServingForm(initial={"day": next_day}),
        "visits": visits_of(standing),
        "visit_form": visit or VisitForm(one=one, initial={"visited": today}),
        "red_flags": red_flag_rules(),
        "may_edit": may_edit,
        "today": today,
        "synthetic": one.village.synthetic,
        "trail": pmt_trail(one.person.village, (one.person.code, "")),
    }
    return render(
        request,
        "nutrition/round.html",
        context,
        status=422 if any(one and one.errors for one in (form, visit)) else 200,
    )


def round_of(request: HttpRequest, pk: int, right: Right) -> PmtRound:
    """A round of somebody in whose place the reader holds a right, or 404."""
    rounds = PmtRound.objects.permitted(request.user, right).select_related("person__village", "village")
    return get_object_or_404(rounds, pk=pk)
