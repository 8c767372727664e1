"""The report as a spreadsheet: summary, variables, figures, plan, snapshots."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from guyub.apps.assessment.documents.report import (
    VillageReport,
    class_words,
    grade_word,
    missing_words,
    origin_words,
)
from guyub.apps.documents.tables import Cell, Sheet, sheets_workbook


def village_workbook(report: VillageReport) -> bytes:
    """An XLSX file. Texts are written as texts: nothing in it is ever run as a formula or a link."""
    sheets = [
        Sheet(_("Ringkasan"), (28, 60), summary(report)),
        Sheet(_("Variabel"), (8, 30, 8, 10, 48, 48, 22, 14, 34), variables(report)),
        Sheet(_("Angka"), (30, 40, 14, 14, 16, 60), facts(report)),
        Sheet(_("Rencana"), (54, 16, 16, 10, 18, 20, 40, 34, 12), actions(report)),
        Sheet(_("Potret"), (8, 16, 18, 10, 10, 10, 22, 24, 70), snapshots(report)),
    ]
    return sheets_workbook(report.file_name, sheets, comments=report.data_hash)


def summary(report: VillageReport) -> Iterable[Sequence[Cell]]:
    """Name and value pairs."""
    view = report.village
    grade = grade_word(str(view.instrument.grade)) or _("terkonfirmasi")
    yield [_("Hal"), _("Isi")]
    if view.synthetic:
        yield [_("Perhatian"), _("Data contoh — bukan orang atau wilayah nyata")]
    yield [_("Kampung KB"), view.name]
    yield [_("Kode"), view.code]
    yield [_("Wilayah"), ", ".join(view.path)]
    yield [_("Cakupan"), view.covers]
    yield [_("Tanggal angka"), view.dated]
    yield [_("Kelas"), class_words(view)]
    yield [_("Arti"), view.class_meaning]
    yield [_("Jarak dari batas"), view.margin]
    for gauge in view.gauges:
        yield [_("Indeks {name}").format(name=gauge.name), gauge.value / 100]
    yield [_("Instrumen"), f"{view.instrument_name} ({view.instrument.id}, {view.assessment.mode})"]
    yield [_("Kepastian aturan"), grade]
    yield [_("Dicetak"), report.day(report.printed_on)]
    yield [_("Sidik data (SHA-256)"), report.data_hash]


def variables(report: VillageReport) -> Iterable[Sequence[Cell]]:
    """One row a variable."""
    names = (_("Kode"), _("Variabel"), _("Skor"), _("Tertinggi"), _("Keadaan"), _("Skor berikutnya"))
    yield [*names, _("Per tanggal"), _("Kepastian"), _("Sumber")]
    for row in report.village.rows:
        day, grade = row.days.iso if row.days else "", grade_word(row.grade)
        yield [row.code, row.name, row.score, row.highest, row.fact, row.next, day, grade, row.source]


def facts(report: VillageReport) -> Iterable[Sequence[Cell]]:
    """One row a figure; figures nobody recorded have no value."""
    yield [_("Kode"), _("Nama"), _("Nilai"), _("Satuan"), _("Per tanggal"), _("Asal")]
    for fact in report.village.facts:
        day = fact.origin.as_of.isoformat() if fact.origin else ""
        yield [fact.code, fact.name, fact.value, fact.unit, day, origin_words(report, fact.origin)]
    for line in report.village.missing:
        for code, name in zip(line.codes, line.names, strict=True):
            yield [code, name, None, _("belum ada data"), "", missing_words(line)]


def actions(report: VillageReport) -> Iterable[Sequence[Cell]]:
    """One row an action of the proven plan."""
    yield [
        _("Tindakan"),
        _("Sasaran"),
        _("Biaya (rupiah)"),
        _("Lama (hari)"),
        _("Selesai"),
        _("OPD"),
        _("Bukti"),
        _("Catatan"),
        _("Kepastian"),
    ]
    for action in report.road.actions:
        day = action.done_by.isoformat()
        grade = grade_word(action.grade)
        yield [
            action.name,
            action.count,
            action.cost_rupiah,
            action.days,
            day,
            action.opd,
            action.evidence,
            action.note,
            grade,
        ]


def snapshots(report: VillageReport) -> Iterable[Sequence[Cell]]:
    """One row a snapshot."""
    view = report.village
    names = [gauge.name for gauge in view.gauges]
    yield [_("Nomor"), _("Keadaan per"), _("Kelas"), *names, _("Cakupan"), _("Catatan"), _("Sidik (SHA-256)")]
    for line in view.snapshots:
        indices = [None if value is None else value / 100 for value in line.indices]
        yield [line.sequence, line.as_of.isoformat(), line.class_name, *indices, line.covers, line.note, line.hash]
