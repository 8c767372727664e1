"""Columns of an export of e-PPGBM in their order, and other spellings that are read as the same.

Source: four public programs and two copies of the file agree on names and order; which of the last columns are there
varies by year.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guyub.analytics.growth_tables.cells import BLANK
from guyub.analytics.people_tables.cells import folded
from guyub.analytics.people_tables.months import MONTHS
from guyub.analytics.tables.errors import RepeatedColumn
from guyub.domain.families.members import completed_months
from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.errors import UnreadableFile


@dataclass(frozen=True)
class Column:
    """One column: its code here, how the export spells it, and other spellings."""

    code: str
    heading: str
    others: tuple[str, ...] = ()


COLUMNS = (
    Column("number", "No"),
    Column("nik", "NIK", ("NIK Anak", "NIK Balita")),
    Column("name", "Nama", ("Nama Anak", "Nama Balita")),
    Column("sex", "JK", ("Jenis Kelamin", "L/P")),
    Column("birth", "Tgl Lahir", ("Tanggal Lahir",)),
    Column("birth_weight", "BB Lahir", ("Berat Lahir",)),
    Column("birth_length", "TB Lahir", ("Panjang Lahir", "PB Lahir")),
    Column("parents", "Nama Ortu", ("Nama Orang Tua", "Orang Tua")),
    Column("province", "Prov", ("Provinsi",)),
    Column("regency", "Kab/Kota", ("Kabupaten/Kota",)),
    Column("district", "Kec", ("Kecamatan",)),
    Column("puskesmas", "Pukesmas", ("Puskesmas",)),
    Column("village", "Desa/Kel", ("Desa/Kelurahan",)),
    Column("posyandu", "Posyandu"),
    Column("rt", "RT"),
    Column("rw", "RW"),
    Column("address", "Alamat"),
    Column("age", "Usia Saat Ukur", ("Umur Saat Ukur",)),
    Column("day", "Tanggal Pengukuran", ("Tanggal Ukur", "Tgl Ukur", "Tgl Pengukuran")),
    Column("weight", "Berat", ("Berat Badan", "BB")),
    Column("height", "Tinggi", ("PB/TB", "TB/PB", "Tinggi Badan", "TB")),
    Column("posture", "Cara Ukur"),
    Column("arm", "LiLA", ("Lingkar Lengan Atas",)),
    Column("wfa", "BB/U"),
    Column("wfa_z", "ZS BB/U"),
    Column("hfa", "TB/U", ("PB/U",)),
    Column("hfa_z", "ZS TB/U", ("ZS PB/U",)),
    Column("wfh", "BB/TB", ("BB/PB",)),
    Column("wfh_z", "ZS BB/TB", ("ZS BB/PB",)),
    Column("gain", "Naik Berat Badan"),
    Column("pmt", "PMT Diterima (kg)", ("PMT Diterima",)),
    Column("vitamin_a", "Jml Vit A"),
    Column("kpsp", "KPSP"),
    Column("kia", "KIA"),
    Column("mother_class", "Kelas Ibu Balita"),
    Column("mbg", "MBG"),
    Column("detail", "Detail"),
)
HEADINGS = tuple(column.heading for column in COLUMNS)
INDICES = ("wfa", "hfa", "wfh")
"""Indicators of which the export has category and z-score."""

MISSING = "-"
"""How the export writes that there is nothing."""

NEEDED = ("name", "birth", "day")
MEASURED = ("weight", "height")
MEANINGS = {folded(name): column.code for column in COLUMNS for name in (column.heading, *column.others)}
_MEASURES = ("berat", "bb", "tinggi", "tb", "pb", "cara ukur", "caraukur", "lila", "tanggal", "tgl")
_MONTH_COLUMN = re.compile(rf"(?:{'|'.join(MONTHS)})(?: [0-9]{{4}})? (?:{'|'.join(_MEASURES)})(?: .*)?")
_AGE = re.compile(
    r"(?:([0-9]{1,2}) ?(?:tahun|thn|th))?[ ,-]*(?:([0-9]{1,3}) ?(?:bulan|bln|bl))?[ ,-]*(?:([0-9]{1,3}) ?(?:hari|hr))?"
)


class NotEppgbm(UnreadableFile):
    """Columns that every export has are absent."""

    code = "not-eppgbm"
    template = "{file} is no export of e-PPGBM: there is no column {wanted}. Found: {found}."


class MonthColumns(UnreadableFile):
    """A recap with the months side by side."""

    code = "eppgbm-month-columns"
    template = (
        "{file} has a column for each month ('{column}'). Read is the export with one row a measurement, where "
        "'Tanggal Pengukuran' says the day."
    )


def places_of(headings: Sequence[str], file: str) -> dict[str, int]:
    """Code of a column → its place in the file.

    Raises:
        MonthColumns: Months stand side by side.
        RepeatedColumn: Two columns mean the same.
        NotEppgbm: One that is needed is not there.
    """
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        word = folded(heading)
        if _MONTH_COLUMN.fullmatch(word):
            raise MonthColumns(file=file, column=heading[:40])
        code = MEANINGS.get(word)
        if code is None:
            continue
        if code in found:
            raise RepeatedColumn(file=file, column=heading[:40], first=found[code] + 1, second=place + 1)
        found[code] = place
    _refuse_lacking(found, headings, file)
    return found


def _refuse_lacking(found: Mapping[str, int], headings: Sequence[str], file: str) -> None:
    spelt = {column.code: column.heading for column in COLUMNS}
    lacking = [spelt[code] for code in NEEDED if code not in found]
    if not lacking and not any(code in found for code in MEASURED):
        lacking = [spelt[code] for code in MEASURED]
    if lacking:
        named = ", ".join(heading[:30] for heading in headings[:12] if heading)
        raise NotEppgbm(file=file, wanted=", ".join(f"'{name}'" for name in lacking), found=named)


def is_missing(text: str) -> bool:
    """Whether a cell stands for nothing; of a z-score beyond all bounds the export says no more than "Outlier"."""
    return text in BLANK or text == "–" or text.casefold() == "outlier"


def age_text(born: date, day: date) -> str:
    """Age on a day as the export writes it.

    >>> age_text(date(2022, 1, 31), date(2024, 3, 1))
    '2 Tahun - 1 Bulan - 0 Hari'
    """
    years, months = divmod(completed_months(born, day), 12)
    days = day.day - born.day
    if days < 0:  # since that day of the month before, which may have had none so late
        days = max(0, days + (day.replace(day=1) - timedelta(days=1)).day)
    return f"{years} Tahun - {months} Bulan - {days} Hari"


def age_days(text: str) -> tuple[float, float] | None:
    """What an age in words comes to in days, and how much it leaves open; None where it cannot be read.

    >>> age_days("2 Tahun - 3 Bulan - 11 Hari"), age_days("27 bulan"), age_days("?")
    ((832.8125, 5), (821.8125, 31), None)
    """
    found = _AGE.fullmatch(text.casefold().strip())
    if found is None or not any(found.groups()):
        return None
    years, months, days = (int(part or 0) for part in found.groups())
    open_ = 5 if found[3] else 31 if found[2] else 366
    return years * 365.25 + months * DAYS_PER_MONTH + days, open_
