"""The schooling of one child: what the family said, what is being done, what helps."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.access import person_or_404
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.schooling.presentation.history import aid_told, former_told, step_told
from guyub.apps.schooling.presentation.lists import line_of
from guyub.apps.schooling.presentation.words import advice, road_told
from guyub.apps.schooling.standing import standing_of
from guyub.apps.schooling.views.pages import child_trail
from guyub.data.schooling_files import load_schooling_rules


@login_required
@require_safe
def child(request: HttpRequest, person_code: str) -> HttpResponse:
    """What is known and what was done."""
    found, today = person_or_404(request, person_code, Right.SEE_SCHOOLING), timezone.localdate()
    scope, standing = scope_of(request.user), standing_of(found, today)
    context = {
        "child": found,
        "name": shown_name(found.name, found.code),
        "today": today,
        "standing": standing,
        "line": line_of(standing),
        "advice": advice(standing),
        "road": road_told(standing),
        "steps": [step_told(one) for one in reversed(standing.steps)],
        "aids": [aid_told(one) for one in standing.aids],
        "former": former_told(found),
        "rules": load_schooling_rules(),
        "may_edit": scope.may(Right.EDIT_SCHOOLING, found.place) and (standing.of_age or standing.open),
        "may_open_person": scope.may(Right.SEE_PEOPLE, found.place),
        "synthetic": found.village.synthetic,
        "trail": child_trail(found),
    }
    return render(request, "schooling/child.html", context)
