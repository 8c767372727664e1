"""The queue of findings of a city or a village, and a person's word on each."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.evidence.models import Finding
from guyub.apps.evidence.presentation.findings import finding_lines, rule_names, source
from guyub.apps.evidence.services.findings import LONGEST_REASON, decide_finding, findings_for
from guyub.apps.territory.models import Region
from guyub.apps.ui.paging import KeysFirst
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence

PAGE_SIZE = 20


class FindingFilter(forms.Form):
    """Which findings to show; open ones where nothing is asked."""

    putusan = forms.ChoiceField(label=gettext_lazy("Putusan"), choices=Finding.Verdict.choices, required=False)
    aturan = forms.ChoiceField(label=gettext_lazy("Yang ditemukan"), required=False)

    def __init__(self, data: object, language: str) -> None:
        super().__init__(data)
        self.fields["aturan"].choices = [("", _("semua")), *rule_names(language)]


@login_required
@require_safe
def findings(request: HttpRequest, code: str) -> HttpResponse:
    """What the evidence sense noticed in a region, for those who check proofs there."""
    region, language = _region(request, code), page_language()
    form = FindingFilter(request.GET or None, language)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = findings_for(request.user).filter(within([code], "evidence__unit__region__code"))
    rows = rows.filter(verdict=asked.get("putusan") or Finding.Verdict.OPEN)
    if asked.get("aturan"):
        rows = rows.filter(rule=asked["aturan"])
    page = KeysFirst(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "region": region,
        "synthetic": region.synthetic,
        "form": form,
        "page": page,
        "lines": finding_lines(page.object_list, request.user, language),
        "source": source(),
        "longest": LONGEST_REASON,
        "trail": [(region.name, ""), (_("Temuan bukti"), "")],
    }
    return render(request, "evidence/findings.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say what a finding means."""
    _region(request, code)
    finding = get_object_or_404(findings_for(request.user), pk=pk)
    try:
        decide_finding(request.user, finding, request.POST.get("putusan", ""), request.POST.get("alasan", ""))
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    else:
        messages.success(request, _("Putusan tersimpan. Keadaan bukti tidak berubah karenanya."))
    return redirect("sense:findings", code=code)


def _region(request: HttpRequest, code: str) -> Region:
    """The region, for someone who checks proofs in all of it; it does not exist for others."""
    if not scope_of(request.user).may(Right.CHECK_EVIDENCE, code):
        raise Http404
    return get_object_or_404(Region, code=code)
