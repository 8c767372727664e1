"""Open data of villages: the columns, their meaning, and the rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from guyub.apps.publication.services.distances import Distance
from guyub.apps.territory.models import Region
from guyub.domain.instruments import Instrument
from guyub.domain.rulefiles import Grade, Text

LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}


@dataclass(frozen=True)
class Column:
    """A column: its name in the file, what it means, its unit, and how well it is known."""

    name: str
    meaning: Text
    unit: str = ""
    grade: str = ""  # "": that of the rule by which the class is worked out


def _text(indonesian: str, english: str) -> Text:
    return Text(id=indonesian, en=english)


COLUMNS = (
    Column("kode", _text("Kode Kemendagri kelurahan/desa", "Code of the village"), grade=Grade.CONFIRMED),
    Column("nama", _text("Nama kelurahan/desa", "Name of the village"), grade=Grade.CONFIRMED),
    Column("kecamatan", _text("Nama kecamatan", "Name of the district"), grade=Grade.CONFIRMED),
    Column("per_tanggal", _text("Hari dari angka terbaru", "Day of the newest figures"), "ISO 8601"),
    Column("kelas", _text("Kelas; kosong: belum ada data", "Class; empty: no data yet")),
    Column("indeks_masukan", _text("Indeks masukan", "Input index"), "1–4"),
    Column("indeks_proses", _text("Indeks proses", "Process index"), "1–4"),
    Column("indeks_hasil", _text("Indeks hasil", "Output index"), "1–4"),
    Column("fakta_kosong", _text("Fakta yang belum tercatat, dihitung 0", "Facts not recorded, counted as 0"), "n"),
    Column(
        "potret_awal", _text("Hari potret pertama yang sebanding", "Day of the first comparable snapshot"), "ISO 8601"
    ),
    Column("kelas_awal", _text("Kelas pada potret itu", "Class in that snapshot")),
    Column(
        "langkah_kelas", _text("Kelas naik (turun: negatif)", "Classes gained (lost: negative)"), "n", Grade.PROPOSED
    ),
    Column(
        "perubahan_indeks",
        _text("Perubahan rata-rata tiga indeks", "Mean change of the three indices"),
        "poin indeks",
        Grade.PROPOSED,
    ),
    Column("aturan", _text("Aturan yang dipakai", "Rule that was used")),
)


def rows(found: Sequence[Distance]) -> Iterator[list[str | int | None]]:
    """One row a village, in the order of codes. Decimals with a point, so that every program reads them alike."""
    for one in sorted(found, key=lambda one: one.code):
        start = one.start
        yield [
            one.code,
            one.name,
            one.district,
            one.as_of.isoformat() if one.as_of else "",
            one.class_name,
            *(_decimal(value) for value in one.indices),
            one.missing if one.class_rank is not None else "",
            start.as_of.isoformat() if start else "",
            start.class_name if start else "",
            "" if one.steps is None else one.steps,
            _decimal(one.change),
            one.instrument,
        ]


def about(region: Region, found: Sequence[Distance], instrument: Instrument, address: str) -> dict[str, Any]:
    """Metadata of the table."""
    days = [one.as_of for one in found if one.as_of]
    source = "Angka yang dicatat kelurahan/desa di Guyub; kelas dihitung menurut aturan yang disebut."
    return {
        "title": f"Kelas Kampung Keluarga Berkualitas, {region.path}",
        "data": address,
        "rows": len(found),
        "newest": max(days).isoformat() if days else None,
        "oldest": min(days).isoformat() if days else None,
        "licence": LICENCE,
        "source": {"id": source, "en": "Figures recorded by villages in Guyub; classes by the rule named."},
        "rule": {"id": instrument.id, "version": instrument.version, "grade": instrument.grade},
        "synthetic": region.synthetic,
        "personal_data": False,
        "columns": [
            {
                "name": column.name,
                "meaning": column.meaning.model_dump(),
                "unit": column.unit,
                "grade": column.grade or instrument.grade,
                "source": "Kode wilayah Kemendagri" if column.grade == Grade.CONFIRMED else source,
                "date": max(days).isoformat() if days else None,
            }
            for column in COLUMNS
        ],
    }


def _decimal(hundredths: int | None) -> str:
    if hundredths is None:
        return ""
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"
