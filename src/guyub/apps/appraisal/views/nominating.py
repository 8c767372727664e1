"""The city's nomination, and its minutes."""

import hashlib
import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.appraisal.documents.nomination import nomination_pdf
from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.appraisal.services import nominating
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.views.access import cycle_trail, seen_cycle
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: HttpRequest, code: str, city: str) -> HttpResponse:
    """Entries that wait, most verified points first; the city chooses within its quota."""
    cycle, place = _place(request, code, city)
    problem = ""
    if request.method == "POST":
        chosen = [int(key) for key in request.POST.getlist("pilih") if key.isascii() and key.isdigit()][:50]
        reason = request.POST.get("alasan", "")
        try:
            if request.POST.get("langkah") == "henti":
                ended = len(nominating.leave_behind(request.user, cycle, city, chosen, reason))
                said = ngettext("{n} peserta tidak dilanjutkan.", "{n} peserta tidak dilanjutkan.", ended).format(
                    n=ended
                )
            else:
                moved = nominating.nominate(request.user, cycle, city, chosen, reason)
                said = _("{count} peserta diusulkan.").format(count=len(moved))
        except DomainError as error:
            problem = sentence(error, page_language())
        else:
            messages.success(request, said)
            return redirect("cycles:nominate", code=code, city=city)
    rules, language = definition_of(cycle), page_language()
    context = {
        "cycle": cycle,
        "place": place,
        "quota": rules.quota_per_city,
        "waiting": nominating.nominees(cycle, city),
        "sent": nominating.nominated(cycle, city).select_related("unit__region"),
        "left": nominating.left_behind(cycle, city).select_related("unit__region"),
        "problem": problem,
        "reason": request.POST.get("alasan", ""),
        "grade": str(rules.grade),
        "rule_source": rules.source.in_language(language),
        "trail": cycle_trail(cycle, _("Pengusulan")),
        "synthetic": place.synthetic,
    }
    return render(request, "appraisal/nominate.html", context, status=422 if problem else 200)


@login_required
@require_safe
def minutes(request: HttpRequest, code: str, city: str) -> HttpResponse:
    """The city's berita acara: whom it sends, all entries with claimed and verified points, places to sign."""
    cycle, place = _place(request, code, city)
    sent = list(nominating.nominated(cycle, city).select_related("unit__region__parent"))
    if not sent:
        raise Http404
    waiting = [*nominating.nominees(cycle, city), *nominating.left_behind(cycle, city).select_related("unit__region")]
    content = nomination_pdf(cycle, place, sent, waiting, _seal(cycle, sent))
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="berita-acara-{cycle.code}-{city}.pdf"'},
    )


def _place(request: HttpRequest, code: str, city: str) -> tuple[Cycle, Region]:
    cycle = seen_cycle(request, code)
    if not city.startswith(cycle.region_id) or not scope_of(request.user).may(Right.VERIFY, city):
        raise Http404
    return cycle, get_object_or_404(Region.objects.select_related("parent"), code=city)


def _seal(cycle: Cycle, sent: list[Entry]) -> str:
    """Fingerprint of what the minutes say: the rules and the points of those sent on."""
    told = [cycle.definition_checksum, [[one.unit.region_id, one.claimed_points, one.verified_points] for one in sent]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
