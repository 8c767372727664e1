"""The monthly report of a village's posyandu as a PDF: counts by RW, no names."""

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.growth.documents.sheet import Column, Note, WideTable, sheet_pdf
from guyub.apps.growth.presentation.skdn_report import COLUMNS, FOUND, Report, ReportRow
from guyub.apps.growth.templatetags.growth import month_words, z_score
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word
from guyub.data.growth_files import load_indonesian_growth, load_participation_rule
from guyub.domain.rulefiles import Grade
from guyub.language import format_hundredths, format_number


def monthly_pdf(user: User, village: Region, report: Report, language: str) -> bytes:
    """The report as far as the person sees the children: for a cadre the own RW."""
    shares = list(report.total.skdn.shares())
    below = (_("Pendek"), _("BB kurang"), _("Gizi kurang"))
    columns = [
        Column("RW", 16, number=False),
        Column(_("Posyandu"), number=False),
        *(Column(name, 11) for name in COLUMNS),
        *(Column(f"{name}\n%", 15) for name in shares),
        *(Column(f"{name}\n%", 24) for name in below),
    ]
    table = WideTable(
        title=_("Laporan bulanan posyandu (SKDN) {month}").format(month=month_words(report.month)),
        subtitle=f"{village.name} ({village.code})",
        columns=columns,
        rows=[_cells(row, language) for row in report.rows],
        total=_cells(report.total, language),
        warning=_warning(report.total),
        notes=_notes(language),
    )
    return sheet_pdf(user, village, table, language)


def _cells(row: ReportRow, language: str) -> list[str]:
    shares = ["–" if one is None else format_hundredths(one, language) for one in row.skdn.shares().values()]
    found = []
    for code in FOUND:
        share, value = row.found[code], row.found[code].hundredths
        found.append("–" if value is None else f"{format_hundredths(value, language)} ({share.below}/{share.of})")
    counts = [format_number(count, language) for count in row.counts]
    return [row.rw or _("Jumlah"), ", ".join(row.posyandu), *counts, *shares, *found]


def _warning(total: ReportRow) -> str:
    rule = load_participation_rule()
    if not rule.is_low(total.skdn.d, total.skdn.s):
        return ""
    told = _("D/S di bawah {limit} %: persen pendek, berat kurang, dan gizi kurang hanya berlaku untuk yang datang.")
    return told.format(limit=rule.low_below)


def _notes(language: str) -> list[Note]:
    growth, participation = load_indonesian_growth(), load_participation_rule()
    rule = growth.skdn
    return [
        Note("S, K, D, N", rule.source.in_language(language), _grade(rule.grade)),
        Note("K", _("Balita yang pernah diukur di sini; kepemilikan buku KIA tidak dicatat.")),
        Note("N/D'", rule.corrected.in_language(language), _grade(rule.corrected_grade)),
        Note("N, T, O, B", growth.kms.source.in_language(language), _grade(growth.kms.grade)),
        Note("BGM", _below_red(growth.kms.red_line), _grade(growth.kms.lines_grade)),
        Note(
            _("Pendek, BB kurang, gizi kurang"),
            _("Di bawah −2 SD (TB/U, BB/U, BB/TB) di antara yang diukur bulan ini, tanpa yang tidak masuk akal."),
        ),
        Note("D/S", participation.source.in_language(language), _grade(participation.grade)),
        Note(_("Bukan survei"), _("Hanya anak yang datang yang terhitung; jangan dicampur dengan angka survei.")),
    ]


def _below_red(red_line: int) -> str:
    return _("Di bawah garis merah KMS (BB/U {limit} SD).").format(limit=z_score(red_line))


def _grade(grade: Grade) -> str:
    return "" if grade == Grade.CONFIRMED else grade_word(grade)
