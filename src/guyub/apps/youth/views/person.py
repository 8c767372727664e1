"""A young person's page: what was found, what to do, every check and referral."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.access import person_or_404
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.youth.forms import OUTCOMES
from guyub.apps.youth.models import YouthCheck
from guyub.apps.youth.presentation.words import advice, check_told, reasons_told, told
from guyub.apps.youth.services import of_age
from guyub.apps.youth.standing import standing_of
from guyub.apps.youth.views.pages import young_trail
from guyub.data.youth_files import load_youth_rules

OUTCOME_WORDS = {str(code): words for code, words in OUTCOMES}


@login_required
@require_safe
def young_person(request: HttpRequest, person_code: str) -> HttpResponse:
    """What was measured of a young person, and what follows."""
    found, today = person_or_404(request, person_code, Right.SEE_YOUTH), timezone.localdate()
    scope, standing = scope_of(request.user), standing_of(found, today)
    former = YouthCheck.objects.filter(person=found, replaced_by__isnull=False).select_related("replaced_by")
    context = {
        "young": found,
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
        "rules": load_youth_rules(),
        "may_edit": scope.may(Right.EDIT_YOUTH, found.place) and of_age(found, today),
        "may_counsel": scope.may(Right.COUNSEL_YOUTH, found.place),
        "may_answer": scope.may(Right.ANSWER_REFERRALS, found.place),
        "may_open_person": scope.may(Right.SEE_PEOPLE, found.place),
        "synthetic": found.village.synthetic,
        "trail": young_trail(found),
    }
    return render(request, "youth/person.html", context)
