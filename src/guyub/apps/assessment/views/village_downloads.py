"""Downloads of one village: PDF, XLSX, CSV. Only for those who may see its details."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from guyub.apps.assessment.documents.csv_file import village_csv
from guyub.apps.assessment.documents.pdf import village_pdf
from guyub.apps.assessment.documents.report import VillageReport, report_of
from guyub.apps.assessment.documents.workbook import village_workbook
from guyub.apps.assessment.services import default_instrument
from guyub.apps.assessment.views.access import for_signed_in
from guyub.apps.assessment.views.village import load_known, view_of
from guyub.apps.assessment.views.village_plan import quick_plan
from guyub.apps.documents.tables import file_answer
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language

FORMATS: dict[str, Callable[[VillageReport], bytes]] = {
    "pdf": village_pdf,
    "xlsx": village_workbook,
    "csv": village_csv,
}


@require_safe
@for_signed_in
def download(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """The report of a village as a file. 404 for strangers, unknown formats, and villages without data."""
    if fmt not in FORMATS:
        raise Http404
    unit = get_object_or_404(Unit.objects.visible_to(request.user).with_region().active(), region_id=code)
    known, assessment = load_known(unit)
    if assessment is None:
        raise Http404
    road = quick_plan(known, default_instrument(), assessment)
    report = report_of(view_of(known, assessment), road, page_language())
    return file_answer(FORMATS[fmt](report), f"{report.file_name}.{fmt}")
