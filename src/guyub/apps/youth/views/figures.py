"""Figures of a village's young people and of its youth posts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import village_trail
from guyub.apps.programmes.models import Group
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.apps.youth.confidential import outcomes_told
from guyub.apps.youth.posts import posts_of
from guyub.apps.youth.presentation.continuity import share_lines, sign_lines
from guyub.apps.youth.presentation.outcomes import outcome_lines
from guyub.apps.youth.reach import reach_in
from guyub.apps.youth.services import POSMAJA
from guyub.data.group_files import load_group_rules
from guyub.data.privacy_files import load_disclosure_rule
from guyub.data.youth_files import load_youth_rules
from guyub.domain.youth.continuity import Share


@login_required
@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """What the posts of a village come to."""
    village, today = village_or_404(request, code, Right.SEE_YOUTH), timezone.localdate()
    groups = Group.objects.permitted(request.user, Right.SEE_YOUTH).filter(
        village_id=code, kind=POSMAJA, closed_on=None
    )
    posts, reach = posts_of(list(groups.order_by("name")), today), reach_in(request.user, code, today)
    context = {
        "village": village,
        "today": today,
        "posts": [(one, share_lines(one, request.user), sign_lines(one, request.user)) for one in posts],
        "reach": reach,
        "kinds": [
            (load_group_rules().by_code[kind].short, Share(kind, count, reach.young))
            for kind, count in reach.by_kind.items()
        ],
        "reached": Share("reached", reach.reached, reach.young),
        "continuity": load_youth_rules().continuity,
        "may_open_groups": holds_in(request.user, Right.SEE_GROUPS, code),
        "outcomes": outcome_lines(outcomes_told(code, today), code),
        "interview": load_youth_rules().interview,
        "disclosure": load_disclosure_rule(),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Remaja"), reverse("youth:young", args=[code])), (_("Angka"), "")),
    }
    return render(request, "youth/figures.html", context)
