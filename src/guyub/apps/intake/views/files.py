"""Import of a file of villages: upload, try, then apply the good rows or nothing."""

import csv
import io
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub import language as words
from guyub.analytics.tables import Problem
from guyub.analytics.tables.errors import UnknownHeader
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment import services
from guyub.apps.documents.tables import csv_text, file_answer
from guyub.apps.intake.models import FileImport
from guyub.apps.intake.services import files
from guyub.apps.intake.services.files import Decided, FilePlan, NothingToApply, TooManyOpen
from guyub.apps.intake.services.matching import unread
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.apps.uploads import with_size_limit
from guyub.data import load_fact_catalogue
from guyub.domain.facts import Finding
from guyub.errors import DomainError, UnreadableFile
from guyub.language.cells import guarded
from guyub.language.findings import finding_text
from guyub.language.problems import rule_text

SHOWN = 100  # problems, findings and moves on the page; the files have all
RECENT = 10


class UploadForm(forms.Form):
    """The day that the figures speak of, and the file: an upload that ends early loses what stands behind it."""

    as_of = forms.DateField(
        label=gettext_lazy("Keadaan per tanggal"),
        help_text=gettext_lazy(
            "Hari yang diceritakan angka di berkas, bukan hari mengirim. Misalnya akhir bulan laporan."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": gettext_lazy("Pilih tanggal keadaan angkanya."),
            "invalid": gettext_lazy("Isi tanggal yang ada."),
        },
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas"),
        help_text=gettext_lazy("CSV atau Excel (XLSX), paling besar 10 MB. Satu baris satu desa/kelurahan."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(files.SUFFIXES)}),
        error_messages={"required": gettext_lazy("Pilih berkasnya."), "empty": gettext_lazy("Berkas ini kosong.")},
    )

    def clean_as_of(self) -> Any:
        """A day that figures can speak of."""
        day = self.cleaned_data["as_of"]
        problem = services.problem_with_day(day, timezone.localdate())
        if problem == "day-to-come":
            raise forms.ValidationError(_("Tanggal ini belum tiba. Pilih hari ini atau sebelumnya."))
        if problem:
            raise forms.ValidationError(_("Tanggal ini terlalu lama. Kampung KB baru ada sejak 2016."))
        return day


@with_size_limit(lambda: settings.UPLOAD_MAX_BYTES)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Send a file. It is read at once; nothing is recorded."""
    if not scope_of(request.user).codes(Right.EDIT_FIGURES):
        raise Http404
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if getattr(request, "upload_too_large", False):
            form.errors.pop("file", None)
            form.add_error("file", _too_large())
        elif form.is_valid():
            received = _receive(request, form)
            if received is not None:
                return redirect("intake:check", pk=received.pk)
    recent = FileImport.objects.of(request.user).defer("content", "problems_csv")[:RECENT]
    context = {"form": form, "recent": recent, "trail": [(_("Impor berkas"), "")]}
    return render(request, "intake/upload.html", context)


@login_required
@require_safe
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What applying the file would do; or, once decided, what was done."""
    received = get_object_or_404(FileImport.objects.of(request.user), pk=pk)
    trail = [(_("Impor berkas"), reverse("intake:upload")), (received.file_name, "")]
    context: dict[str, Any] = {"received": received, "trail": trail}
    if received.state != FileImport.State.CHECKED:
        units = Unit.objects.visible_to(request.user).active().filter(region_id__in=received.villages[:SHOWN])
        context["villages"] = units.select_related("region")
        return render(request, "intake/decided.html", context)
    planned = files.plan(request.user, received)
    return render(request, "intake/check.html", context | _plan_context(received, planned))


@login_required
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Apply the good rows, drop the file, or name the columns anew."""
    received = get_object_or_404(FileImport.objects.of(request.user), pk=pk)
    choice = request.POST.get("choice", "")
    try:
        if choice == "apply":
            files.apply(request.user, received.pk)
        elif choice == "drop":
            files.drop(request.user, received.pk)
        elif choice == "columns" and received.state == FileImport.State.CHECKED:
            received.code_column = request.POST.get("code_column", "")[:200]
            received.name_column = request.POST.get("name_column", "")[:200]
            received.save(update_fields=["code_column", "name_column"])
    except (Decided, NothingToApply):
        pass  # the page says what became of the file
    return redirect("intake:check", pk=pk)


@login_required
@require_safe
def problems(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every problem of the file as CSV: row, line, column, value, rule, what to do."""
    received = get_object_or_404(FileImport.objects.of(request.user), pk=pk)
    text = received.problems_csv
    if received.state == FileImport.State.CHECKED:
        text = files.problems_csv(files.plan(request.user, received).problems, page_language())
    return _csv(text, f"masalah-{received.pk}.csv")


@login_required
@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """A table to fill in, with the person's own villages."""
    units = Unit.objects.editable_by(request.user).active().select_related("region").order_by("region_id")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in files.example_rows(units.iterator()):
        writer.writerow([guarded(cell) for cell in row])
    return _csv(text.getvalue(), "guyub-isian.csv")


def _csv(text: str, name: str) -> HttpResponse:
    return file_answer(csv_text(text), name)


def _too_large() -> str:
    megabytes = settings.UPLOAD_MAX_BYTES // settings.MEGABYTE
    return _("Berkas ini lebih besar dari {size} MB. Bagi menjadi beberapa berkas.").format(size=megabytes)


def _receive(request: HttpRequest, form: UploadForm) -> FileImport | None:
    sent = form.cleaned_data["file"]
    if sent.size > settings.UPLOAD_MAX_BYTES:
        form.add_error("file", _too_large())
        return None
    try:
        return files.receive(request.user, sent.name, sent.read(), form.cleaned_data["as_of"])
    except (UnreadableFile, TooManyOpen) as error:
        form.add_error("file", _refusal(error))
        return None


def _refusal(error: DomainError) -> str:
    if error.code != UnknownHeader.code:
        return words.sentence(error, page_language())
    text = _(
        "Baris pertama berkas ini tidak berisi nama kolom yang dikenal. Yang ada: {found}. "
        "Unduh tabel isian desa Anda di bawah, salin angkanya ke sana, lalu kirim lagi."
    )
    return text.format(found=error.data["found"])


def _plan_context(received: FileImport, planned: FilePlan) -> dict[str, Any]:
    language = page_language()
    instrument = services.default_instrument()
    ranked = sorted(instrument.classes, key=lambda village_class: -village_class.rank)
    names = [*(village_class.name for village_class in ranked), ""]
    return {
        "plan": planned,
        "problems": [_problem_line(problem, language) for problem in planned.problems[:SHOWN]],
        "more_problems": max(0, len(planned.problems) - SHOWN) + planned.more_problems,
        "all_problems": len(planned.problems) + planned.more_problems,
        "classes": [(name, *planned.classes[name]) for name in names if name in planned.classes],
        "moving": planned.moving[:SHOWN],
        "findings": [
            (row, [_finding_words(finding, language) for finding in row.findings])
            for row in planned.with_findings[:SHOWN]
        ],
        "same": sum(not row.differs for row in planned.rows),
        "earlier": files.earlier(received),
        "texts": planned.table.texts,
        "unread": _unread(planned, language),
        "synthetic": any(row.unit.region.synthetic for row in planned.rows),
    }


def _unread(planned: FilePlan, language: str) -> list[tuple[str, str, str]]:
    """Columns that are not read: name in the file, and code and name of the fact that may be meant."""
    known = load_fact_catalogue().by_code
    return [
        (column, guess, known[guess].name.in_language(language) if guess else "")
        for column, guess in unread(planned.table, planned.columns).items()
    ]


def _finding_words(found: Finding, language: str) -> str:
    return finding_text(load_fact_catalogue(), found.check, found.left, found.right, language)


def _problem_line(problem: Problem, language: str) -> dict[str, Any]:
    fact = load_fact_catalogue().by_code.get(problem.column)
    name = fact.name.in_language(language) if fact else ""
    return {"problem": problem, "name": name, "sentence": rule_text(problem, language)}
