"""The recap forms of a month as a workbook and as PDF: counts, no names."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.documents.tables import Sheet, sheets_workbook
from guyub.apps.growth.documents.sheet import Column, Note, WideTable, sheet_pdf
from guyub.apps.growth.templatetags.growth import month_words
from guyub.apps.lifecycle.presentation.recap import Recap, recap_rows
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word
from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.domain.rulefiles import Grade
from guyub.language import format_number


def recap_workbook(village: Region, month: date, recaps: Sequence[Recap], language: str) -> bytes:
    """One sheet a form, and where it comes from."""
    sheets = [Sheet(recap.title, (26, *[12] * len(recap.headings)), recap_rows(recap)) for recap in recaps]
    notes = [
        (_("Keterangan"), ""),
        (_("Wilayah"), f"{village.name} ({village.code})"),
        (_("Bulan"), month_words(month)),
    ]
    notes += [(note.label, " ".join(filter(None, (note.words, note.grade)))) for note in _notes(recaps, language)]
    return sheets_workbook(_("Rekap posyandu"), [*sheets, Sheet(_("Keterangan"), (36, 90), notes)])


def recap_pdf(user: User, village: Region, month: date, recap: Recap, language: str) -> bytes:
    """One form as a wide table."""
    columns = [Column(_("Hari posyandu"), number=False), *(Column(name, 17) for name in recap.headings)]
    lines = [[line.label, *(format_number(one, language) for one in line.counts)] for line in recap.lines]
    table = WideTable(
        title=f"{recap.title}, {month_words(month)}",
        subtitle=f"{village.name} ({village.code})",
        columns=columns,
        rows=lines,
        total=[recap.total.label, *(format_number(one, language) for one in recap.total.counts)],
        notes=_notes([recap], language),
        size=8,
    )
    return sheet_pdf(user, village, table, language)


def _notes(recaps: Sequence[Recap], language: str) -> list[Note]:
    answers = load_lifecycle_rules().tuberculosis
    return [
        *(Note(recap.title, recap.form.source.in_language(language), _grade(recap.form.grade)) for recap in recaps),
        Note(_("Tanda TBC"), answers.source.in_language(language), _grade(answers.grade)),
        Note(_("Yang dihitung"), _("Orang, bukan kunjungan; baris sebulan menghitung tiap orang sekali.")),
        Note(_("Nol"), _("Tidak ada yang tercatat; belum tentu tidak dikerjakan.")),
    ]


def _grade(grade: Grade) -> str:
    return "" if grade == Grade.CONFIRMED else grade_word(grade)
