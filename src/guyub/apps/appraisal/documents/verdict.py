"""The minutes of the verdict and the feedback to a village as PDF/A, laid out by typst."""

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.appraisal.models import Cycle, Entry, Seat
from guyub.apps.appraisal.presentation.panel import feedback, lot_lines, result_rows
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.documents.pdf import rendered_pdf
from guyub.language import format_date

MINUTES = Path(__file__).parent / "minutes.typ"
FEEDBACK = Path(__file__).parent / "feedback.typ"
WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def minutes_pdf(cycle: Cycle, language: str) -> bytes:
    """The minutes (berita acara): who met, where and when, what was checked, the decision with scores, signatures."""
    definition, verdict = definition_of(cycle), cycle.verdict
    day = timezone.localtime(verdict.decided_at).date()
    rows = result_rows(cycle, definition, language)
    opening = _(
        "Pada hari {weekday}, {day}, bertempat di {place}, tim penilai telah melaksanakan {title} tahun {year} "
        "atas {count} kampung peserta. Data administrasi dan dokumen pendukung telah diperiksa dan diverifikasi, "
        "wawancara dan verifikasi lapangan telah dilaksanakan sesuai tahap siklus. "
        "Rapat pleno menetapkan hasil berikut."
    ).format(
        weekday=WEEKDAYS[language][day.weekday()],
        day=format_date(day, language),
        place=verdict.place,
        title=cycle.title,
        year=cycle.year,
        count=len(rows),
    )
    stages = ", ".join(f"{s.name.in_language(language)} {s.weight} %" for s in definition.scored_stages)
    content = {
        **_shared(cycle, language),
        "title": _("Berita acara penilaian"),
        "number": _("Nomor: {number}").format(number=verdict.number),
        "subtitle": f"{cycle.title} · {cycle.year} · {cycle.region.name}",
        "opening": opening,
        "proposed": _("Bobot tahap dan kriteria adalah usulan, bukan bobot resmi: {stages}. Sumber: {source}").format(
            stages=stages, source=definition.source.in_language(language)
        ),
        "head": [
            _("Peringkat"),
            _("Kampung"),
            _("Kode"),
            *(name for name, _score in rows[0]["stages"]),
            _("Nilai akhir"),
        ],
        "rows": [
            [str(row["rank"]), row["name"], row["village"], *(score for _name, score in row["stages"]), row["final"]]
            for row in rows
        ],
        "lots": lot_lines(cycle),
        "team": _team(cycle),
        "words": {
            "decision": _("Keputusan"),
            "team": _("Tim penilai"),
            "post": _("Kedudukan"),
            "signature": _("Tanda tangan"),
            "page": _("Halaman"),
            "of": _("dari"),
        },
    }
    return rendered_pdf(MINUTES, content)


def feedback_pdf(entry: Entry, language: str) -> bytes:
    """What would have raised the score of a village most."""
    view = feedback(entry, definition_of(entry.cycle), language)
    content = {
        **_shared(entry.cycle, language),
        "title": _("Umpan balik penilaian {name}").format(name=entry.unit.name),
        "subtitle": f"{entry.cycle.title} · {entry.cycle.year} · {entry.unit.region_id}",
        "result": _("Peringkat {rank} dari {of}, nilai akhir {final}.").format(
            rank=view["rank"], of=view["of"], final=view["final"]
        ),
        "proposed": _("Bobot tahap dan kriteria adalah usulan, bukan bobot resmi."),
        "stages": [list(row) for row in view["stages"]],
        "criteria": [list(row) for row in view["criteria"]],
        "items": [list(row) for row in view["items"]],
        "words": {
            "stages": _("Nilai tiap tahap"),
            "stage_head": [_("Tahap"), _("Nilai")],
            "criteria": _("Kriteria yang paling banyak meninggalkan nilai"),
            "criteria_head": [_("Kriteria"), _("Nilai"), _("Nilai akhir yang tertinggal")],
            "items": _("Butir yang kehilangan poin saat verifikasi"),
            "items_head": [_("Butir"), _("Nama"), _("Poin hilang"), _("Alasan")],
            "none": _("Tidak ada."),
            "page": _("Halaman"),
            "of": _("dari"),
        },
    }
    return rendered_pdf(FEEDBACK, content)


def _shared(cycle: Cycle, language: str) -> dict[str, Any]:
    day = format_date(timezone.localtime(cycle.verdict.decided_at).date(), language)
    return {
        "language": language,
        "letterhead": [_("TIM PENILAI KAMPUNG KELUARGA BERKUALITAS"), cycle.region.name.upper()],
        "synthetic": _("Data contoh — bukan orang atau wilayah nyata") if cycle.region.synthetic else "",
        "foot": _("Guyub · {code} · diputuskan {day} · sidik {hash}").format(
            code=cycle.code, day=day, hash=cycle.verdict.hash[:16]
        ),
    }


def _team(cycle: Cycle) -> list[str]:
    """Posts, chair first; no names: they are written by hand beside the signature."""
    seats = cycle.seats.filter(active=True)
    order = [Seat.Post.CHAIR, Seat.Post.SECRETARY, Seat.Post.JUROR]
    return [seat.label for seat in sorted(seats, key=lambda one: (order.index(Seat.Post(one.post)), one.pk))]
