"""A fictional region table, and folders of small SIGA tables with fictional villages and figures."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from guyub.analytics.siga import Finding, Regions, SigaImport, import_folder

# Codes 99... belong to no real region.
REGIONS = {
    "99": "Provinsi Contoh",
    "99.01": "Kabupaten Awan",
    "99.02": "Kota Awan",
    "99.03": "Kabupaten Hujan",
    "99.01.01": "Kepulauan Pelangi",
    "99.01.02": "Bukit",
    "99.02.01": "Kota Lama",
    "99.03.01": "Gerimis",
    "99.01.01.2001": "Embun Pagi",
    "99.01.01.2002": "Kunang-Kunang",
    "99.01.01.2003": "Salu",
    "99.01.01.2004": "Salu IV",
    "99.01.02.1001": "Pati'ni",
    "99.02.01.1001": "Embun",
    "99.03.01.2001": "Kembar",
    "99.03.01.2002": "Kembar",
}
PLACE = ("PROVINSI CONTOH", "AWAN", "KEP. PELANGI", "EMBUN PAGI")
IDENTITY = ("PROVINSI", "KABUPATEN", "KECAMATAN", "KELURAHAN")

Folder = Callable[..., Path]
Import = Callable[..., SigaImport]


@pytest.fixture
def regions() -> Regions:
    return Regions.from_names(REGIONS)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Makes a folder of tables: file name to (columns beside the identity, rows of place + cells)."""

    def make(delimiter: str = ";", encoding: str = "utf-8", **tables: tuple[Sequence[str], Sequence[Sequence[object]]]):
        for name, (columns, rows) in tables.items():
            lines = [(*IDENTITY, *columns), *rows]
            text = "".join(delimiter.join(str(cell) for cell in line) + "\n" for line in lines)
            (tmp_path / f"{name.replace('_', '-')}.csv").write_bytes(text.encode(encoding))
        return tmp_path

    return make


@pytest.fixture
def run(regions: Regions) -> Import:
    """Imports a folder with the fictional regions."""

    def run(folder: Path, **options) -> SigaImport:
        return import_folder(folder, regions, **options)

    return run


def of_rule(result: SigaImport, rule: str) -> list[Finding]:
    """The findings of a rule, all variants."""
    return [finding for finding in result.findings if finding.rule == rule]


@pytest.fixture
def found() -> Callable[[SigaImport, str], list[Finding]]:
    return of_rule


@pytest.fixture
def place() -> tuple[str, ...]:
    """The cells that name the village most tests use: 99.01.01.2001."""
    return PLACE
