"""The book of a posyandu's children as a PDF: a year on a few sheets, with names, for who may take such files away."""

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.growth.documents.sheet import REST, Column, Note, WideTable, sheet_pdf
from guyub.apps.growth.presentation.book import Book, headings, legend
from guyub.apps.growth.templatetags.growth import month_short, month_words
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word
from guyub.data.growth_files import load_indonesian_growth

WIDTHS = (REST, 7, 17, 27, 13)  # of what is told of a child
SMALL = 6.5


def book_pdf(user: User, village: Region, book: Book, language: str, trail: str) -> bytes:
    """The book; each month three lines: weight with N, T, O or B, height, categories."""
    told = zip(headings(), WIDTHS, strict=True)
    columns = [
        Column(_("No."), 7),
        *(Column(heading, width, number=False) for heading, width in told),
        *(Column(month_short(month), 13, number=False) for month in book.months),
    ]
    first, last = book.months[0], book.months[-1]
    serves = ", ".join(book.posyandu.serves) or _("seluruh kelurahan")
    table = WideTable(
        title=_("Buku bayi dan balita posyandu {name}").format(name=book.posyandu.name),
        subtitle=_("RW {serves} · {first} sampai {last}").format(
            serves=serves, first=month_words(first), last=month_words(last)
        ),
        columns=columns,
        rows=book.printed(),
        notes=notes(language),
        confidential=True,
        size=SMALL,
    )
    return sheet_pdf(user, village, table, language, trail)


def notes(language: str) -> list[Note]:
    """What the cells mean and where the rules come from."""
    growth = load_indonesian_growth()
    kms = growth.kms
    return [
        Note(_("Isi sel"), _("berat (kg) dan N, T, O, B; panjang atau tinggi (cm); BB/U / TB/U / BB/TB.")),
        Note(_("Kategori"), f"{legend(language)}. {growth.source.in_language(language)}", grade_word(growth.grade)),
        Note("N, T, O, B", f"{kms.source.in_language(language)}; KBM", grade_word(kms.gain[0].grade)),
        Note(_("Isi"), _("Balita yang tinggal di wilayahnya sekarang; pengukuran terakhir tiap bulan.")),
    ]
