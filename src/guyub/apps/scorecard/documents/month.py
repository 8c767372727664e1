"""The scorecard of a month as a file: PDF on A4 landscape, or rows with the RWs side by side."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.documents.tables import Cell, Notes
from guyub.apps.growth.documents.sheet import Column, Note, WideTable, sheet_pdf
from guyub.apps.growth.templatetags.growth import month_words
from guyub.apps.resilience.presentation.words import rw_name
from guyub.apps.resilience.services.sums import NO_RW
from guyub.apps.scorecard.presentation.page import LineView, Page
from guyub.apps.scorecard.presentation.words import move_words, value_words, verdict_words
from guyub.apps.ui.templatetags.ui import grade_word
from guyub.data.privacy_files import load_disclosure_rule
from guyub.data.scorecard_files import load_scorecard
from guyub.domain.scorecard.lines import Figure
from guyub.language import format_hundredths


def scorecard_pdf(user: User, page: Page, language: str) -> bytes:
    """The document, as far as the person is told its figures."""
    table = WideTable(
        title=_("Rapor kampung {month}").format(month=month_words(page.month)),
        subtitle=f"{page.village.name} ({page.village.code})",
        columns=[
            Column(_("Tema"), 30, number=False),
            Column(_("Baris rapor"), number=False),
            Column(_("Nilai"), 46),
            Column(_("Perubahan"), 34),
            Column(_("Target"), 42, number=False),
            Column(_("Mutu aturan"), 20, number=False),
            Column(_("OPD"), 38, number=False),
        ],
        rows=[
            _cells(theme.name if not place else "", line, language)
            for theme in page.themes
            for place, line in enumerate(theme.lines)
        ],
        notes=[Note(name, told) for name, told in notes(page, language)],
        size=8,
        signers=(_("Lurah atau kepala desa"), _("Ketua Pokja Kampung KB")),
    )
    return sheet_pdf(user, page.village, table, language)


def rows(page: Page, language: str, *, as_words: bool) -> Iterator[list[Cell]]:
    """One row a line: the village, then its RWs in per cent or points."""
    head = [_("Bulan"), _("Tema"), _("Baris rapor"), _("Jumlah"), _("Pembagi"), _("Nilai"), _("Satuan"), _("Target")]
    head += [_("Tercapai"), _("Mutu aturan"), _("Sumber"), _("OPD")]
    yield [*head, *(rw_name("" if part == NO_RW else part) for part in page.rws)]
    for theme in page.themes:
        for view in theme.lines:
            line, figure = view.line, view.figure
            known = figure if figure is not None and figure.per and view.counts else None
            unit = _("poin") if view.points else "%"
            yield [
                f"{page.month:%Y-%m}",
                theme.name,
                line.name.in_language(language),
                known.of if known else None,
                known.per if known else None,
                _number(figure, language, as_words),
                unit,
                str(line.target.at) if line.target else None,
                verdict_words(view),
                grade_word(line.grade),
                line.source.in_language(language),
                ", ".join(line.offices),
                *(_number(view.parts.get(part), language, as_words) for part in page.rws),
            ]


def notes(page: Page, language: str) -> Notes:
    """What stands beside the figures."""
    rules, disclosure = load_scorecard(), load_disclosure_rule()
    told = [
        (_("Wilayah"), f"{page.village.name} ({page.village.code})"),
        (_("Nilai"), _("Bulan yang sudah lewat: seperti disimpan waktu itu. Bulan berjalan: per hari ini.")),
        (_("Target"), _("Baris tanpa target tidak dinilai: tidak ditemukan target resmi.")),
        (_("OPD"), f"{rules.offices.source.in_language(language)} ({grade_word(rules.offices.grade)})"),
    ]
    if page.withheld:
        told.append((_("Ditutup"), " ".join(note.in_language(language) for note in disclosure.notes)))
    return told


def _cells(theme: str, view: LineView, language: str) -> list[str]:
    return [
        theme,
        view.line.name.in_language(language),
        value_words(view, language),
        move_words(view, language),
        verdict_words(view, with_target=True),
        grade_word(view.line.grade),
        ", ".join(view.line.offices),
    ]


def _number(figure: Figure | None, language: str, as_words: bool) -> Cell:
    value = None if figure is None else figure.hundredths
    if value is None:
        return None
    return format_hundredths(value, language) if as_words else value / 100
