"""Workbooks of the ministry's programmes: the month's figures, and aid by name."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.documents.tables import Cell, Sheet, sheets_workbook
from guyub.apps.growth.templatetags.growth import month_words
from guyub.apps.quickwins.presentation.fostering import AidLine, family_name
from guyub.apps.quickwins.presentation.report import Part
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.quickwin_files import load_quick_wins

Rows = list[Sequence[Cell]]


def month_workbook(village: Region, month: date, parts: Sequence[Part]) -> bytes:
    """One sheet of all figures, without names, and where the rules come from."""
    rows: Rows = [(_("Program"), _("Dilaporkan di"), _("Isian"), _("Nilai"))]
    for part in parts:
        rows += [
            (part.title, part.portal, item.name, _("belum dicatat di Guyub") if item.value is None else item.value)
            for item in part.items
        ]
    sheets = [Sheet(month_words(month), (34, 44, 44, 18), rows), Sheet(_("Keterangan"), (36, 90), _notes(village))]
    return sheets_workbook(_("Program nasional"), sheets)


def aid_workbook(village: Region, lines: Sequence[AidLine]) -> bytes:
    """Aid by name: donor, recipient, dose and outcome."""
    rows: Rows = [
        (_("Orang tua asuh"), _("Jenis"), _("Keluarga"), _("Penerima"), "RW", "RT", _("Paket"), _("Mulai"),
         _("Rencana selesai"), _("Nilai rencana (Rp)"), _("Hari diberikan"), _("Nilai diberikan (Rp)"),
         _("Rp per hari"), _("Berat dan TB/U, awal → akhir"), _("Selesai")),
    ]  # fmt: skip
    for one in lines:
        aid = one.aid
        rows.append(
            (aid.donor.name, one.donor_kind, family_name(aid.family), one.recipient, aid.rw, aid.rt, one.package,
             aid.since.isoformat(), aid.until.isoformat(), aid.rupiah, one.days, one.rupiah, one.a_day,
             one.course_told, aid.ended_on.isoformat() if aid.ended_on else "")
        )  # fmt: skip
    widths = (26, 16, 24, 24, 6, 6, 26, 12, 12, 16, 10, 16, 12, 44, 12)
    return sheets_workbook(
        "GENTING", [Sheet("GENTING", widths, rows), Sheet(_("Keterangan"), (36, 90), _notes(village))]
    )


def _notes(village: Region) -> Rows:
    rules, language = load_quick_wins(), page_language()
    told: Rows = [(_("Keterangan"), ""), (_("Wilayah"), f"{village.name} ({village.code})")]
    for one in (rules.genting, rules.gati, rules.tamasya, rules.sidaya):
        told.append((one.name.in_language(language), f"{one.source.in_language(language)} ({grade_word(one.grade)})"))
    record = rules.genting
    told += [
        (_("Daftar isian"), f"{record.record_source.in_language(language)} ({grade_word(record.record_grade)})"),
        (_("Perubahan berat dan TB/U"), _("Perubahan selama bantuan; bukan bukti bahwa bantuan menyebabkannya.")),
        (_("Kosong"), _("Tidak dicatat di Guyub; bukan nol.")),
    ]
    return told
