"""Pages of e-PPGBM: send an export, look at the check, take it in, compare a month, export ours."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.analytics.people_tables import Severity
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.documents.tables import file_answer, table_answer, table_csv
from guyub.apps.growth.forms_eppgbm import EppgbmExportForm, EppgbmFileForm, PurposeForm, month_of
from guyub.apps.growth.models import EppgbmFile, Posyandu
from guyub.apps.growth.presentation import eppgbm as shown
from guyub.apps.growth.services import eppgbm as services
from guyub.apps.people.access import village_trail
from guyub.apps.people.purposes import purpose_given
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.apps.uploads import with_size_limit
from guyub.errors import DomainError
from guyub.language import sentence

RECENT, PAGE_SIZE, PROBLEMS = 20, 50, 100


@with_size_limit(lambda: settings.UPLOAD_MAX_BYTES)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Send an export of e-PPGBM. It is read once and sealed; nothing is recorded."""
    village = _village(request, code)
    form = EppgbmFileForm()
    if request.method == "POST":
        form = EppgbmFileForm(request.POST, request.FILES)
        if getattr(request, "upload_too_large", False):
            form.errors.pop("file", None)
            size = settings.UPLOAD_MAX_BYTES // settings.MEGABYTE
            form.add_error(
                "file", _("Berkas ini lebih besar dari {size} MB. Ekspor lebih sedikit bulan.").format(size=size)
            )
        elif form.is_valid() and (found := _received(request, village, form)) is not None:
            return redirect("growth:eppgbm_file", code=code, pk=found.pk)
    files = EppgbmFile.objects.visible_to(request.user).filter(village=village)
    recent = files.annotate(gone=Q(content_sealed__isnull=True)).defer("content_sealed")[:RECENT]
    context = {"form": form, "recent": recent, "may_export": services.may_export(request.user, code)}
    return _page(request, "growth/eppgbm.html", village, context, status=422 if form.errors else 200)


@login_required
@require_safe
def file(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The check: where every row ends, their z-scores beside ours, and what is wrong."""
    found = _file(request, code, pk)
    if not found.kept:
        return _page(request, "growth/eppgbm_file.html", found.village, {"file": found})
    plan = services.plan_of(found)
    outcomes = shown.tabs(plan)
    listed = [tab for tab in outcomes if tab.listed and tab.count]
    wanted = request.GET.get("hasil", "")
    tab = next((one for one in listed if one.code == wanted), listed[0] if listed else None)
    rows = plan.of(services.Outcome(tab.code)) if tab else []
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    errors = [one for one in plan.problems if one.severity == Severity.ERROR]
    notes = [one for one in plan.problems if one.severity == Severity.WARNING]
    language = page_language()
    context = {
        "file": found,
        "plan": plan,
        "tabs": outcomes,
        "tab": tab,
        "page": page,
        "lines": [shown.row_line(row) for row in page.object_list],
        "fresh": plan.counts[services.Outcome.NEW],
        "unlikely": plan.counts[services.Outcome.UNLIKELY],
        "capsules": services.capsules_of(plan.of(services.Outcome.NEW, services.Outcome.SAME)),
        "agreements": shown.agreement_counts(plan),
        "errors": shown.problem_lines(errors[:PROBLEMS], language),
        "error_count": len(errors),
        "note_count": len(notes),
    }
    return _page(request, "growth/eppgbm_file.html", found.village, context)


@login_required
@require_POST
def order(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Say whether day or month stands first."""
    found = _file(request, code, pk)
    services.choose_order(request.user, found, request.POST.get("date_order", ""))
    return redirect("growth:eppgbm_file", code=code, pk=pk)


@login_required
@require_POST
def take(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Record what is new."""
    found = _file(request, code, pk)
    try:
        count = services.take_in_file(request.user, found, unlikely="jarang" in request.POST)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    else:
        messages.success(request, _("{count} pengukuran dicatat dari berkas ini.").format(count=count))
    return redirect("growth:eppgbm_file", code=code, pk=pk)


@login_required
@require_POST
def drop(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Forget the file; what was recorded stays."""
    services.drop(request.user, _file(request, code, pk))
    messages.success(request, _("Isi berkasnya sudah dihapus."))
    return redirect("growth:eppgbm", code=code)


@login_required
@require_safe
def problems(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """All problems as CSV, values masked."""
    plan = _plan(_file(request, code, pk))
    rows = [
        [one.line, one.column, one.value, one.severity, one.sentence]
        for one in shown.problem_lines(plan.problems, page_language())
    ]
    heading = ["row", "column", "value", "severity", "explanation"]
    return file_answer(table_csv("", [heading, *rows]), f"masalah-{str(pk)[:8]}.csv")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """A month here beside the same month in the file; sent with a purpose, the list as a file."""
    found = _file(request, code, pk)
    plan = _plan(found)
    months = services.months_of(plan)
    month = month_of(request.GET.get("bulan", ""), months)
    compared = services.compare(request.user, code, plan, month) if month else None
    lines = [shown.compared_line(one) for one in compared.lines] if compared else []
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and month and form.is_valid() and services.may_export(request.user, code):
        return _list_file(request, found.village, lines, form, f"{month:%Y-%m}")
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "file": found,
        "months": months,
        "month": month,
        "compared": compared,
        "counts": [(words, compared.count(kind)) for kind, words in shown.KINDS.items()] if compared else [],
        "page": page,
        "lines": page.object_list,
        "left_out": plan.counts[services.Outcome.FAULT],
        "form": form if services.may_export(request.user, code) else None,
    }
    status = 422 if form.errors else 200
    return _page(request, "growth/eppgbm_compare.html", found.village, context, _("Bandingkan"), status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Measurements of a month in the columns of e-PPGBM."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    if not services.may_export(request.user, code):
        raise Http404
    full = scope_of(request.user).may(Right.REVEAL_IDENTITY, code)
    choices = Posyandu.objects.filter(village=village)
    form = EppgbmExportForm(request.POST or None, posyandu=choices, full=full)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        wish = services.Wish(
            village, wanted["month"], wanted["format"], wanted["purpose"], wanted["posyandu"], bool(wanted.get("full"))
        )
        try:
            content, _rows = services.export_measurements(request.user, wish)
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            return file_answer(content, f"eppgbm-{code}-{wish.month:%Y-%m}.{wish.format}")
    context = {"form": form, "may_take_in": services.may_take_in(request.user, code)}
    return _page(request, "growth/eppgbm_export.html", village, context, _("Ekspor"), 422 if form.errors else 200)


def _list_file(
    request: HttpRequest, village: Region, lines: list[shown.ComparedLine], form: PurposeForm, month: str
) -> HttpResponse:
    """The list with names: on the trail as every such file."""
    fmt, purpose = form.cleaned_data["format"], purpose_given(form.cleaned_data["purpose"])
    services.note_export(request.user, village, purpose, len(lines), fmt)
    name = f"banding-eppgbm-{village.code}-{month}"
    return table_answer(fmt, name, _("Banding e-PPGBM"), shown.compared_rows(lines))


def _village(request: HttpRequest, code: str) -> Region:
    village = village_or_404(request, code, Right.EDIT_GROWTH)
    if not services.may_take_in(request.user, code):
        raise Http404
    return village


def _file(request: HttpRequest, code: str, pk: UUID) -> EppgbmFile:
    files = EppgbmFile.objects.visible_to(request.user).select_related("village", "key")
    return get_object_or_404(files, pk=pk, village=code)


def _plan(found: EppgbmFile) -> services.Plan:
    """The check of a file whose content is still there; what is gone has no further pages."""
    if not found.kept:
        raise Http404
    return services.plan_of(found)


def _received(request: HttpRequest, village: Region, form: EppgbmFileForm) -> EppgbmFile | None:
    sent = form.cleaned_data["file"]
    try:
        return services.receive(request.user, village, sent.name, sent.read())
    except DomainError as error:
        form.add_error("file", sentence(error, page_language()))
        return None


def _page(
    request: HttpRequest,
    template: str,
    village: Region,
    context: dict[str, Any],
    title: str = "",
    status: int = 200,
) -> HttpResponse:
    found = context.get("file")
    further = [("Posyandu", reverse("growth:posyandu", args=[village.code]))]
    own = services.may_take_in(request.user, village.code)
    here = reverse("growth:eppgbm", args=[village.code]) if own and (found or title) else ""
    further.append(("e-PPGBM", here))
    if found is not None:
        address = reverse("growth:eppgbm_file", args=[village.code, found.pk]) if title else ""
        further.append((found.file_name, address))
    if title:
        further.append((title, ""))
    trail = village_trail(village, *further)
    more = {"village": village, "synthetic": village.synthetic, "trail": trail}
    return render(request, template, {**context, **more}, status=status)
