"""The registers of a month of all groups of an area: on a page, and as a file."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.documents.tables import Sheet, file_answer, sheets_workbook, table_answer
from guyub.apps.growth.views.months import month_asked
from guyub.apps.programmes.presentation.area_registers import (
    AreaRegisters,
    area_address,
    area_registers,
    register_rows,
    register_sheets,
)
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.deadlines import months_on
from guyub.language import format_date

MONTHS_SHOWN = 12


@login_required
@require_safe
def registers(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a month; the last one where none is asked for."""
    region, today = _region(request, code), timezone.localdate()
    context = {
        "region": region,
        "found": area_registers(region, _month(request)),
        "months": [months_on(today, -number) for number in range(MONTHS_SHOWN)],
        "rule": load_group_rules().deadlines,
        "synthetic": region.synthetic,
        "trail": _trail(request, region),
    }
    return render(request, "programmes/area_registers.html", context)


@login_required
@require_safe
def registers_file(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """The same as a file: each group, and in a workbook each meeting and where the rules come from."""
    region = _region(request, code)
    found = area_registers(region, _month(request))
    name = f"register-{code}-{found.month:%Y-%m}"
    if fmt == "csv":
        return table_answer(fmt, name, _("Register kelompok"), register_rows(found))
    if fmt != "xlsx":
        raise Http404
    notes = Sheet(_("Keterangan"), (22, 90), _notes(found))
    title = _("Register kelompok {name}").format(name=region.name)
    return file_answer(sheets_workbook(title, [*register_sheets(found), notes]), f"{name}.xlsx")


def _region(request: HttpRequest, code: str) -> Region:
    if not scope_of(request.user).may(Right.SEE_FIGURES, code):
        raise Http404
    return get_object_or_404(Region.objects.select_related("parent__parent__parent"), code=code)


def _month(request: HttpRequest) -> date:
    return month_asked(request) or months_on(timezone.localdate(), -1)


def _trail(request: HttpRequest, region: Region) -> list[tuple[str, str]]:
    """Areas above whose page the reader may open, and the area's own first page."""
    scope = scope_of(request.user)
    above = [one for one in reversed(region.ancestors) if scope.may(Right.SEE_FIGURES, one.code)]
    page = "assessment:village" if region.level == Level.VILLAGE else "assessment:region"
    ways = [(one.name, area_address(one)) for one in above]
    return [*ways, (region.name, reverse(page, args=[region.code])), (_("Register kelompok"), "")]


def _notes(found: AreaRegisters) -> list[tuple[str, str]]:
    language, deadlines = page_language(), load_group_rules().deadlines
    due = f"{format_date(found.due, language)}. {deadlines.source.in_language(language)}"
    return [
        (_("Wilayah"), f"{found.region.name} ({found.region.code})"),
        (_("Bulan"), f"{found.month:%Y-%m}"),
        (_("Batas waktu"), f"{due} ({grade_word(deadlines.grade)})"),
        (_("Anggota"), _("Yang menjadi anggota sekarang, bukan pada bulan itu.")),
        (_("Pernah hadir"), _("Anggota yang hadir paling sedikit sekali pada bulan itu.")),
        (
            _("Bentuk"),
            _("Susunan resmi R/I tidak ditemukan utuh: kolom di sini menurut layar purwarupa SIGA 2020."),
        ),
        *([(_("Data"), _("Data contoh — bukan orang atau wilayah nyata"))] if found.region.synthetic else []),
    ]
