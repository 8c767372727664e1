"""The city's berita acara of its nomination as PDF/A, to be signed. A record of the city: its words are Indonesian."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.documents.pdf import rendered_pdf
from guyub.apps.territory.models import Region
from guyub.domain.cycles import RecordKind
from guyub.language import format_date, format_hundredths

TEMPLATE = Path(__file__).parent / "nomination.typ"
LANGUAGE = "id"


def nomination_pdf(cycle: Cycle, city: Region, sent: Sequence[Entry], waiting: Sequence[Entry], seal: str) -> bytes:
    """The document. ``seal``: fingerprint of what it says."""
    return rendered_pdf(TEMPLATE, content(cycle, city, sent, waiting, seal))


def content(cycle: Cycle, city: Region, sent: Sequence[Entry], waiting: Sequence[Entry], seal: str) -> dict[str, Any]:
    """Words for the template, all of them texts."""
    rules = definition_of(cycle)
    moves = EntryRecord.objects.filter(entry__in=sent, kind=RecordKind.MOVED).order_by("at")
    # The step out of the nomination is the one that names what was left behind; its day and reason are the city's.
    stages = [stage.code for stage in rules.stages if stage.kind == "nomination"]
    steps = [row for row in moves if row.body.get("from") in stages]
    decided = timezone.localdate(max(row.at for row in steps)) if steps else timezone.localdate()
    everyone = sorted([*sent, *waiting], key=lambda one: (-(one.verified_points or 0), one.unit.region_id))
    keys = {entry.pk for entry in sent}
    names = ", ".join(f"{entry.unit.name} ({entry.unit.region_id})" for entry in sent)
    return {
        "letterhead": [f"PEMERINTAH {city.name}".upper(), "PENGUSULAN WAKIL KOTA"],
        "title": "Berita acara pengusulan",
        "subject": f"{cycle.title} · tahun {cycle.year}",
        "mark": "Data contoh — bukan wilayah nyata" if city.synthetic else "",
        "foot": f"Guyub · {cycle.code} · sidik {seal[:16]}",
        "opening": (
            f"Pada tanggal {format_date(decided, LANGUAGE)}, berdasarkan penilaian mandiri dan verifikasi kota, "
            f"{city.name} mengusulkan sebagai wakilnya: {names}."
        ),
        "rows": [
            [
                str(number),
                f"{one.unit.name} ({one.unit.region_id})",
                _points(one.claimed_points),
                _points(one.verified_points),
                "diusulkan" if one.pk in keys else "–",
            ]
            for number, one in enumerate(everyone, start=1)
        ],
        "reasons": sorted({str(row.body["reason"]) for row in steps if row.body.get("reason")}),
        "grade": "usulan",
        "rules": (
            f"Aturan {rules.id} versi {rules.version}, sidik {cycle.definition_checksum[:16]}. "
            f"{rules.source.in_language(LANGUAGE)}"
        ),
        "signers": ["Tim penilai kota", "Kepala dinas"],
        "closing": f"Sidik lengkap: {seal}.",
    }


def _points(value: int | None) -> str:
    return "–" if value is None else format_hundredths(value, LANGUAGE)
