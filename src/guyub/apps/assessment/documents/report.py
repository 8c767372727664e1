"""The report of a village as plain rows: the one source of its PDF, spreadsheet and CSV."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from guyub import language as words
from guyub.apps.assessment.presentation.road import PlanView
from guyub.apps.assessment.presentation.village import MissingLine, Origin, VillageView
from guyub.apps.documents.tables import Cell

GRADES = {"PROPOSED": "usulan", "PARTIAL": "sebagian", "INFERRED": "perkiraan"}


@dataclass(frozen=True)
class VillageReport:
    """A village view with the day it was printed and the fingerprint of its data."""

    village: VillageView
    road: PlanView
    printed_on: datetime.date
    language: str

    @property
    def data_hash(self) -> str:
        """SHA-256 of the figures, the scores taken as given, and the instrument: equal data, equal hash."""
        view = self.village
        content = {
            "code": view.code,
            "as_of": view.as_of.isoformat(),
            "facts": {fact.code: fact.value for fact in view.facts},
            "given": {row.code: row.score for row in view.rows if row.given},
            "instrument": [view.instrument.id, view.instrument.version, view.assessment.mode, view.instrument.checksum],
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def file_name(self) -> str:
        """Name of the file without its ending; ASCII, from code and day."""
        return f"kampung-kb-{self.village.code}-{self.village.as_of:%Y-%m-%d}"

    def day(self, value: datetime.date) -> str:
        """A date in words."""
        return words.format_date(value, self.language)

    def index(self, value: int | None) -> str:
        """Hundredths as a number with two decimals."""
        return "" if value is None else words.format_hundredths(value, self.language)


def report_of(village: VillageView, road: PlanView, language: str) -> VillageReport:
    """The report as of today: the village, and the proven road from where it stands."""
    return VillageReport(village, road, timezone.localdate(), language)


def grade_word(grade: str) -> str:
    """The mark behind a rule that is not confirmed; empty for confirmed ones."""
    return _(GRADES[grade]) if grade in GRADES else ""


def origin_words(report: VillageReport, origin: Origin | None) -> str:
    """Where a figure comes from, in one line."""
    if origin is None:
        return ""
    parts = [str(origin.source), report.day(origin.as_of), origin.recorded_by, origin.provenance]
    return " · ".join(part for part in parts if part)


def missing_words(line: MissingLine) -> str:
    """How many points hang on figures that nobody recorded."""
    if not line.points:
        return _("tidak menambah poin")
    if len(line.codes) > 1:
        return _("paling banyak {n} poin bergantung pada {count} angka bersama-sama").format(
            n=line.points, count=len(line.codes)
        )
    return _("paling banyak {n} poin bergantung pada angka ini").format(n=line.points)


def class_words(view: VillageView) -> str:
    """The class, and what makes it provisional."""
    if not view.missing_count:
        return view.class_name
    lacking = _("sementara: {n} angka belum ada").format(n=view.missing_count)
    return f"{view.class_name} ({lacking})"


def figures(report: VillageReport) -> Iterator[list[Cell]]:
    """Every figure as one row of one table, header first."""
    view = report.village
    day = view.days.iso
    yield [
        _("bagian"),
        _("kode"),
        _("nama"),
        _("nilai"),
        _("satuan"),
        _("skor tertinggi"),
        _("keterangan"),
        _("tingkat kepastian"),
        _("sumber"),
        _("per tanggal"),
    ]
    path = ", ".join((view.name, *view.path))
    yield [
        _("kampung"),
        view.code,
        path,
        class_words(view),
        _("kelas"),
        None,
        view.margin,
        "",
        view.instrument_name,
        day,
    ]
    for gauge in view.gauges:
        limit = _("batas {limit}").format(limit=report.index(gauge.limit))
        yield [_("indeks"), gauge.id, gauge.name, gauge.value / 100, _("indeks"), gauge.most / 100, limit, "", "", day]
    for row in view.rows:
        grade = grade_word(row.grade)
        own = row.days.iso if row.days else ""
        yield [_("variabel"), row.code, row.name, row.score, _("skor"), row.highest, row.fact, grade, row.source, own]
    for fact in view.facts:
        origin = origin_words(report, fact.origin)
        recorded = fact.origin.as_of.isoformat() if fact.origin else ""
        yield [_("angka"), fact.code, fact.name, fact.value, fact.unit, None, "", "", origin, recorded]
    for line in view.missing:
        points = missing_words(line)
        for code, name in zip(line.codes, line.names, strict=True):
            yield [_("belum ada data"), code, name, None, "", None, points, "", "", ""]
    for action in report.road.actions:
        proposed = grade_word(action.grade)
        yield [
            _("rencana"),
            "",
            action.name,
            action.cost_rupiah,
            _("rupiah"),
            None,
            f"{action.count}; {action.note}" if action.note else action.count,
            proposed,
            action.opd,
            "",
        ]
