"""The village's self-assessment: every item with its facts, the claim, and what proves it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord
from guyub.apps.appraisal.presentation.items import item_rows
from guyub.apps.appraisal.services import claims, entries, verifying
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.visits import own_visit
from guyub.apps.appraisal.views.access import working_entry
from guyub.apps.appraisal.views.answering import answer_button, answer_form
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.ui.templatetags.ui import page_language
from guyub.domain.cycles import RecordKind, StageKind, total_points


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """All items; the village changes a claim with a note, the others read."""
    entry = working_entry(request, pk, Right.CLAIM, Right.VERIFY, Right.RUN_CYCLES)
    if request.method != "POST":
        return _page(request, entry)

    def doing() -> str:
        count = claims.claim(request.user, entry, _typed(entry, request.POST))
        return _("{count} klaim dicatat.").format(count=count) if count else _("Tidak ada klaim yang berubah.")

    return answer_form(request, doing, lambda problem: _page(request, entry, problem), redirect("cycles:claim", pk=pk))


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in: from here on the claims stand as they are."""
    entry = working_entry(request, pk, Right.CLAIM)

    def doing() -> str:
        claims.submit(request.user, entry)
        return _("Penilaian mandiri dikirim ke kota. Klaim kini tetap.")

    return answer_button(request, doing, "cycles:claim", pk)


@login_required
@require_POST
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """The village's answer to what the city asked for, while the clock runs."""
    entry = working_entry(request, pk, Right.CLAIM)
    item, note = request.POST.get("butir", "")[:16], request.POST.get("catatan", "")

    def doing() -> str:
        verifying.complete(request.user, entry, item, note)
        return _("Jawaban untuk butir {item} dicatat.").format(item=item)

    return answer_button(request, doing, "cycles:claim", pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The village withdraws, with its reason."""
    entry = working_entry(request, pk, Right.CLAIM)

    def doing() -> str:
        entries.end(request.user, entry, Entry.State.WITHDRAWN, request.POST.get("alasan", ""))
        return _("{name} mengundurkan diri dari siklus ini.").format(name=entry.unit.name)

    return answer_button(request, doing, "cycles:claim", pk)


def _typed(entry: Entry, sent: QueryDict) -> dict[str, tuple[int, str]]:
    """Item → share and note, of the items whose share stands in the form."""
    found = {}
    for one in claims.proposed(entry):
        text = sent.get(f"bagian-{one.item}", "").strip()
        if text:
            found[one.item] = (claims.read_share(one.item, text), sent.get(f"catatan-{one.item}", ""))
    return found


def _page(request: HttpRequest, entry: Entry, problem: str = "") -> HttpResponse:
    rules, language = definition_of(entry.cycle), page_language()
    stage = rules.stage(entry.stage)
    mine = scope_of(request.user).may(Right.CLAIM, entry.unit.region_id)
    rows = item_rows(entry, language, with_forecast=True)
    typed = request.POST if problem else {}
    running = entry.state == Entry.State.ACTIVE and entry.cycle.state == Cycle.State.OPEN
    context = {
        "entry": entry,
        "rows": [(row, typed.get(f"bagian-{row.code}"), typed.get(f"catatan-{row.code}")) for row in rows],
        "problem": problem,
        "stage": stage.name.in_language(language),
        "rule_source": rules.source.in_language(language),
        "grade": str(rules.grade),
        "total": total_points((row.weight, row.claimed) for row in rows),
        "most": sum(row.weight for row in rows),
        "unknown": sum(row.claimed_points is None for row in rows),
        "writable": mine and stage.kind is StageKind.CLAIM and entry.state == Entry.State.ACTIVE,
        "completable": mine and stage.kind is StageKind.CITY_CHECK and entry.completes_by is not None,
        "withdrawable": mine and running,
        "ended": _ended(request, entry),
        "asked": [row for row in rows if row.asked],
        "visit": own_visit(request.user, entry),
        "forecast": mine or scope_of(request.user).may(Right.VERIFY, entry.unit.region_id),
        "trail": village_trail(entry.unit.region, _("Penilaian mandiri")),
        "synthetic": entry.unit.region.synthetic,
    }
    return render(request, "appraisal/claim.html", context)


def _ended(request: HttpRequest, entry: Entry) -> str:
    """Why the entry's part ended before the verdict; "" while it goes on, and without a query."""
    if entry.state not in (Entry.State.ENDED, Entry.State.WITHDRAWN):
        return ""
    rows = EntryRecord.objects.visible_to(request.user).filter(entry=entry, kind=RecordKind.ENDED)
    last = rows.order_by("-sequence").first()
    return str(last.body.get("reason", "")) if last is not None else ""
