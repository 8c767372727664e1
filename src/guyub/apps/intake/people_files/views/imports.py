"""Pages of imports of people: send a file, say what its columns mean, look at the check, decide, watch."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub import language as words
from guyub.analytics.people_tables import layout_ids, load_layout
from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import Rows, file_answer, table_csv
from guyub.apps.intake.models import PeopleImport
from guyub.apps.intake.people_files import services
from guyub.apps.intake.people_files.presentation import columns, progress
from guyub.apps.people.access import village_trail
from guyub.apps.people.presentation.menu import village_menu
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.apps.uploads import with_size_limit
from guyub.errors import DomainError

RECENT = 20
EXAMPLE = {
    "pk-anggota": [
        "No KK",
        "NIK",
        "Nama",
        "K.03",
        "Tanggal lahir",
        "K.07",
        "K.10",
        "K.11",
        "RW",
        "RT",
        "Alamat",
        "P.01",
    ],
    "pk-keluarga": ["No KK", "RW", "RT", "Nama_1", "K.03_1", "Tanggal lahir_1", "K.07_1", "K.10_1", "Nama_2", "K.03_2"],
}
State = PeopleImport.State


class PeopleFileForm(forms.Form):
    """The day that the file speaks of, and the file."""

    day = forms.DateField(
        label=gettext_lazy("Keadaan per tanggal"),
        help_text=gettext_lazy("Keluarga baru dari berkas ini tercatat tinggal di sini sejak hari itu."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": gettext_lazy("Pilih tanggal keadaan berkasnya."),
            "invalid": gettext_lazy("Isi tanggal yang ada."),
        },
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas"),
        help_text=gettext_lazy("Excel (XLSX, XLS), ODS, atau CSV, paling besar 40 MB. Satu berkas satu kelurahan."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(services.SUFFIXES)}),
        error_messages={"required": gettext_lazy("Pilih berkasnya."), "empty": gettext_lazy("Berkas ini kosong.")},
    )

    def clean_day(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Tanggal ini belum tiba. Pilih hari ini atau sebelumnya."))
        if day.year < 2000:
            raise forms.ValidationError(_("Tanggal ini terlalu lama. Periksa tahunnya."))
        return day


@with_size_limit(lambda: settings.PEOPLE_UPLOAD_MAX_BYTES)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Send a file of one village's people. It is read once and sealed; nothing is entered."""
    village = _village(request, code)
    form = PeopleFileForm(initial={"day": timezone.localdate()})
    if request.method == "POST":
        form = PeopleFileForm(request.POST, request.FILES)
        if getattr(request, "upload_too_large", False):
            form.errors.pop("file", None)
            size = settings.PEOPLE_UPLOAD_MAX_BYTES // settings.MEGABYTE
            form.add_error("file", _("Berkas ini lebih besar dari {size} MB. Bagi menurut RW.").format(size=size))
        elif form.is_valid() and (run := _received(request, village, form)) is not None:
            return redirect("people_files:run", pk=run.pk)
    recent = PeopleImport.objects.visible_to(request.user).filter(village=village).defer("content_sealed")[:RECENT]
    layouts = [(name, load_layout(name), name in EXAMPLE) for name in layout_ids()]
    context = {"form": form, "recent": recent, "layouts": layouts, "language": page_language()}
    return _page(request, "intake/people/upload.html", village, context)


@login_required
@require_safe
def example(request: HttpRequest, layout: str) -> HttpResponse:
    """The names of the columns of a layout, to fill in."""
    if layout not in EXAMPLE:
        raise Http404
    return _csv([EXAMPLE[layout]], f"guyub-{layout}.csv")


@login_required
@require_safe
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The import where it stands: columns, work going on, the check, or what was entered."""
    found = _run(request, pk)
    if found.state == State.COLUMNS:
        return _columns_page(request, found)
    if found.busy:
        return _page(request, "intake/people/busy.html", found.village, {"run": found})
    language = page_language()
    context = {
        "run": found,
        "counts": progress.outcome_counts(found),
        "families": progress.family_counts(found),
        "left": progress.left_counts(found),
        "errors": progress.error_lines(found, language),
        "all_errors": found.problems.filter(severity="error").count(),
        "warnings": progress.warning_lines(found, language),
        "unread_answers": progress.unread_answers(found),
        "open_interviews": found.counts.get("answers-open", 0),
        "left_out": found.left_out.exclude(reason__in=["repeated-row", "after-end"]).count(),
        "kept": PeopleImport.objects.filter(pk=pk, content_sealed__isnull=False).exists(),
        "questions": services.questions_of(found),
        "layout": load_layout(found.layout).title.in_language(language),
    }
    return _page(request, "intake/people/run.html", found.village, context)


@login_required
@require_safe
def progress_bar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bar alone, asked for every two seconds; once the work is over, the page is loaded anew."""
    found = _run(request, pk)
    response = render(request, "intake/people/_bar.html", {"run": found})
    if not found.busy:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def choose_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what the columns mean; or answer only what had to be asked."""
    found = _run(request, pk)
    language, error = page_language(), ""
    mapping = dict(found.mapping)
    try:
        if "keep" not in request.POST:
            groups = columns.choice_groups(found, language, ("", ""))
            mapping = columns.read_mapping(
                found, request.POST, {code for group in groups for code, _t in group.choices}
            )
        given = {key: request.POST[key] for key in ("date_order", "code_book") if request.POST.get(key)}
        services.choose_columns(request.user, found, mapping, {**found.choices, **given})
        return redirect("people_files:run", pk=pk)
    except columns.RepeatedMeaning as repeated:
        name = columns.title_of(str(repeated), found, language)
        error = _("Dua kolom diberi arti yang sama: {name}. Pilih satu.").format(name=name)
    except services.ColumnsMissing as missing:
        names = [columns.title_of(code, found, language) for code in missing.data["fields"].split(", ")]
        error = _("Pilih kolom yang berisi: {names}.").format(names=", ".join(names))
    except services.NotThatState:
        return redirect("people_files:run", pk=pk)
    found.mapping = mapping
    return _columns_page(request, found, error)


@login_required
@require_POST
def choose_layout(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read the file as another layout or sheet."""
    found = _run(request, pk, defer=False)
    layout = request.POST.get("layout", "")
    if layout in layout_ids():
        _try(request, lambda: services.choose_layout(request.user, found, layout, request.POST.get("sheet")))
    return redirect("people_files:run", pk=pk)


@login_required
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter the file, only its good families, or forget it."""
    found = _run(request, pk)
    choice = request.POST.get("choice", "")
    if choice in ("all", "good"):
        _try(request, lambda: services.approve(request.user, found, good_rows_only=choice == "good"))
    elif choice == "drop":
        _try(request, lambda: services.drop(request.user, found))
    return redirect("people_files:run", pk=pk)


@login_required
@require_POST
def error_workbook(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rows that were not taken, to be corrected and sent back. On the trail: it holds personal data."""
    found = _run(request, pk, defer=False)
    with tempfile.TemporaryDirectory(prefix="guyub-") as folder:
        file = Path(folder) / "perbaikan.xlsx"
        try:
            services.error_workbook(request.user, found, file, page_language())
        except services.ContentGone as gone:
            messages.error(request, words.sentence(gone, page_language()))
            return redirect("people_files:run", pk=pk)
        return file_answer(file.read_bytes(), f"perbaikan-{str(pk)[:8]}.xlsx")


@login_required
@require_safe
def problems(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All problems as CSV, values masked."""
    rows = progress.problem_rows(_run(request, pk), page_language())
    heading = ["sheet", "row", "column", "value", "rule", "severity", "explanation"]
    return _csv([heading, *rows], f"masalah-{str(pk)[:8]}.csv")


def _columns_page(request: HttpRequest, found: PeopleImport, error: str = "") -> HttpResponse:
    language = page_language()
    context = {
        "run": found,
        "error": error,
        "lines": columns.column_lines(found),
        "groups": columns.choice_groups(found, language, (_("Keluarga dan anggota"), _("Jawaban formulir"))),
        "layouts": [(name, load_layout(name).title.in_language(language)) for name in layout_ids()],
        "lead": load_layout(found.layout).lead.in_language(language),
        "layout": load_layout(found.layout),
    }
    return _page(request, "intake/people/columns.html", found.village, context)


def _received(request: HttpRequest, village: Region, form: PeopleFileForm) -> PeopleImport | None:
    sent = form.cleaned_data["file"]
    try:
        return services.receive(request.user, village, sent.name, sent.read(), form.cleaned_data["day"])
    except DomainError as error:
        form.add_error("file", words.sentence(error, page_language()))
        return None


def _try(request: HttpRequest, act: Callable[[], object]) -> None:
    try:
        act()
    except DomainError as error:
        messages.error(request, words.sentence(error, page_language()))


def _village(request: HttpRequest, code: str) -> Region:
    return village_or_404(request, code, Right.IMPORT_PEOPLE)


def _run(request: HttpRequest, pk: UUID, defer: bool = True) -> PeopleImport:
    runs = PeopleImport.objects.visible_to(request.user).select_related("village", "round", "key")
    return get_object_or_404(runs.defer("content_sealed") if defer else runs, pk=pk)


def _page(request: HttpRequest, template: str, village: Region, context: dict[str, Any]) -> HttpResponse:
    trail = village_trail(village, (_("Impor keluarga"), reverse("people_files:upload", args=[village.code])))
    if "run" in context:
        trail.append((context["run"].file_name, ""))
    entries = village_menu(request.user, village.code, request.path)
    more = {"village": village, "trail": trail, "entries": entries, "synthetic": village.synthetic}
    return render(request, template, context | more)


def _csv(rows: Rows, name: str) -> HttpResponse:
    return file_answer(table_csv(name, rows), name)
