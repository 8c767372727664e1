"""A youth post: whether it goes on, and what keeps it going."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import village_trail
from guyub.apps.programmes.models import Group
from guyub.apps.territory.access import holds_in
from guyub.apps.youth.posts import posts_of
from guyub.apps.youth.presentation.continuity import last_session, months_of, share_lines, sign_lines
from guyub.apps.youth.services import POSMAJA
from guyub.data.youth_files import load_youth_rules


@login_required
@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Shares with denominators, early signs with actions, twelve months, and the last session."""
    groups = Group.objects.permitted(request.user, Right.SEE_YOUTH).select_related("village")
    group, today = get_object_or_404(groups, pk=pk, kind=POSMAJA), timezone.localdate()
    (one,) = posts_of([group], today)
    village = group.village
    context = {
        "group": group,
        "village": village,
        "today": today,
        "shares": share_lines(one, request.user),
        "signs": sign_lines(one, request.user),
        "months": months_of(one),
        "session": last_session(one, request.user),
        "rule": load_youth_rules().continuity,
        "may_edit": holds_in(request.user, Right.EDIT_YOUTH, village.code),
        "may_open_group": holds_in(request.user, Right.SEE_GROUPS, village.code),
        "synthetic": village.synthetic,
        "trail": village_trail(
            village,
            (_("Remaja"), reverse("youth:young", args=[village.code])),
            (_("Angka"), reverse("youth:figures", args=[village.code])),
            (group.name, ""),
        ),
    }
    return render(request, "youth/post.html", context)
