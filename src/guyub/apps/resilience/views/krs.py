"""Families at risk of stunting by name: the list, and its file for a stated purpose."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.documents.tables import table_answer
from guyub.apps.people.purposes import CHOICES
from guyub.apps.resilience.models import FamilyState, Visit
from guyub.apps.resilience.presentation import krs_list
from guyub.apps.resilience.presentation.krs_list import Wanted
from guyub.apps.resilience.services.states import rules
from guyub.apps.resilience.views.pages import health_page
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language

PAGE_SIZE = 50


class PurposeForm(forms.Form):
    """What the file is for. A choice, so that the audit trail holds no words about people."""

    purpose = forms.ChoiceField(label=gettext_lazy("Untuk apa daftar ini dipakai?"), choices=CHOICES)
    fmt = forms.ChoiceField(label=gettext_lazy("Bentuk berkas"), choices=[("xlsx", "XLSX"), ("csv", "CSV")])


@login_required
@require_safe
def families(request: HttpRequest, code: str) -> HttpResponse:
    """The list by name, narrowed to a factor, an RW, a rule or a welfare rank."""
    village, language = village_or_404(request, code, Right.SEE_HEALTH), page_language()
    wanted, today = Wanted.read(request.GET), timezone.localdate()
    page = Paginator(krs_list.at_risk(request.user, code, wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "page": page,
        "lines": [krs_list.risk_line(state, language, today) for state in page.object_list],
        "rws": krs_list.rws_of(request.user, code),
        "factors": krs_list.factor_names(language),
        "ranks": [(place, rank.name.in_language(language)) for place, rank in enumerate(rules().krs.ranks, start=1)],
        "rules": rules(),
        "may_export": holds_in(request.user, Right.EXPORT_PEOPLE, code),
    }
    return health_page(request, "resilience/krs.html", village, context, (_("Keluarga berisiko stunting"), ""))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, code: str) -> HttpResponse:
    """The list as a file, once a purpose is stated; the trail keeps who, why and how many."""
    village = village_or_404(request, code, Right.EXPORT_PEOPLE)
    if not holds_in(request.user, Right.SEE_HEALTH, code):
        raise Http404
    wanted = Wanted.read(request.GET)
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _file(request, village, wanted, form.cleaned_data["purpose"], form.cleaned_data["fmt"])
    above = (_("Keluarga berisiko stunting"), reverse("resilience:krs", args=[code]))
    context = {"form": form, "wanted": wanted}
    return health_page(request, "resilience/export.html", village, context, above, (_("Unduh daftar"), ""))


def _file(request: HttpRequest, village: Region, wanted: Wanted, purpose: str, fmt: str) -> HttpResponse:
    states = krs_list.at_risk(request.user, village.code, wanted).select_related("family__dwelling")
    states = states & FamilyState.objects.permitted(request.user, Right.EXPORT_PEOPLE)
    given: dict[int, set[int]] = {}
    visits = Visit.objects.filter(family__state__in=states.values("pk")).values_list("family_id", "assistance")
    for family, codes in visits:
        given.setdefault(family, set()).update(codes)
    assistance = {family: sorted(codes) for family, codes in given.items()}
    rows, language = list(krs_list.file_rows(states, assistance)), page_language()
    if fmt == "csv":  # no second sheet there: the code book stands below the list
        rows += [[], *([line] for line in krs_list.code_book(language))]
    trail.note(
        request.user,
        "families-at-risk-exported",
        chain=village.code,
        purpose=purpose,
        families=len(states),
        filter=wanted.query,
    )
    notes = krs_list.file_notes(village, wanted, timezone.localdate(), language)
    return table_answer(fmt, f"krs-{village.code}", _("Keluarga berisiko stunting"), rows, notes)
