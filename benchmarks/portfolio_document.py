"""The jury's portfolio of a village with 120 proofs: gathered, and laid out as PDF/A.

GUYUB_BENCHMARK_KEEP names a file that keeps the document, to be looked at.
"""

import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measuring import Line, median_seconds

PROOFS = 120
MOST_SECONDS = 5.0


def main() -> list[Line]:
    """Make a village in a database of its own, then its portfolio a few times."""
    with tempfile.TemporaryDirectory(prefix="guyub-portfolio-") as folder:
        os.environ |= {"GUYUB_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "guyub.apps.settings", "DATABASE_URL": ""}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        return [_measure(_village())]


def _measure(unit: object) -> Line:
    from guyub.apps.evidence.documents.portfolio import portfolio_pdf
    from guyub.apps.evidence.presentation.portfolio import portfolio_of

    seconds = median_seconds(lambda: portfolio_pdf(portfolio_of(unit, "id"), "id"), runs=5)
    document = portfolio_pdf(portfolio_of(unit, "id"), "id")
    print(f"  {seconds:.2f} s for {PROOFS} proofs, {len(document) / 1024:.0f} KiB", file=sys.stderr)
    if kept := os.environ.get("GUYUB_BENCHMARK_KEEP"):
        Path(kept).write_bytes(document)
    return Line(f"portfolio of a village with {PROOFS} proofs as PDF/A", seconds, MOST_SECONDS)


def _village() -> object:
    """A synthetic village with figures of three days, a snapshot after each, and proofs for many items."""
    from guyub.apps.assessment.services import SYSTEM, open_units, record_facts, take_snapshots
    from guyub.apps.assessment.services.units import NewUnit
    from guyub.apps.territory.models import Region
    from tests.conftest import FACTS

    above = None
    places = [("99", "Provinsi Contoh", "province", "provinsi"), ("99.01", "Kota Contoh", "regency", "kota")]
    places += [
        ("99.01.01", "Kecamatan Satu", "district", "kecamatan"),
        ("99.01.01.1001", "Mawar", "village", "kelurahan"),
    ]
    for code, name, level, kind in places:
        above = Region.objects.create(code=code, name=name, level=level, kind=kind, parent=above, synthetic=True)
    (unit,) = open_units(SYSTEM, [NewUnit(above, "Mawar", date(2021, 1, 1))])
    for year, iud in ((2022, 10), (2023, 25), (2024, 40)):
        values = {**FACTS, "iud": iud}
        record_facts(
            SYSTEM, unit, as_of=date(year, 5, 31), values=values, source="synthetic", provenance="Angka rekaan"
        )
        take_snapshots(SYSTEM, [unit], note="Uji")
    _proofs(unit)
    return unit


def _proofs(unit: object) -> None:
    from hashlib import sha256

    from guyub.apps.evidence.models import Attachment, Evidence, Kind, StoredFile, Support
    from guyub.data import load_instrument

    codes = [variable.code for variable in load_instrument("kkb-siap-1.0").variables]
    states = ("uploaded", "checked", "verified", "claimed", "rejected")
    for number in range(PROOFS):
        kind = Kind.values[number % len(Kind.values)]
        dated = date(2023, 1, 1) + timedelta(5 * number)
        made = Evidence.objects.create(
            unit=unit, kind=kind, title=f"Bukti rekaan {number + 1}", dated=dated, state=states[number % 5]
        )
        Support.objects.create(evidence=made, instrument="kkb-siap-1.0", item=codes[number % len(codes)])
        digest = sha256(str(number).encode()).hexdigest()
        file = StoredFile.objects.create(sha256=digest, kept_sha256=digest, media_type="application/pdf", size=1000)
        Attachment.objects.create(evidence=made, file=file, name="berkas.pdf")


if __name__ == "__main__":
    for line in main():
        print(line)
