"""The letter to a village about its visit, as PDF/A: who, when, how long, what to have ready. It names no juror."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.appraisal.presentation.visits import clock
from guyub.apps.appraisal.services.visits import OwnVisit
from guyub.apps.documents.pdf import rendered_pdf
from guyub.language import format_date

TEMPLATE = Path(__file__).parent / "visit_letter.typ"


def visit_letter(visit: OwnVisit, language: str) -> bytes:
    """The letter; only for a village that has a day."""
    return rendered_pdf(TEMPLATE, letter_content(visit, language))


def letter_content(visit: OwnVisit, language: str) -> dict[str, Any]:
    """Words for the template, all of them texts."""
    assert visit.day is not None
    entry, region = visit.entry, visit.entry.unit.region
    window = _("{first} sampai {last}").format(
        first=format_date(visit.first, language), last=format_date(visit.last, language)
    )
    return {
        "language": language,
        "letterhead": [_("Panitia penilaian"), entry.cycle.title.upper()],
        "title": _("Pemberitahuan kunjungan lapangan"),
        "synthetic": _("Data contoh — bukan orang atau wilayah nyata") if region.synthetic else "",
        "foot": _("Guyub · rencana versi {version} · {code}").format(version=visit.version, code=region.code),
        "page": _("Halaman"),
        "of": _("dari"),
        "head": [[_("Nomor"), ": …………………………"], [_("Kepada"), f": {_('Kepala desa/lurah')} {region.path}"]],
        "greeting": _("Dengan hormat,"),
        "paragraphs": [
            _("Kampung Keluarga Berkualitas {name} akan dikunjungi tim penilai pada waktu berikut.").format(
                name=entry.unit.name
            )
        ],
        "table_head": [_("Hal"), _("Keterangan")],
        "rows": [
            [_("Hari dan tanggal"), f"{_weekday(visit)}, {format_date(visit.day, language)}"],
            [_("Waktu"), f"{clock(visit.start)}–{clock(visit.end)}"],
            [_("Rentang kunjungan seluruh peserta"), window],
            [_("Tim"), _("Dua sub-tim berkunjung bersama: lapangan dan administrasi")],
            [_("Disiapkan"), _("Bukti yang diunggah beserta aslinya, dan pendamping di tempat kegiatan")],
        ],
        "closing": _("Bila hari itu berhalangan, sampaikan secepatnya kepada sekretariat penilaian."),
        "signature": _("Sekretariat penilaian,"),
        "note": _("Waktu disusun dengan aturan usulan, bukan ketentuan resmi. Versi baru menggantikan surat ini."),
    }


def _weekday(visit: OwnVisit) -> str:
    names = (_("Senin"), _("Selasa"), _("Rabu"), _("Kamis"), _("Jumat"), _("Sabtu"), _("Minggu"))
    assert visit.day is not None
    return names[visit.day.weekday()]
