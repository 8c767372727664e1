"""The portfolio as a PDF/A document, laid out by typst."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.assessment.presentation.village import VillageView, letterhead, region_path
from guyub.apps.documents.pdf import rendered_pdf
from guyub.apps.evidence.presentation.portfolio import (
    CONTINUITY,
    INNOVATION,
    PROGRAMME_ITEMS,
    ItemLine,
    Portfolio,
    ProofLine,
)
from guyub.apps.ui.pictures import Trend
from guyub.language import format_date, format_hundredths

TEMPLATE = Path(__file__).parent / "portfolio.typ"
GRADES = {"PROPOSED": "usulan", "PARTIAL": "sebagian", "INFERRED": "perkiraan"}
SHORT_HASH = 16


def portfolio_pdf(portfolio: Portfolio, language: str) -> bytes:
    """An A4 document with letterhead, page numbers, and the day and hash of the data on each page."""
    return rendered_pdf(TEMPLATE, content(portfolio, language))


def file_name(portfolio: Portfolio) -> str:
    """Name of the file; ASCII, from code and day."""
    return f"portofolio-{portfolio.unit.region_id}-{portfolio.printed_on:%Y-%m-%d}.pdf"


def content(portfolio: Portfolio, language: str) -> dict[str, Any]:
    """Words and figures for the template, all of them texts but the geometry of the pictures."""
    unit, village = portfolio.unit, portfolio.village
    printed = format_date(portfolio.printed_on, language)
    return {
        "language": language,
        "letterhead": [line.upper() for line in letterhead(unit.region)],
        "title": _("Portofolio Kampung Keluarga Berkualitas {name}").format(name=unit.name),
        "subtitle": " · ".join((*region_path(unit.region), unit.region_id)),
        "synthetic": _("Data contoh — bukan orang atau wilayah nyata") if unit.region.synthetic else "",
        "foot": _("Guyub · sidik {hash} · dicetak {printed}").format(
            hash=portfolio.data_hash[:SHORT_HASH], printed=printed
        ),
        "unofficial": _(
            "Disusun otomatis dari data dan bukti yang tercatat. Poin kesiapan adalah usulan Guyub, bukan nilai resmi, "
            "dan tidak dicampur dengan kelas."
        ),
        "village": _village(village, language) if village else None,
        "programmes": [[line.area, line.what, line.state] for line in portfolio.programmes],
        "activities": _named(portfolio.proofs_for(*PROGRAMME_ITEMS), language),
        "innovations": _named(portfolio.proofs_for(INNOVATION), language),
        "continuity": _named(portfolio.proofs_for(CONTINUITY), language),
        "continuity_points": [
            _points(item, language) for item in portfolio.items if item.code in (INNOVATION, CONTINUITY)
        ],
        "readiness": _readiness(portfolio, language),
        "annex": [_annex(line, language) for line in portfolio.proofs],
        "left_out": _("{n} bukti yang ditolak tidak dimuat.").format(n=portfolio.left_out)
        if portfolio.left_out
        else "",
        "closing": _(
            "Sidik data lengkap: {hash}. Angka, skor, dan bukti yang sama memberi sidik yang sama. Sidik berkas adalah "
            "SHA-256 dari berkas yang dikirim."
        ).format(hash=portfolio.data_hash),
        "words": _words(),
    }


def _village(view: VillageView, language: str) -> dict[str, Any]:
    weak = [row for row in view.rows if not row.unknown and row.score is not None and row.score < row.highest]
    return {
        "class": view.class_name,
        "provisional": _("sementara: {n} angka belum ada").format(n=view.missing_count) if view.missing_count else "",
        "note": " · ".join(part for part in (view.dated, view.covers) if part),
        "meaning": view.class_meaning,
        "instrument": view.instrument_name,
        "grade": _grade(str(view.instrument.grade)),
        "margin": view.margin,
        "indices": [
            {
                "name": gauge.name,
                "value": format_hundredths(gauge.value, language),
                "limit": format_hundredths(gauge.limit, language),
                "at": gauge.value,
                "limit_at": gauge.limit,
            }
            for gauge in view.gauges
        ],
        "trend": _trend(view.trend, language) if view.trend else None,
        "facts": [
            [fact.name, fact.words, format_date(fact.origin.as_of, language) if fact.origin else "", _origin(fact)]
            for fact in view.facts
        ],
        "weak": [[row.code, row.name, f"{row.score} / {row.highest}", row.fact, row.next] for row in weak],
        "missing": [", ".join(line.names) for line in view.missing],
        "findings": list(view.findings),
        "scores": [
            {"code": row.code, "name": row.name, "score": row.score, "most": row.highest}
            for row in view.rows
            if row.highest
        ],
        "steps": [step.text for step in view.steps],
    }


def _origin(fact: Any) -> str:
    """Source and provenance; who recorded it stays out."""
    return " · ".join(part for part in (str(fact.origin.source), fact.origin.provenance) if part) if fact.origin else ""


def _trend(trend: Trend, language: str) -> dict[str, Any]:
    first, last = format_date(trend.dates[0], language), format_date(trend.dates[-1], language)
    ways = [(line.name, line.dots[0].value, line.last.value) for line in trend.series]
    ends = "; ".join(
        f"{name} {format_hundredths(start, language)} → {format_hundredths(end, language)}" for name, start, end in ways
    )
    return {
        "width": trend.width,
        "height": trend.height,
        "left": trend.left,
        "right": trend.right,
        "limit": trend.limit_y,
        "levels": [{"at": level.at, "text": level.text} for level in trend.levels],
        "dates": [{"at": at, "text": format_date(on, language)} for at, on, _anchor in trend.date_ticks],
        "series": [
            {
                "name": line.name,
                "value": format_hundredths(line.last.value, language),
                "label_y": line.label_y,
                "runs": [[[dot.x, dot.y] for dot in run] for run in line.runs],
            }
            for line in trend.series
        ],
        "told": _("Indeks dari {first} sampai {last}: {ends}.").format(first=first, last=last, ends=ends),
    }


def _readiness(portfolio: Portfolio, language: str) -> dict[str, Any]:
    return {
        "name": portfolio.readiness.name.in_language(language),
        "grade": _grade(str(portfolio.readiness.grade)),
        "band": portfolio.assessed.class_name,
        "points": format_hundredths(portfolio.points, language),
        "unknown": _("{n} poin belum dapat dinilai karena angkanya belum ada.").format(n=portfolio.points_unknown)
        if portfolio.points_unknown
        else "",
        "notes": [note.in_language(language) for note in portfolio.readiness.notes],
        "blocks": [
            {
                "name": block.letter,
                "reached": block.reached,
                "unknown": block.unknown * 100,
                "most": block.weight * 100,
                "told": f"{format_hundredths(block.reached, language)} / {block.weight}",
            }
            for block in portfolio.blocks
        ],
        "items": [_points(item, language) for item in portfolio.items],
    }


def _points(item: ItemLine, language: str) -> list[str]:
    best = item.best
    points = _("belum ada data") if item.points is None else format_hundredths(item.points, language)
    numbers = ", ".join(str(line.number) for line in item.proofs)
    return [item.code, item.name, points, str(item.weight), best.state_words if best else _("belum ada bukti"), numbers]


def _named(lines: tuple[ProofLine, ...], language: str) -> list[str]:
    return [
        " · ".join(
            part
            for part in (
                line.title,
                format_date(line.dated, language) if line.dated else "",
                line.state_words,
                _("lampiran {n}").format(n=line.number),
            )
            if part
        )
        for line in lines
    ]


def _annex(line: ProofLine, language: str) -> dict[str, Any]:
    days = [format_date(line.dated, language) if line.dated else _("tanpa tanggal")]
    if line.valid_until:
        days.append(_("berlaku sampai {day}").format(day=format_date(line.valid_until, language)))
    return {
        "number": str(line.number),
        "title": line.title,
        "kind": " · ".join(part for part in (line.kind, line.document) if part),
        "days": "; ".join(days),
        "items": ", ".join(sorted({code for _instrument, code in line.items})),
        "state": line.state_words,
        "files": list(line.files),
    }


def _grade(grade: str) -> str:
    return _(GRADES[grade]) if grade in GRADES else ""


def _words() -> dict[str, Any]:
    return {
        "page": _("Halaman"),
        "of": _("dari"),
        "profile": _("1. Profil"),
        "class": _("2. Kelas"),
        "trend": _("Perkembangan indeks"),
        "index_head": [_("Indeks"), _("Nilai"), _("Batas"), ""],
        "problems": _("3. Data permasalahan"),
        "problem_head": [_("Kode"), _("Variabel"), _("Skor"), _("Keadaan"), _("Skor berikutnya")],
        "no_problems": _("Semua variabel yang dapat dinilai sudah pada skor tertinggi."),
        "missing": _("Angka yang belum ada"),
        "contradictions": _("Angka yang tidak cocok satu sama lain"),
        "programmes": _("4. Program per bidang"),
        "programme_head": [_("Bidang"), _("Program"), _("Keadaan")],
        "no_programmes": _("Daftar program dan anggaran per bidang belum tercatat di Guyub."),
        "activities": _("Bukti kegiatan"),
        "results": _("5. Hasil"),
        "steps": _("Yang paling menentukan sekarang"),
        "scores_told": _("Skor tiap variabel dari skor tertingginya"),
        "innovations": _("6. Inovasi"),
        "no_innovations": _("Belum ada bukti untuk butir inovasi (E1)."),
        "continuity": _("7. Keberlanjutan"),
        "no_continuity": _("Belum ada bukti untuk butir keberlanjutan (E3)."),
        "readiness": _("8. Kesiapan"),
        "readiness_head": [_("Butir"), _("Nama"), _("Poin"), _("Bobot"), _("Bukti terkuat"), _("Lampiran")],
        "blocks_told": _("Poin tiap kelompok butir dari bobotnya; arsiran: belum dapat dinilai"),
        "annex": _("Lampiran: daftar bukti"),
        "annex_head": [_("No."), _("Bukti"), _("Tanggal"), _("Butir"), _("Keadaan")],
        "no_annex": _("Belum ada bukti yang tercatat."),
        "no_file": _("tanpa berkas"),
        "no_data": _("Belum ada angka yang tercatat; kelas belum dapat dihitung."),
        "facts_head": [_("Angka"), _("Nilai"), _("Per tanggal"), _("Asal")],
        "limit": _("batas"),
    }
