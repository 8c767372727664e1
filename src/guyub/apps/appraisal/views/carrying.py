"""From a city's cycle into the one above: what will happen, the button, and what has gone up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.appraisal.models import Cycle
from guyub.apps.appraisal.services import carrying
from guyub.apps.appraisal.services.cycles import cycles_above, definition_of, set_feeds
from guyub.apps.appraisal.views.access import above_label, cycle_trail, run_cycle
from guyub.apps.territory.codes import PROVINCE_LENGTH
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence

MOST_SHOWN = 50
LONGEST_KEY = 9  # digits of a row's number


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: HttpRequest, code: str) -> HttpResponse:
    """Who may go up, best first, and what will happen; those chosen go up together or not at all."""
    cycle = _city_cycle(request, code)
    verifies = scope_of(request.user).may(Right.VERIFY, cycle.region_id)
    problem, reason = "", request.POST.get("alasan", "")
    chosen = {int(key) for key in request.POST.getlist("pilih") if key.isascii() and key.isdigit()}
    if request.method == "POST":
        if not verifies:
            raise Http404
        try:
            count = len(carrying.carry(request.user, cycle, chosen, reason))
        except DomainError as error:
            problem = sentence(error, page_language())
        else:
            said = ngettext("{n} peserta dibawa ke siklus di atas.", "{n} peserta dibawa ke siklus di atas.", count)
            messages.success(request, said.format(n=count))
            return redirect("cycles:carry", code=code)
    language = page_language()
    rules = definition_of(cycle.feeds) if cycle.feeds else None
    sent = carrying.carried(cycle)
    context = {
        "cycle": cycle,
        "above": carrying.awaiting(cycle, cycle.feeds) if cycle.feeds else None,
        "first": rules.stages[0] if rules else None,
        "first_name": rules.stages[0].name.in_language(language) if rules else "",
        "entry_rules": [rule.name.in_language(language) for rule in rules.entry_rules] if rules else [],
        "waiting": carrying.carriable(cycle)[:MOST_SHOWN],
        "sent": sent,
        "choices": [] if sent else [(one.pk, above_label(one)) for one in cycles_above(cycle.region_id, cycle.year)],
        "verifies": verifies,
        "open": cycle.feeds is not None and cycle.feeds.state == Cycle.State.OPEN,
        "chosen": chosen,
        "reason": reason,
        "problem": problem,
        "synthetic": cycle.region.synthetic,
        "trail": cycle_trail(cycle, _("Ke siklus di atas")),
    }
    return render(request, "appraisal/carry.html", context, status=422 if problem else 200)


@login_required
@require_POST
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Name the cycle above."""
    cycle = _city_cycle(request, code)
    key = request.POST.get("siklus", "")
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
        raise Http404
    above = get_object_or_404(cycles_above(cycle.region_id, cycle.year), pk=int(key))
    try:
        set_feeds(request.user, cycle, above)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    else:
        messages.success(request, _("Siklus di atas: {title}.").format(title=above_label(above)))
    return redirect("cycles:carry", code=code)


def _city_cycle(request: HttpRequest, code: str) -> Cycle:
    cycle = run_cycle(request, code)
    if len(cycle.region_id) == PROVINCE_LENGTH:
        raise Http404
    return cycle
