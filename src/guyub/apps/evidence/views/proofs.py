"""Proofs of a village: the board by items, adding, one proof, changing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.evidence import limits, records
from guyub.apps.evidence.forms import NewProofForm, ProofForm, initial_of
from guyub.apps.evidence.items import instruments
from guyub.apps.evidence.models import Evidence
from guyub.apps.evidence.presentation import board as boards
from guyub.apps.evidence.presentation import proof as shown
from guyub.apps.evidence.presentation.accepted import accepted_words
from guyub.apps.evidence.services import files, proofs
from guyub.apps.evidence.views.pages import proof_or_404, trail, unit_or_404
from guyub.apps.evidence.views.receiving import refuse_given_up, with_size_limit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Items with their proofs; offices without sight of all proofs find those they added."""
    unit = unit_or_404(request, code, Right.SEE_EVIDENCE, Right.ADD_EVIDENCE)
    today, scope = timezone.localdate(), scope_of(request.user)
    sees_all = scope.may(Right.SEE_EVIDENCE, code)
    parts = boards.parts(request.user, unit, page_language(), today)
    context = {
        "unit": unit,
        "parts": parts,
        "sees_all": sees_all,
        "own": []
        if sees_all
        else [boards.line(one, today) for one in Evidence.objects.visible_to(request.user).filter(unit=unit)],
        "may_add": scope.may(Right.ADD_EVIDENCE, code),
        "may_check": scope.may(Right.CHECK_EVIDENCE, code),
        "only_missing": request.GET.get("tampil") == "kurang",
        "trail": trail(unit),
        "synthetic": unit.region.synthetic,
    }
    return render(request, "evidence/board.html", context)


@with_size_limit
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """A new proof, with its first files or without."""
    unit = unit_or_404(request, code, Right.ADD_EVIDENCE)
    offered = records.offered(request.user, code)
    how: dict[str, Any] = {"language": page_language(), "offered": offered}
    form = NewProofForm(initial=_wished(request), **how)
    if request.method == "POST":
        form = NewProofForm(request.POST, request.FILES, **how)
        try:
            refuse_given_up(request)
            if form.is_valid():
                made = proofs.add_with_files(request.user, unit, form.described(), form.sent)
                messages.success(request, _("Bukti tersimpan."))
                return redirect("evidence:proof", code, made.pk)
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
    return _form_page(request, unit, form, (_("Tambah bukti"), ""), title=_("Tambah bukti"))


@login_required
@require_safe
def proof(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One proof: what is said, files, history, and what can be done now."""
    found, today = proof_or_404(request, code, pk), timezone.localdate()
    state = boards.state_of(found, today)
    label, record = shown.record_of(request.user, found)
    context = {
        "proof": found,
        "unit": found.unit,
        "state": str(state),
        "state_label": boards.state_label(state),
        "supported": shown.supported(found, page_language()),
        "files": shown.file_lines(request.user, found),
        "events": shown.event_lines(found),
        "may": shown.may(request.user, found, today),
        "record_label": label,
        "record": record,
        "uploads": found.uploads.filter(attachment__isnull=True),
        "accept": limits.ACCEPT,
        "start_bytes": limits.START_BYTES,
        "part_bytes": limits.PART_BYTES // 4,
        "largest": limits.LARGEST_BYTES,
        "largest_words": files.megabytes(limits.LARGEST_BYTES),
        "accepted": accepted_words(),
        "limits": limits.RULES,
        "trail": trail(found.unit, (found.title, "")),
        "synthetic": found.unit.region.synthetic,
    }
    return render(request, "evidence/proof.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say something else about a proof."""
    found = proof_or_404(request, code, pk)
    if not proofs.may_change(request.user, found):
        raise Http404
    how: dict[str, Any] = {"language": page_language(), "offered": records.offered(request.user, code)}
    form = ProofForm(initial=initial_of(found), **how)
    if request.method == "POST":
        form = ProofForm(request.POST, **how)
        try:
            if form.is_valid():
                proofs.describe(request.user, found, form.described(found))
                messages.success(request, _("Keterangan tersimpan."))
                return redirect("evidence:proof", code, found.pk)
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
    above = (found.title, reverse("evidence:proof", args=[code, found.pk]))
    return _form_page(request, found.unit, form, above, (_("Ubah"), ""), title=_("Ubah bukti"))


def _form_page(request: HttpRequest, unit: Any, form: ProofForm, *further: tuple[str, str], title: str) -> HttpResponse:
    context = {"unit": unit, "form": form, "title": title, "trail": trail(unit, *further), "limits": limits.RULES}
    return render(request, "evidence/form.html", {**context, "synthetic": unit.region.synthetic})


def _wished(request: HttpRequest) -> dict[str, Any]:
    """The item from which somebody came, ticked already."""
    wished = request.GET.get("butir", "")
    return {
        f"items_{number}": [wished]
        for number, instrument in enumerate(instruments())
        if wished.startswith(f"{instrument.id}:")
    }
