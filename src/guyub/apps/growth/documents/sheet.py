"""A wide table as a PDF on A4 landscape: who made it and when, rules with their grades, page numbers, room to sign."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.documents.pdf import rendered_pdf
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.language import format_moment

TEMPLATE = Path(__file__).parent / "sheet.typ"
REST = 0  # width of a column that takes what is left


@dataclass(frozen=True)
class Column:
    """Its heading, its width in millimetres (`REST`: what is left), and whether its cells are numbers."""

    heading: str
    width: int = REST
    number: bool = True


@dataclass(frozen=True)
class Note:
    """A rule or remark below the table: label, words, and the word of its grade where it is not confirmed."""

    label: str
    words: str
    grade: str = ""


@dataclass(frozen=True)
class WideTable:
    """What is printed; cells are texts, in which a line break parts lines."""

    title: str
    subtitle: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    notes: Sequence[Note]
    total: Sequence[str] = ()
    warning: str = ""
    confidential: bool = False
    size: float = 9  # of the letters, in points
    signers: Sequence[str] = ()  # of a posyandu, where none are named


def sheet_pdf(user: User, village: Region, table: WideTable, language: str, trail: str = "") -> bytes:
    """The document. ``trail``: where the audit trail says that it went out, for a file with names."""
    return rendered_pdf(TEMPLATE, content(user, village, table, language, trail))


def content(user: User, village: Region, table: WideTable, language: str, trail: str) -> dict[str, Any]:
    """Words and figures for the template."""
    cells = [[column.heading for column in table.columns], *table.rows, list(table.total)]
    digest = hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()
    made = format_moment(timezone.localtime(), language)
    closing = _("Dibuat oleh akun {name} pada {moment} dari catatan Guyub. Sidik isi tabel (SHA-256): {digest}.")
    return {
        "language": language,
        "letterhead": letterhead(village),
        "title": table.title,
        "subtitle": table.subtitle,
        "warning": table.warning,
        "mark": _mark(village, table),
        "foot": _("Guyub · {code} · sidik {digest} · dibuat {moment}").format(
            code=village.code, digest=digest[:16], moment=made
        ),
        "size": table.size,
        "widths": [column.width for column in table.columns],
        "aligned": ["r" if column.number else "l" for column in table.columns],
        "header": [column.heading for column in table.columns],
        "rows": [list(row) for row in table.rows],
        "total": list(table.total),
        "notes": [[note.label, note.words, note.grade] for note in table.notes],
        "signers": list(table.signers) or [_("Kader posyandu"), _("Petugas puskesmas")],
        "closing": " ".join(
            filter(None, (closing.format(name=user.get_username(), moment=made, digest=digest), trail))
        ),
        "words": {
            "page": _("Halaman"),
            "of": _("dari"),
            "notes": _("Keterangan"),
            "sign": _("nama dan tanda tangan"),
        },
    }


def letterhead(village: Region) -> list[str]:
    """The city, then what lies below it."""
    places = [place for place in reversed([village, *village.ancestors]) if place.level != Level.PROVINCE]
    names = [place.name if place.level == Level.REGENCY else f"{place.kind} {place.name}" for place in places]
    return [name.upper() for name in names]


def _mark(village: Region, table: WideTable) -> str:
    marks = [_("RAHASIA – memuat nama anak; simpan dan bagikan seperlunya")] if table.confidential else []
    return " · ".join([*marks, *([_("Data contoh — bukan orang atau wilayah nyata")] if village.synthetic else [])])
