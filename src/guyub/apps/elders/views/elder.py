"""An elder's page, and referrals."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.elders import panels
from guyub.apps.elders.forms import ElderAnswerForm
from guyub.apps.elders.kinds import Form
from guyub.apps.elders.models import CarePlan, ElderReferral
from guyub.apps.elders.presentation import page, words
from guyub.apps.elders.services import answer_elder_referral, refer_elder
from guyub.apps.elders.standing import elders_among, standing_of
from guyub.apps.elders.views.pages import answered, elder_trail
from guyub.apps.people.access import person_or_404
from guyub.apps.people.models import Person
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.elder_files import (
    load_adl,
    load_caregiver_load,
    load_elder_care,
    load_elder_checks,
    load_gds_4,
    load_skilas,
)
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_safe
def elder(request: HttpRequest, person_code: str) -> HttpResponse:
    """Where an elder stands, what to do next, and everything that was recorded."""
    found, today = person_or_404(request, person_code, Right.SEE_ELDERS), timezone.localdate()
    one = standing_of(found, today)
    if one.last_day is None and not elders_among(Person.objects.filter(pk=found.pk), today).exists():
        raise Http404  # of somebody young nothing is here
    told = one.situation
    context = {
        "elder": found,
        "name": shown_name(found.name, found.code),
        "today": today,
        "standing": one,
        "steps": words.steps_told(one),
        "forms": [(form, words.form_name(form)) for form in page.FORMS_TO_ASK],
        "skilas": words.skilas_lines(one),
        "adl": words.scored_line(Form.ADL, one.adl),
        "adl_change": page.adl_change(one),
        "mood": words.scored_line(Form.MOOD, one.mood),
        "three": page.three_words(one),
        "pictures": page.pictures(one),
        "signs": one.signs,
        "last_check": words.figures_told(one.checks[-1]) if one.checks else [],
        "conditions": words.conditions_told(told.conditions) if told else [],
        "companion": words.companion_reasons_told(one.companion_reasons),
        "history": page.history(one),
        "replaced": page.replaced(found),
        "referrals": [
            (row, words.reasons_told(row.reasons), words.OUTCOMES.get(row.outcome, ""))  # type: ignore[call-overload]
            for row in reversed(one.referrals)
        ],
        "load": words.scored_line(Form.LOAD, one.load),
        "tasks": words.tasks_told(one.plan.tasks) if one.plan else [],
        "plan_companion": words.COMPANIONS[CarePlan.Companion(one.plan.companion)] if one.plan else "",
        "visits": [(row, words.tasks_told(row.done)) for row in reversed(one.visits)],
        "panels": panels.rendered(request, found, today),
        "rules": {"skilas": load_skilas(), "adl": load_adl(), "mood": load_gds_4(), "load": load_caregiver_load()},
        "care": load_elder_care(),
        "checks": load_elder_checks(),
        "may_edit": scope_of(request.user).may(Right.EDIT_ELDERS, found.place),
        "may_answer": scope_of(request.user).may(Right.ANSWER_REFERRALS, found.place),
        "may_open_person": scope_of(request.user).may(Right.SEE_PEOPLE, found.place),
        "synthetic": found.village.synthetic,
        "trail": elder_trail(found),
    }
    return render(request, "elders/elder.html", context)


@login_required
@require_POST
def refer(request: HttpRequest, person_code: str) -> HttpResponse:
    """Send an elder to the puskesmas for what the latest screenings and check say."""
    found = person_or_404(request, person_code, Right.EDIT_ELDERS)
    try:
        refer_elder(request.user, found)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("elders:elder", person_code=found.code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """The puskesmas says what came of a referral."""
    found = person_or_404(request, person_code, Right.ANSWER_REFERRALS)
    referrals = ElderReferral.objects.permitted(request.user, Right.ANSWER_REFERRALS).filter(elder=found)
    referral = get_object_or_404(referrals, pk=pk, answered_on=None)
    form = ElderAnswerForm(request.POST or None)
    return answered(
        request,
        found,
        form,
        lambda: answer_elder_referral(request.user, referral, form.cleaned_data["outcome"], form.cleaned_data["note"]),
        title=_("Jawab rujukan"),
        lead="; ".join(words.reasons_told(referral.reasons)),
        button=_("Kirim jawaban"),
        rule=load_elder_care().referral,
        day=referral.referred_on,
    )
