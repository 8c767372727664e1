"""The report as a PDF/A document, laid out by typst."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.assessment.documents.report import VillageReport, class_words, grade_word, missing_words, origin_words
from guyub.apps.assessment.presentation.village import Origin
from guyub.apps.documents.pdf import rendered_pdf
from guyub.language import format_rupiah

TEMPLATE = Path(__file__).parent / "village.typ"


def village_pdf(report: VillageReport) -> bytes:
    """An A4 document with letterhead, page numbers, and the day and hash of the data on each page."""
    return rendered_pdf(TEMPLATE, content(report))


def content(report: VillageReport) -> dict[str, Any]:
    """Words and figures for the template, all of them texts."""
    view = report.village
    distinct = dict.fromkeys(fact.origin for fact in view.facts if fact.origin)
    origins: dict[Origin, int] = {origin: number for number, origin in enumerate(distinct, start=1)}
    return {
        "language": report.language,
        "letterhead": [line.upper() for line in view.letterhead],
        "title": _("Laporan Kampung Keluarga Berkualitas {name}").format(name=view.name),
        "subtitle": " · ".join((*view.path, view.code)),
        "synthetic": _("Data contoh — bukan orang atau wilayah nyata") if view.synthetic else "",
        "class": class_words(view),
        "class_note": " · ".join(part for part in (view.dated, view.covers) if part),
        "instrument": f"{view.instrument_name} ({view.instrument.id}, {view.assessment.mode})",
        "instrument_grade": grade_word(str(view.instrument.grade)),
        "margin": view.margin,
        "foot": _("Guyub · {dated} · sidik {hash} · dicetak {printed}").format(
            dated=view.dated, hash=report.data_hash[:16], printed=report.day(report.printed_on)
        ),
        "indices": [
            {
                "name": gauge.name,
                "value": report.index(gauge.value),
                "limit": report.index(gauge.limit),
                "standing": _standing(gauge.state),
                "at": gauge.value,
                "limit_at": gauge.limit,
            }
            for gauge in view.gauges
        ],
        "steps": [step.text for step in view.steps],
        "missing": [
            _("{names}: {points}").format(names=", ".join(line.names), points=missing_words(line))
            for line in view.missing
        ],
        "variables": [
            {
                "code": row.code,
                "name": row.name,
                "grade": grade_word(row.grade),
                "score": f"{'–' if row.score is None else row.score} / {row.highest}",
                "fact": row.fact,
                "next": row.next,
            }
            for row in view.rows
        ],
        "findings": list(view.findings),
        "facts": [
            [
                fact.name,
                fact.words,
                report.day(fact.origin.as_of) if fact.origin else "",
                str(origins.get(fact.origin, "")),
            ]
            for fact in view.facts
        ],
        "origins": [origin_words(report, origin) for origin in origins],
        "road": _road(report),
        "snapshots": [
            [
                str(line.sequence),
                " · ".join(part for part in (report.day(line.as_of), line.class_name, line.covers) if part),
                *(report.index(value) for value in line.indices),
                line.hash[:12],
            ]
            for line in view.snapshots
        ],
        "closing": _(
            "Sidik data lengkap: {hash}. Angka yang sama dan aturan yang sama memberi sidik yang sama."
        ).format(hash=report.data_hash),
        "words": _words(report),
    }


def _road(report: VillageReport) -> dict[str, Any]:
    road = report.road
    return {
        "headline": " ".join(part for part in (road.headline, road.over_asked, road.cost_split) if part),
        "blocking": list(road.blocking),
        "values": list(road.values),
        "note": road.cost_note,
        "grade": grade_word("PROPOSED"),
        "actions": [
            [
                f"{action.name} – {action.note}" if action.note else action.name,
                action.count,
                format_rupiah(action.cost_rupiah, report.language),
                str(action.days),
                action.opd,
            ]
            for action in road.actions
        ],
    }


def _standing(state: str) -> str:
    return {"above": _("di atas batas"), "edge": _("tepat di batas"), "below": _("di bawah batas")}[state]


def _words(report: VillageReport) -> dict[str, Any]:
    names = [gauge.name for gauge in report.village.gauges]
    return {
        "page": _("Halaman"),
        "of": _("dari"),
        "indices": _("Tiga indeks terhadap batasnya"),
        "index_head": [_("Indeks"), _("Nilai"), _("Batas"), "", _("Keadaan")],
        "steps": _("Yang paling menentukan sekarang"),
        "missing": _("Angka yang belum ada"),
        "variables": _("Variabel"),
        "variable_head": [_("Kode"), _("Variabel"), _("Skor"), _("Keadaan"), _("Skor berikutnya")],
        "findings": _("Angka yang tidak cocok satu sama lain"),
        "facts": _("Angka yang dipakai"),
        "fact_head": [_("Angka"), _("Nilai"), _("Per tanggal"), _("Asal")],
        "origins": _("Asal angka"),
        "road": _("Jalan bertahan") if report.road.holds else _("Jalan naik"),
        "road_head": [_("Tindakan"), _("Sasaran"), _("Biaya"), _("Lama (hari)"), _("OPD")],
        "snapshots": _("Riwayat potret"),
        "snapshot_head": [_("No."), _("Keadaan"), *names, _("Sidik")],
    }
