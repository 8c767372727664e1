"""The register of a group's month: on a page, as a file, and confirmed as handed in."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.documents.tables import TABLES, file_answer, table_answer
from guyub.apps.growth.documents.sheet import REST, Column, Note, WideTable, sheet_pdf
from guyub.apps.growth.templatetags.growth import month_words
from guyub.apps.growth.views.months import month_asked
from guyub.apps.programmes.models import Group
from guyub.apps.programmes.presentation.register import Register, register_of
from guyub.apps.programmes.presentation.words import grade_note, group_name, kind_of
from guyub.apps.programmes.services import runs
from guyub.apps.programmes.services.registers import confirm_register
from guyub.apps.programmes.views.pages import done, group_or_404, group_to_run, groups_trail
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.deadlines import months_on
from guyub.language import format_date

MONTHS_SHOWN = 12


@login_required
@require_safe
def register(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The register of a month; the last one where none is asked for."""
    group = _group(request, code, pk)
    month, today = _month(request), timezone.localdate()
    context = {
        "group": group,
        "name": group_name(group),
        "kind": kind_of(group),
        "register": register_of(group, request.user, month),
        "handed_in": group.registers.filter(month=month).order_by("-pk").first(),
        "due": load_group_rules().register_due(month),
        "rule": load_group_rules().deadlines,
        "late": today > load_group_rules().register_due(month),
        "months": [months_on(today, -number) for number in range(MONTHS_SHOWN)],
        "runs": runs(request.user, group),
        "synthetic": group.village.synthetic,
        "trail": groups_trail(group, (kind_of(group).register_form, "")),
    }
    return render(request, "programmes/register.html", context)


@login_required
@require_safe
def file(request: HttpRequest, code: str, pk: int, fmt: str) -> HttpResponse:
    """The same as a file, without names."""
    group = _group(request, code, pk)
    if fmt not in {*TABLES, "pdf"}:
        raise Http404
    found, language = register_of(group, request.user, _month(request)), page_language()
    name = f"register-{group.kind}-{group.pk}-{found.month:%Y-%m}"
    if fmt == "pdf":
        return file_answer(_pdf(request, found, language), f"{name}.pdf")
    notes = [(label, " ".join(filter(None, (words, grade)))) for label, words, grade in _notes(found, language)]
    return table_answer(fmt, name, _("Register"), [found.headings, *found.rows, found.total], notes)


@login_required
@require_POST
def confirm(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Keep the register of the month as handed in."""
    group, month = group_to_run(request, code, pk), _month(request)
    told = _("Register {month} dicatat sudah diserahkan.").format(month=month_words(month))
    return done(request, group, lambda: confirm_register(request.user, group, month), told)


def _group(request: HttpRequest, code: str, pk: int) -> Group:
    group = group_or_404(request, code, pk)
    if kind_of(group).register_form is None:
        raise Http404
    return group


def _month(request: HttpRequest) -> date:
    return month_asked(request) or months_on(timezone.localdate(), -1)


def _notes(found: Register, language: str) -> list[tuple[str, str, str]]:
    rules = load_group_rules()
    topics, deadlines = kind_of(found.group).topics, rules.deadlines
    due = format_date(rules.register_due(found.month), language)
    told = [(label, str(count), "") for label, count in found.told()]
    return [
        *told,
        (_("Materi"), topics.source.in_language(language), grade_note(topics.grade)),
        (_("Batas waktu"), f"{due}. {deadlines.source.in_language(language)}", grade_note(deadlines.grade)),
        (
            _("Bentuk"),
            _("Susunan resmi R/I tidak ditemukan utuh: kolom di sini menurut layar purwarupa SIGA 2020."),
            "",
        ),
        (_("Wilayah"), f"{found.group.village.name} ({found.group.village_id})", ""),
    ]


def _pdf(request: HttpRequest, found: Register, language: str) -> bytes:
    columns = [
        Column(heading, width, number=number)
        for heading, width, number in zip(
            found.headings, (34, REST, 48, 26, 22, 16), (False, False, False, False, True, True), strict=True
        )
    ]
    table = WideTable(
        title=found.title,
        subtitle=(", ".join(found.group.serves) and "RW " + ", ".join(found.group.serves)) or _("seluruh kelurahan"),
        columns=columns,
        rows=[[str(cell) for cell in row] for row in found.rows],
        total=[str(cell) for cell in found.total],
        notes=[Note(*one) for one in _notes(found, language)],
        signers=[_("Ketua kelompok"), "PKB/PLKB"],
    )
    return sheet_pdf(request.user, found.group.village, table, language)
