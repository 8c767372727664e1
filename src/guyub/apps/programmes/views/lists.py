"""The groups of a village."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import village_trail
from guyub.apps.programmes.presentation.due import due_of, reminder
from guyub.apps.programmes.presentation.group_list import group_lines, kinds_lacking
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.data.group_files import load_group_rules


@login_required
@require_safe
def groups(request: HttpRequest, code: str) -> HttpResponse:
    """Groups that the reader sees, each with what is waiting."""
    village = village_or_404(request, code, Right.SEE_GROUPS)
    today = timezone.localdate()
    lines = group_lines(village, request.user, today)
    dues = due_of(lines, today)
    context = {
        "village": village,
        "lines": lines,
        "dues": dues,
        "reminder": reminder(village.name, dues) if dues else "",
        "lacking": kinds_lacking(lines),
        "rules": load_group_rules(),
        "today": today,
        "may_register": holds_in(request.user, Right.EDIT_GROUPS, code),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Kelompok"), "")),
    }
    return render(request, "programmes/groups.html", context)
