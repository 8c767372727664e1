"""Numbers in cells: NIK and KK numbers with everything spreadsheets do to them, RW and RT, measures with a comma."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from guyub.analytics.people_tables.problems import Fault, warning

DIGITS = 16
_SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,2})")
_MASKED = re.compile(r"[0-9]*[*•xX#]{2,}[0-9*•xX#]*")
_SIGNS = re.compile(r"[\s.'`_-]")
_PLAIN = re.compile(r"[0-9]{16}")
_PART = re.compile(r"(?:(?:RW|RT)[ .:/]*)?0*([0-9]{1,3})(?:[.,]0+)?", re.IGNORECASE)
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_CLOCK = re.compile(r"[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Identity:
    """A number of identity as a cell gives it; "" where there is none that can be used."""

    number: str = ""
    fault: Fault | None = None


def read_identity(text: str, name: str) -> Identity:
    """A NIK or KK number from a cell.

    Args:
        text: The cell, cleaned.
        name: "nik" or "kk"; begins the codes of the faults.

    >>> read_identity("'9901 0141 0190 0001", "nik").number
    '9901014101900001'
    >>> read_identity("9.90101410190000E+15", "nik").fault.rule, read_identity("990101******0001", "nik").fault.rule
    ('nik-digits-lost', 'nik-masked')
    """
    if _PLAIN.fullmatch(text) and set(text) != {"0"}:
        return Identity(text)
    if text in ("", "-", "–", "."):
        return Identity()
    if found := _SCIENTIFIC.fullmatch(text):
        digits = found[1] + (found[2] or "")
        if int(found[3]) == DIGITS - 1 and len(digits) == DIGITS:
            return Identity(digits)
        return Identity(fault=Fault(f"{name}-digits-lost"))
    if _MASKED.fullmatch(text):
        return Identity(fault=warning(f"{name}-masked"))
    digits = _SIGNS.sub("", text.removesuffix(".0"))
    if not digits.isascii() or not digits.isdigit():
        return Identity(fault=Fault(f"{name}-not-digits"))
    if set(digits) <= {"0"}:
        return Identity(fault=warning(f"{name}-zero"))
    if len(digits) != DIGITS:
        return Identity(fault=Fault(f"{name}-length", data={"found": len(digits)}))
    return Identity(digits)


@lru_cache(maxsize=5_000)
def read_part(text: str) -> str | Fault:
    """Number of an RW or RT with three digits; "" where unknown.

    >>> read_part("5"), read_part("RT 012"), read_part("0")
    ('005', '012', '')
    """
    if text in ("", "-", "–"):
        return ""
    found = _PART.fullmatch(text)
    if not found:
        return Fault("not-an-rw-or-rt")
    return "" if int(found[1]) == 0 else f"{int(found[1]):03d}"


def read_decimal(text: str) -> Decimal | Fault:
    """A measure with comma or point; what a spreadsheet made a time of day is refused, since 8:30 was 8.30 or 8.5.

    >>> read_decimal("12,5"), read_decimal("08:30:00").rule
    (Decimal('12.5'), 'decimal-as-time')
    """
    if _DECIMAL.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return Fault("decimal-as-time" if _CLOCK.fullmatch(text) else "not-a-measure")


@lru_cache(maxsize=5_000)
def read_count(text: str) -> int | Fault:
    """A whole number; ``12.0`` and ``12,0`` are whole.

    >>> read_count("36,0"), read_count("36,5").rule
    (36, 'not-whole')
    """
    number = read_decimal(text)
    if isinstance(number, Fault):
        return number
    return int(number) if number == number.to_integral_value() and number >= 0 else Fault("not-whole")


@lru_cache(maxsize=1_000)
def read_decile(text: str) -> int | Fault | None:
    """A welfare decile 1 to 10; None where the list says that there is none yet, or gives a range.

    >>> read_decile("3"), read_decile("Belum Ada"), read_decile("6-10").rule
    (3, None, 'decile-range')
    """
    plain = text.casefold().removeprefix("desil").strip()
    if plain in ("", "-", "belum ada", "tidak ada", "belum terdata", "0"):
        return None
    if re.fullmatch(r"[0-9]{1,2}\s*[-–]\s*[0-9]{1,2}|>\s*[0-9]|[0-9]\s*\+", plain):
        return warning("decile-range")
    number = read_count(plain)
    if isinstance(number, Fault) or not 1 <= number <= 10:
        return Fault("not-a-decile")
    return number
