"""Child growth of a region, on a page and as a file: its funnel, rates beside published ones, parts and months."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.documents.tables import TABLES, Cell, Notes, table_answer
from guyub.apps.growth.presentation import two_rates
from guyub.apps.growth.presentation.area_gate import Part
from guyub.apps.growth.presentation.dashboard import CONDITIONS, Dashboard, Row, dashboard, may_see
from guyub.apps.growth.presentation.dashboard_charts import participation_picture, rate_picture
from guyub.apps.growth.presentation.skdn_report import FOUND
from guyub.apps.growth.views.months import month_asked
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.growth_files import load_indonesian_growth, load_participation_rule, load_published_rates
from guyub.data.privacy_files import load_disclosure_rule
from guyub.language import format_hundredths


@login_required
@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a village, kecamatan, city or province."""
    found = _region(request, code)
    view = dashboard(request.user, found, timezone.localdate(), month_asked(request))
    rule = load_participation_rule()
    context = {
        "region": found,
        "view": view,
        "months": list(reversed(view.months)),
        "trend": list(zip(view.months, view.trend, strict=True))[::-1],
        "pictures": [
            (_("Datang ditimbang (D/S)"), participation_picture(view.months, view.trend, rule.low_below), "bars"),
            *((name, rate_picture(view.months, view.trend, one), "dots") for one, name in CONDITIONS.items()),
        ],
        "participation": rule,
        "disclosure": load_disclosure_rule(),
        "skdn": load_indonesian_growth().skdn,
        "rates": load_published_rates(),
        "eppgbm": two_rates.nearest(code, "eppgbm"),
        "survey": two_rates.nearest(code, "survey"),
        "nation": two_rates.nation("survey"),
        "target": two_rates.nation("target"),
        "is_village": found.level == Level.VILLAGE,
        "synthetic": found.synthetic,
        "trail": _trail(request, found),
    }
    return render(request, "growth/dashboard.html", context)


@login_required
@require_safe
def region_file(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """The parts of the region in the month as a table."""
    found = _region(request, code)
    if fmt not in TABLES:
        raise Http404
    view = dashboard(request.user, found, timezone.localdate(), month_asked(request))
    name = f"gizi-{code}-{view.month:%Y-%m}"
    return table_answer(fmt, name, _("Gizi balita"), _rows(view, as_words=fmt == "csv"), _notes(view))


def _region(request: HttpRequest, code: str) -> Region:
    found = get_object_or_404(Region.objects.select_related("parent__parent__parent"), code=code)
    if not may_see(request.user, found):
        raise Http404
    return found


def _trail(request: HttpRequest, found: Region) -> list[tuple[str, str]]:
    """Regions above whose page of growth the reader may open, and the region's own first page."""
    above = [one for one in reversed(found.ancestors) if may_see(request.user, one)]
    ways = [(one.name, reverse("growth:dashboard", args=[one.code])) for one in above]
    page = "assessment:village" if found.level == Level.VILLAGE else "assessment:region"
    return [*ways, (found.name, reverse(page, args=[found.code])), (_("Gizi balita"), "")]


# -- the file --------------------------------------------------------------------------------------------------------


def _rows(view: Dashboard, *, as_words: bool) -> Iterator[list[Cell]]:
    """Shares as people write them, or as numbers that a spreadsheet reckons with."""
    parts = (_("diukur"), "%", _("dari %"), _("sampai %"))
    rates = [word for name in CONDITIONS.values() for word in (str(name), *(f"{name}, {part}" for part in parts))]
    yield [_("Bulan"), _("Kode"), _("Wilayah"), "S", "K", "D", "N", "D/S (%)", *rates]
    whole = Row(view.region.name, "", view.whole)
    for row in (*view.parts, *view.posts, whole):
        shown = row.shown
        cells: list[Cell] = [f"{view.month:%Y-%m}", view.region.code, row.name, shown.s, shown.k, shown.d, shown.n]
        cells.append(_percent(shown.participation.hundredths, as_words))
        for code in FOUND:
            cells += _share(shown.found[code], as_words)
        yield cells


def _share(part: Part, as_words: bool) -> list[Cell]:
    limits = part.interval
    shares = (part.hundredths, limits.low if limits else None, limits.high if limits else None)
    return [part.of, part.per, *(_percent(value, as_words) for value in shares)]


def _percent(value: int | None, as_words: bool) -> Cell:
    if value is None:
        return None
    return format_hundredths(value, page_language()) if as_words else value / 100


def _notes(view: Dashboard) -> Notes:
    rule, language = load_participation_rule(), page_language()
    return [
        (_("Wilayah"), f"{view.region.name} ({view.region.code})"),
        (_("Bukan survei"), _("Hanya anak yang datang yang terhitung; jangan dicampur dengan angka survei.")),
        (_("Rentang"), _("95 %, Wilson: hanya kebetulan, bukan anak yang tidak datang atau salah ukur.")),
        ("D/S", f"{rule.source.in_language(language)} ({grade_word(rule.grade)})"),
        (_("Kosong"), _("Belum diukur, terlalu sedikit, atau tidak ditampilkan di luar kampung.")),
        *([(_("Data"), _("Data contoh — bukan orang atau wilayah nyata"))] if view.region.synthetic else []),
    ]
