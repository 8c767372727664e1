"""Taking entries on, stage by stage, by who runs the cycle."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.appraisal.presentation.panel import shown
from guyub.apps.appraisal.services import advancing
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.views.access import cycle_trail, run_cycle
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence

MOST_CHOSEN = 200
LONGEST_KEY = 9  # digits of a row's number


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stages(request: HttpRequest, code: str) -> HttpResponse:
    """One stage with its entries; those chosen go on, or end their part (before the panel they only end)."""
    cycle = run_cycle(request, code)
    if request.method == "POST":
        return _moved(request, cycle)
    rules, language = definition_of(cycle), page_language()
    early, led = advancing.early_stages(rules), advancing.led_stages(rules)
    counts = _counts(cycle)
    first = next((stage.code for stage in led if counts.get(stage.code)), led[0].code)
    wanted = request.GET.get("tahap", first)
    at = next((stage for stage in (*early, *led) if stage.code == wanted), None)
    if at is None:
        raise Http404
    ahead = rules.after(at.code)
    assert ahead is not None  # a cycle ends with its verdict
    waiting = advancing.waiting_in(cycle, at)[:MOST_CHOSEN]
    lines = advancing.standings(cycle, at, waiting) if at in led else advancing.unscored(waiting)
    context = {
        "cycle": cycle,
        "at": at,
        "at_name": at.name.in_language(language),
        "ahead": ahead.name.in_language(language),
        "stages": [(one.code, one.name.in_language(language), counts.get(one.code, 0)) for one in (*early, *led)],
        "early": at in early,
        "more": counts.get(at.code, 0) - len(waiting),
        "rows": [(line, shown(line.score) if line.opened and line.score is not None else "") for line in lines],
        "running": cycle.state == Cycle.State.OPEN,
        "synthetic": cycle.region.synthetic,
        "trail": cycle_trail(cycle, _("Tahap peserta")),
    }
    return render(request, "appraisal/stages.html", context)


def _moved(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    stage, reason = request.POST.get("tahap", "")[:24], request.POST.get("alasan", "")
    rules = definition_of(cycle)
    if stage not in {one.code for one in (*advancing.early_stages(rules), *advancing.led_stages(rules))}:
        raise Http404
    keys = [key for key in request.POST.getlist("pilih")[:MOST_CHOSEN] if key.isascii() and key.isdigit()]
    chosen = {int(key) for key in keys if len(key) <= LONGEST_KEY}
    try:
        if request.POST.get("langkah") == "henti":
            ended = len(advancing.leave_behind(request.user, cycle, stage, chosen, reason))
            said = ngettext("{n} peserta tidak dilanjutkan.", "{n} peserta tidak dilanjutkan.", ended).format(n=ended)
        else:
            moved = len(advancing.advance(request.user, cycle, stage, chosen, reason))
            said = ngettext("{n} peserta maju ke tahap berikut.", "{n} peserta maju ke tahap berikut.", moved)
            said = said.format(n=moved)
        messages.success(request, said)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect(f"{reverse('cycles:stages', args=[cycle.code])}?tahap={stage}")


def _counts(cycle: Cycle) -> dict[str, int]:
    rows = Entry.objects.filter(cycle=cycle, state=Entry.State.ACTIVE).order_by()
    return dict(rows.values_list("stage").annotate(number=Count("pk")))
