"""The month of a kitchen (for BKKBN) and of supplementary food (for the puskesmas) as PDF: counts, money, no names."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.documents.tables import Cell
from guyub.apps.growth.documents.sheet import REST, Column, Note, WideTable, sheet_pdf
from guyub.apps.growth.templatetags.growth import month_words
from guyub.apps.nutrition.presentation.report import DashatMonth, PmtRow, pmt_rows
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word, page_language, short_day
from guyub.data.nutrition_files import load_pmt_rules, load_running_rules
from guyub.domain.rulefiles import Grade
from guyub.language import format_number

MENU_WIDTH, NARROW = REST, 18


def dashat_pdf(user: User, village: Region, found: DashatMonth, month: date) -> bytes:
    """A kitchen's days of a month with their sum."""
    head, *rows = found.rows()
    widths = {1: MENU_WIDTH, len(head) - 4: 26}
    columns = [
        Column(str(name), widths.get(place, NARROW), number=place not in (0, 1, len(head) - 4))
        for place, name in enumerate(head)
    ]
    cells = [[_cell(cell) for cell in row] for row in rows]
    for one, row in zip(found.days, cells, strict=False):
        row[0] = short_day(one.held.day)
    return sheet_pdf(
        user,
        village,
        WideTable(
            title=_("Laporan dapur Dashat {month}").format(month=month_words(month)),
            subtitle=f"{village.name} ({village.code})",
            columns=columns,
            rows=cells[:-1],
            total=cells[-1],
            notes=[Note(*one) for one in _notes("dashat")],
            size=7.5,
            signers=[_("Pengelola dapur Dashat"), _("PKB/PLKB")],
        ),
        page_language(),
    )


def pmt_pdf(user: User, village: Region, found: Sequence[PmtRow], month: date) -> bytes:
    """Supplementary food of a month by category."""
    head, *rows = pmt_rows(found)
    return sheet_pdf(
        user,
        village,
        WideTable(
            title=_("Laporan makanan tambahan (PMT) {month}").format(month=month_words(month)),
            subtitle=f"{village.name} ({village.code})",
            columns=[Column(str(name), NARROW if place else REST, number=place > 0) for place, name in enumerate(head)],
            rows=[[_cell(cell) for cell in row] for row in rows],
            notes=[Note(*one) for one in _notes("pmt")],
        ),
        page_language(),
    )


def notes_of(kind: str) -> list[tuple[str, str]]:
    """Notes of a workbook: label and words with the grade."""
    return [(label, f"{words} ({grade})" if grade else words) for label, words, grade in _notes(kind)]


def _notes(kind: str) -> list[tuple[str, str, str]]:
    language = page_language()
    if kind == "dashat":
        running = load_running_rules()
        return [
            (_("Bentuk laporan"), _("Formulir resmi Dashat tidak ditemukan; isinya menurut Panduan Dashat."), ""),
            (_("Penerima"), running.guests.source.in_language(language), _grade(running.guests.grade)),
            (_("Keamanan pangan"), running.safety.source.in_language(language), _grade(running.safety.grade)),
            (_("Dimakan"), _("Dari porsi yang ditanyakan; yang tidak ditanyakan tidak dihitung."), ""),
            (_("Dijual"), _("Porsi yang dijual di luar yang dibagikan; biaya seporsi dari keduanya."), ""),
        ]
    rules = load_pmt_rules()
    edition = rules.editions[rules.edition]
    return [
        (_("Lamanya"), edition.source.in_language(language), _grade(edition.grade)),
        (_("Bertambah berat"), _("Dari yang ditimbang sebelum atau saat mulai dan sesudahnya."), ""),
        (_("Bukan bukti sebab"), _("Tidak ada kelompok serupa yang tidak diberi."), ""),
    ]


def _cell(cell: Cell) -> str:
    if cell is None:
        return "–"
    return format_number(cell, page_language()) if isinstance(cell, int) else str(cell)


def _grade(grade: Grade) -> str:
    return "" if grade == Grade.CONFIRMED else grade_word(grade)
