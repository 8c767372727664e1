"""The posts of a village, and the beginning of a session."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import Posyandu
from guyub.apps.growth.presentation.posyandu_list import posyandu_lines
from guyub.apps.growth.services import open_day
from guyub.apps.lifecycle.presentation.session import steps_told
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_safe
def posts(request: HttpRequest, code: str) -> HttpResponse:
    """The posts that the reader sees, with their days."""
    village, today = village_or_404(request, code, Right.SEE_GROWTH), timezone.localdate()
    context = {
        "village": village,
        "today": today,
        "lines": posyandu_lines(village, request.user, today),
        "steps": steps_told(),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Posyandu ILP"), "")),
    }
    return render(request, "lifecycle/posts.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Open the session of a day, today where none was chosen, or go on with it."""
    reachable = Posyandu.objects.permitted(request.user, Right.EDIT_GROWTH).select_related("village")
    found = get_object_or_404(reachable, pk=pk, village=code)
    try:
        day = parse_date(request.POST.get("day", "").strip()) or timezone.localdate()
    except ValueError:
        messages.error(request, _("Pilih harinya dari kalender."))
        return redirect("lifecycle:posts", code=code)
    try:
        held = open_day(request.user, found, day)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
        return redirect("lifecycle:posts", code=code)
    return redirect("lifecycle:session", pk=held.pk)
