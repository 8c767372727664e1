"""The city's verification: claimed and verified side by side."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.appraisal.models import Entry
from guyub.apps.appraisal.presentation.items import item_rows
from guyub.apps.appraisal.services import verifying
from guyub.apps.appraisal.services.claims import read_share
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.verifying import Verified
from guyub.apps.appraisal.views.access import working_entry
from guyub.apps.appraisal.views.answering import answer_button, answer_form
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.territory.codes import city_of
from guyub.apps.ui.templatetags.ui import local_moment, page_language
from guyub.domain.cycles import StageKind, total_points

PROPOSE = "usul"  # in the address: fields without a value show the claim where all proofs were checked


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """All items; the city gives a value to each, with a reason for each cut."""
    entry = working_entry(request, pk, Right.VERIFY, Right.RUN_CYCLES)
    if request.method != "POST":
        return _page(request, entry)

    def doing() -> str:
        count = verifying.verify(request.user, entry, _typed(entry, request.POST))
        return (
            _("{count} nilai verifikasi dicatat.").format(count=count) if count else _("Tidak ada nilai yang berubah.")
        )

    return answer_form(request, doing, lambda problem: _page(request, entry, problem), redirect("cycles:verify", pk=pk))


@login_required
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for missing evidence; the first request starts the clock."""
    entry = working_entry(request, pk, Right.VERIFY)
    item = request.POST.get("butir", "")[:16]

    def doing() -> str:
        until = verifying.ask(request.user, entry, item, request.POST.get("kurang", ""))
        words = _("Permintaan untuk butir {item} dicatat. Batas melengkapi: {until}.")
        return words.format(item=item, until=local_moment(until))

    return answer_button(request, doing, "cycles:verify", pk)


@login_required
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """End the verification of an entry."""
    entry = working_entry(request, pk, Right.VERIFY)

    def doing() -> str:
        verifying.finish(request.user, entry)
        return _("Verifikasi kota selesai; peserta maju ke tahap berikutnya.")

    return answer_button(request, doing, "cycles:verify", pk)


def _typed(entry: Entry, sent: QueryDict) -> list[Verified]:
    """The values that stand in the form, each with the one the page had shown."""
    found = []
    for standing in entry.items.all():
        text = sent.get(f"nilai-{standing.item}", "").strip()
        if text:
            seen = sent.get(f"dilihat-{standing.item}", "").strip()
            value = Verified(
                item=standing.item,
                share=read_share(standing.item, text),
                reason=sent.get(f"alasan-{standing.item}", ""),
                seen=read_share(standing.item, seen) if seen else None,
            )
            found.append(value)
    return found


def _page(request: HttpRequest, entry: Entry, problem: str = "") -> HttpResponse:
    rules, language = definition_of(entry.cycle), page_language()
    stage = rules.stage(entry.stage)
    scope, village = scope_of(request.user), entry.unit.region_id
    working = scope.may(Right.VERIFY, village) and not scope.may(Right.CLAIM, village)
    handed_in = stage.kind is not StageKind.CLAIM
    rows = item_rows(entry, language, with_forecast=False) if handed_in else ()
    writable = working and stage.kind is StageKind.CITY_CHECK and entry.state == Entry.State.ACTIVE
    typed = request.POST if problem else {}
    proposed = {
        f"nilai-{row.code}": row.claimed_share for row in rows if row.known and row.proven and not row.verified_share
    }
    if writable and PROPOSE in request.GET:
        typed = {**proposed, **typed}
    filled = [row.code for row in rows if (name := f"nilai-{row.code}") in typed and typed[name] == proposed.get(name)]
    context = {
        "entry": entry,
        "rows": [(row, typed.get(f"nilai-{row.code}"), typed.get(f"alasan-{row.code}")) for row in rows],
        "proposed": len(proposed),
        "filled": filled if PROPOSE in request.GET else [],
        "problem": problem,
        "handed_in": handed_in,
        "stage": stage.name.in_language(language),
        "rule_source": rules.source.in_language(language),
        "grade": str(rules.grade),
        "claimed": total_points((row.weight, row.claimed) for row in rows),
        "verified": total_points((row.weight, row.verified) for row in rows),
        "done": sum(row.verified is not None for row in rows),
        "to_do": sum(row.claimed_points is not None for row in rows),
        "writable": writable,
        "clock": _clock(entry),
        "nominates": city_of(village) if working and stage.kind is StageKind.NOMINATION else "",
        "days": stage.completion_days,
        "trail": village_trail(entry.unit.region, _("Verifikasi kota")),
        "synthetic": entry.unit.region.synthetic,
    }
    return render(request, "appraisal/verify.html", context)


def _clock(entry: Entry) -> str:
    """Whether the time to complete evidence is not set (""), runs, or is over."""
    if entry.completes_by is None:
        return ""
    return "runs" if timezone.now() <= entry.completes_by else "over"
